import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import {
  keyPairFromPrivateKey,
  keyPairFromSeed,
  newKeyPair,
  openJson,
  openSealed,
  sealForMany,
  sealJson,
  sealTo,
} from "./sealed-box.ts";

const anyBytes = fc.uint8Array({ maxLength: 2_000 });

test("what is sealed to a key opens with that key, whatever the bytes", () => {
  const pair = newKeyPair();
  fc.assert(
    fc.property(anyBytes, (plain) => {
      expect(openSealed(pair, sealTo(pair.publicKey, plain))).toEqual(Buffer.from(plain));
    }),
  );
});

test("what is sealed for many opens with each of their keys, and with no other", () => {
  const pairs = [newKeyPair(), newKeyPair(), newKeyPair()];
  const stranger = newKeyPair();
  fc.assert(
    fc.property(anyBytes, fc.integer({ min: 1, max: 3 }), (plain, recipients) => {
      const members = pairs.slice(0, recipients);
      const box = sealForMany(
        members.map((member) => member.publicKey),
        plain,
      );
      for (const member of members) expect(openSealed(member, box)).toEqual(Buffer.from(plain));
      expect(openSealed(stranger, box)).toBeNull();
    }),
    { numRuns: 50 },
  );
});

test("text comes back as the same text", () => {
  const [team, thread] = [newKeyPair(), newKeyPair()];
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(openSealed(team, sealTo(team.publicKey, text))?.toString("utf8")).toBe(text);
      expect(
        openSealed(thread, sealForMany([team.publicKey, thread.publicKey], text))?.toString("utf8"),
      ).toBe(text);
    }),
    { numRuns: 50 },
  );
});

test("another key does not open a box", () => {
  expect(openSealed(newKeyPair(), sealTo(newKeyPair().publicKey, "words"))).toBeNull();
});

test("a box with any one bit changed does not open, sealed to one or to many", () => {
  const [team, thread] = [newKeyPair(), newKeyPair()];
  for (const box of [
    sealTo(team.publicKey, "a few words"),
    sealForMany([team.publicKey, thread.publicKey], "a few words"),
  ]) {
    for (let bit = 0; bit < box.length * 8; bit += 1) {
      expect(openSealed(team, withBitFlipped(box, bit)), `bit ${bit}`).toBeNull();
    }
  }
});

test("a box cut short anywhere, or continued, does not open", () => {
  const [team, thread] = [newKeyPair(), newKeyPair()];
  for (const box of [
    sealTo(team.publicKey, "words"),
    sealForMany([team.publicKey, thread.publicKey], "words"),
  ]) {
    for (let length = 0; length < box.length; length += 1) {
      expect(openSealed(team, box.subarray(0, length))).toBeNull();
    }
    expect(openSealed(team, Buffer.concat([box, Buffer.of(0)]))).toBeNull();
  }
});

test("bytes from anywhere are refused, not thrown at", () => {
  const pair = newKeyPair();
  fc.assert(
    fc.property(fc.constantFrom(0, 1, 2, 3), anyBytes, (version, rest) => {
      expect(openSealed(pair, Buffer.concat([Buffer.of(version), rest]))).toBeNull();
    }),
  );
});

test("the same words sealed twice give two different boxes, neither of which holds them", () => {
  const { publicKey } = newKeyPair();
  const words = "the reporter's own words";
  for (const seal of [() => sealTo(publicKey, words), () => sealForMany([publicKey], words)]) {
    const [first, second] = [seal(), seal()];
    expect(first.equals(second)).toBe(false);
    expect(first.includes(words)).toBe(false);
  }
});

test("a seed always gives the same pair, and another seed another", () => {
  const seed = Buffer.alloc(32, 7);
  expect(keyPairFromSeed(seed)).toEqual(keyPairFromSeed(seed));
  expect(keyPairFromSeed(seed)).not.toEqual(keyPairFromSeed(Buffer.alloc(32, 8)));
});

test("the private half is enough to complete the pair", () => {
  const pair = newKeyPair();
  expect(keyPairFromPrivateKey(pair.privateKey)).toEqual(pair);
});

test("sealing for nobody, or for more than a box has room for, is refused", () => {
  const { publicKey } = newKeyPair();
  expect(() => sealForMany([], "words")).toThrow(RangeError);
  expect(() => sealForMany(new Array<Uint8Array>(256).fill(publicKey), "words")).toThrow(RangeError);
});

test("a key of the wrong length is a bug, not a box that does not open", () => {
  const pair = newKeyPair();
  const box = sealTo(pair.publicKey, "words");
  expect(() => openSealed({ ...pair, privateKey: Buffer.alloc(31) }, box)).toThrow();
});

test("a value sealed as JSON comes back typed, to one recipient or several", () => {
  const [team, thread] = [newKeyPair(), newKeyPair()];
  const words = z.object({ text: z.string(), typed: z.array(z.string()) });
  fc.assert(
    fc.property(
      fc.record({ text: fc.string({ unit: "grapheme" }), typed: fc.array(fc.webUrl(), { maxLength: 3 }) }),
      (value) => {
        expect(openJson(team, sealJson(team.publicKey, value), words)).toEqual(value);
        expect(openJson(thread, sealJson([team.publicKey, thread.publicKey], value), words)).toEqual(value);
      },
    ),
    { numRuns: 30 },
  );
});

test("JSON for another key is null, and JSON of another shape is thrown as the bug it is", () => {
  const pair = newKeyPair();
  const box = sealJson(pair.publicKey, { text: 3 });
  expect(openJson(newKeyPair(), box, z.unknown())).toBeNull();
  expect(() => openJson(pair, box, z.object({ text: z.string() }))).toThrow(z.ZodError);
});

function withBitFlipped(box: Buffer, bit: number): Buffer {
  const copy = Buffer.from(box);
  copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return copy;
}
