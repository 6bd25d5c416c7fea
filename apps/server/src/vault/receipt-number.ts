import { randomInt } from "node:crypto";

declare const receiptNumber: unique symbol;

/** 20 ASCII digits whose last is the check digit of the 19 before it. Secret: it opens the reporter's thread. */
export type ReceiptNumber = string & { readonly [receiptNumber]: true };

/** What came of reading a receipt as a person typed it. */
export type ParsedReceipt =
  | { kind: "ok"; receipt: ReceiptNumber }
  | { kind: "wrong_length"; digits: number }
  | { kind: "wrong_check" }
  | { kind: "not_digits" };

const RECEIPT_DIGITS = 20;

/** A fresh receipt: 19 random digits (63 bits) and their check digit. */
export function newReceiptNumber(): ReceiptNumber {
  let digits = "";
  while (digits.length < RECEIPT_DIGITS - 1) digits += String(randomInt(10));
  return (digits + String(dammDigit(digits))) as ReceiptNumber;
}

/** `12345678901234567890` as it is shown: `1234 5678 9012 3456 7890`. */
export function formatReceipt(receipt: ReceiptNumber): string {
  return receipt.replace(/(\d{4})(?=\d)/g, "$1 ");
}

/**
 * Reads a receipt as people write, paste or dictate it: spaces, dashes and dots anywhere, digits of several scripts.
 * The check digit is public arithmetic, so telling a slip of the finger here reveals nothing about which receipts exist.
 */
export function parseReceipt(typed: string): ParsedReceipt {
  let digits = "";
  let count = 0;
  for (const character of typed) {
    if (separator.test(character)) continue;
    const digit = digitOf(character);
    if (digit === null) return { kind: "not_digits" };
    count += 1;
    // What a careless paste brings beyond the length is counted, not kept.
    if (count <= RECEIPT_DIGITS) digits += String(digit);
  }
  if (count !== RECEIPT_DIGITS) return { kind: "wrong_length", digits: count };
  if (dammDigit(digits) !== 0) return { kind: "wrong_check" };
  return { kind: "ok", receipt: digits as ReceiptNumber };
}

// Spaces of any width, dashes of any length, minus, dots, and the invisible marks that copying from a page or a
// right-to-left text brings along.
const separator = /[\s\p{Pd}\p{Cf}\u2212.·•_]/u;

// ASCII, Arabic-Indic, extended Arabic-Indic (Persian, Urdu), Devanagari, Bengali, full-width.
const zeros = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xff10];

function digitOf(character: string): number | null {
  const codePoint = character.codePointAt(0) ?? 0;
  const zero = zeros.find((candidate) => codePoint >= candidate && codePoint <= candidate + 9);
  return zero === undefined ? null : codePoint - zero;
}

// Totally anti-symmetric quasigroup of order 10: H. Michael Damm, "Total anti-symmetrische Quasigruppen" (2004).
const damm = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

// Appending the result makes the whole come to 0, which is how a complete number is checked.
function dammDigit(digits: string): number {
  let interim = 0;
  for (const digit of digits) {
    const next = damm[interim]?.[Number(digit)];
    if (next === undefined) throw new TypeError("a check digit is computed over ASCII digits only");
    interim = next;
  }
  return interim;
}
