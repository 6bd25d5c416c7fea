import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hammingDistance } from "./hamming-distance.ts";
import { fromBase64, fromHex, parsePdqBase64, parsePdqHex, toBase64, toHex } from "./hash-text.ts";

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
const hex = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";

describe("hashes as text", () => {
  test("what is written is read again, in both forms", () => {
    fc.assert(
      fc.property(hash, (bytes) => {
        expect(parsePdqHex(toHex(bytes))).toEqual({ hash: bytes });
        expect(parsePdqHex(toHex(bytes).toUpperCase())).toEqual({ hash: bytes });
        expect(parsePdqBase64(toBase64(bytes))).toEqual({ hash: bytes });
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString("hex"));
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes);
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      }),
    );
  });

  test.each([
    ["", "wrong_length"],
    [hex.slice(1), "wrong_length"],
    [`${hex}0`, "wrong_length"],
    [` ${hex}`, "wrong_length"],
    [`g${hex.slice(1)}`, "wrong_alphabet"],
    [`0x${hex.slice(2)}`, "wrong_alphabet"],
    [`${hex.slice(0, 63)}\n`, "wrong_alphabet"],
    [`${hex.slice(0, 63)}٣`, "wrong_alphabet"],
  ])("%j is refused as %s", (text, problem) => {
    expect(parsePdqHex(text)).toEqual({ problem });
  });

  test("hexadecimal digits are those and no other characters", () => {
    for (let code = 0; code < 1000; code += 1) {
      const character = String.fromCharCode(code);
      const value = /[0-9a-f]/i.test(character) ? Number.parseInt(character, 16) : null;
      expect(fromHex(`${character}0`)).toEqual(value === null ? null : Uint8Array.of(value * 16));
      expect(fromHex(`0${character}`)).toEqual(value === null ? null : Uint8Array.of(value));
    }
  });

  test("base64 of another length, alphabet or with spare bits set is refused", () => {
    const text = toBase64(fromHex(hex) ?? new Uint8Array());
    expect(parsePdqBase64(text.slice(0, 40))).toEqual({ problem: "wrong_length" });
    expect(parsePdqBase64(text.replace("=", ""))).toEqual({ problem: "wrong_length" });
    expect(parsePdqBase64(`${text.slice(0, 42)}==`)).toEqual({ problem: "wrong_alphabet" });
    expect(parsePdqBase64(`-${text.slice(1)}`)).toEqual({ problem: "wrong_alphabet" });
    expect(parsePdqBase64("A".repeat(44))).toEqual({ problem: "wrong_alphabet" });
    expect(parsePdqBase64(`${"A".repeat(42)}B=`)).toEqual({ problem: "wrong_alphabet" });
    expect(fromBase64("A")).toBeNull();
    expect(fromHex("abc")).toBeNull();
  });
});

describe("the distance of two hashes", () => {
  test("counts the bits that differ", () => {
    fc.assert(
      fc.property(hash, fc.uniqueArray(fc.nat(255)), (one, bits) => {
        const other = one.slice();
        for (const bit of bits) other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(hammingDistance(one, other)).toBe(bits.length);
        expect(hammingDistance(other, one)).toBe(bits.length);
      }),
    );
  });

  test("of hashes of different lengths there is none", () => {
    expect(() => hammingDistance(new Uint8Array(32), new Uint8Array(16))).toThrow(RangeError);
  });
});
