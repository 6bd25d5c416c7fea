import fc from "fast-check";
import { expect, test } from "vitest";
import { formatReceipt, newReceiptNumber, parseReceipt } from "./receipt-number.ts";

const anyReceipt = fc.constant(null).map(() => newReceiptNumber());
const position = fc.integer({ min: 0, max: 19 });

test("the check digit is Damm's: 572 is completed by 4", () => {
  // A leading zero changes nothing in Damm's scheme, so the published example can be padded to full length.
  expect(parseReceipt("00000000000000005724").kind).toBe("ok");
});

test("a receipt is 20 digits, and reads back from how it is shown", () => {
  fc.assert(
    fc.property(anyReceipt, (receipt) => {
      expect(receipt).toMatch(/^\d{20}$/);
      expect(formatReceipt(receipt)).toMatch(/^(\d{4} ){4}\d{4}$/);
      expect(parseReceipt(formatReceipt(receipt))).toEqual({ kind: "ok", receipt });
    }),
  );
});

test("every single wrong digit is caught", () => {
  fc.assert(
    fc.property(anyReceipt, position, fc.integer({ min: 1, max: 9 }), (receipt, at, shift) => {
      const digits = [...receipt];
      digits[at] = String((Number(digits[at]) + shift) % 10);
      expect(parseReceipt(digits.join(""))).toEqual({ kind: "wrong_check" });
    }),
    { numRuns: 5_000 },
  );
});

test("every swap of two different neighbours is caught", () => {
  fc.assert(
    fc.property(anyReceipt, fc.integer({ min: 0, max: 18 }), (receipt, at) => {
      fc.pre(receipt[at] !== receipt[at + 1]);
      const swapped = `${receipt.slice(0, at)}${receipt[at + 1]}${receipt[at]}${receipt.slice(at + 2)}`;
      expect(parseReceipt(swapped)).toEqual({ kind: "wrong_check" });
    }),
    { numRuns: 5_000 },
  );
});

test("separators and invisible marks anywhere do not matter", () => {
  const separators = fc.constantFrom(
    "",
    " ",
    "  ",
    "-",
    ".",
    "\u00a0",
    "\u202f",
    "\u2011",
    "\u2013",
    "\u2212",
    "\t",
    "\n",
    "\u200f",
    "\ufeff",
    "·",
  );
  fc.assert(
    fc.property(anyReceipt, fc.array(separators, { minLength: 21, maxLength: 21 }), (receipt, between) => {
      const typed = between.map((separator, index) => separator + (receipt[index] ?? "")).join("");
      expect(parseReceipt(typed)).toEqual({ kind: "ok", receipt });
    }),
  );
});

test("digits of other scripts, even mixed, are the same digits", () => {
  const zeros = fc.constantFrom(0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xff10);
  fc.assert(
    fc.property(anyReceipt, fc.array(zeros, { minLength: 20, maxLength: 20 }), (receipt, scripts) => {
      const typed = scripts
        .map((zero, index) => String.fromCodePoint(zero + Number(receipt[index])))
        .join("");
      expect(parseReceipt(typed)).toEqual({ kind: "ok", receipt });
    }),
  );
});

test("a wrong length says how many digits there were", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9]{0,60}$/), (digits) => {
      fc.pre(digits.length !== 20);
      expect(parseReceipt(digits)).toEqual({ kind: "wrong_length", digits: digits.length });
    }),
  );
});

test("anything else is told apart from digits, and nothing typed makes it throw", () => {
  for (const typed of ["a", "1234 5678 9012 3456 789O", "12345678901234567890a", "\ud800", "\0", "½", "²"]) {
    expect(parseReceipt(typed)).toEqual({ kind: "not_digits" });
  }
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (typed) => {
      expect(parseReceipt(typed).kind).toBeTypeOf("string");
    }),
  );
});

test("each of the 19 random digits takes every value about equally often", () => {
  const receipts = Array.from({ length: 5_000 }, newReceiptNumber);
  expect(new Set(receipts).size).toBe(5_000);
  for (let at = 0; at < 19; at += 1) {
    const counts = new Array<number>(10).fill(0);
    for (const receipt of receipts) counts[Number(receipt[at])] = (counts[Number(receipt[at])] ?? 0) + 1;
    // 500 expected; 8 standard deviations either side.
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(170);
  }
});
