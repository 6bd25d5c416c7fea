import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createReceiptDeriver } from "./receipt-keys.ts";
import { newReceiptNumber } from "./receipt-number.ts";
import { openSealed, sealTo } from "./sealed-box.ts";

const cheap = { memoryKib: 64, passes: 1 };
const someKeys = () => ({ receiptPepper: randomBytes(32), receiptSalt: randomBytes(32) });

async function derived(deriver: ReturnType<typeof createReceiptDeriver>, receipt = newReceiptNumber()) {
  const outcome = await deriver.derive(receipt, "opening");
  if (outcome.kind !== "derived") throw new Error("the lanes were busy");
  return outcome;
}

test("the same receipt gives the same keys in another process, and opens what was sealed to its thread", async () => {
  const keys = someKeys();
  const receipt = newReceiptNumber();
  const atCreation = await derived(createReceiptDeriver({ keys, ...cheap }), receipt);
  const atOpening = await derived(createReceiptDeriver({ keys, ...cheap }), receipt);
  expect(atOpening).toEqual(atCreation);
  expect(atOpening.lookup).toHaveLength(32);
  const answer = sealTo(atCreation.thread.publicKey, "the page is gone");
  expect(openSealed(atOpening.thread, answer)?.toString("utf8")).toBe("the page is gone");
});

test("another receipt, pepper, salt or cost gives other keys throughout", async () => {
  const keys = someKeys();
  const receipt = newReceiptNumber();
  const all = await Promise.all([
    derived(createReceiptDeriver({ keys, ...cheap }), receipt),
    derived(createReceiptDeriver({ keys, ...cheap })),
    derived(createReceiptDeriver({ keys: { ...keys, receiptPepper: randomBytes(32) }, ...cheap }), receipt),
    derived(createReceiptDeriver({ keys: { ...keys, receiptSalt: randomBytes(32) }, ...cheap }), receipt),
    derived(createReceiptDeriver({ keys, memoryKib: 128, passes: 1 }), receipt),
    derived(createReceiptDeriver({ keys, memoryKib: 64, passes: 2 }), receipt),
  ]);
  expect(new Set(all.map(({ lookup }) => lookup.toString("hex"))).size).toBe(all.length);
  expect(new Set(all.map(({ thread }) => Buffer.from(thread.publicKey).toString("hex"))).size).toBe(
    all.length,
  );
});

test("the look-up key, which is stored, is no part of the thread key", async () => {
  const { lookup, thread } = await derived(createReceiptDeriver({ keys: someKeys(), ...cheap }));
  expect(lookup.equals(thread.privateKey)).toBe(false);
  expect(lookup.equals(thread.publicKey)).toBe(false);
  // The buffer behind it is its own: nothing of the seed lies beside it in memory.
  expect(lookup.buffer.byteLength).not.toBe(64);
});

test("too many at once are told busy, and those admitted get their keys", async () => {
  const deriver = createReceiptDeriver({ keys: someKeys(), ...cheap, concurrency: 2, queueLimit: 3 });
  const outcomes = await Promise.all(
    Array.from({ length: 12 }, () => deriver.derive(newReceiptNumber(), "opening")),
  );
  const kinds = outcomes.map(({ kind }) => kind);
  expect(kinds).toEqual([...new Array(5).fill("derived"), ...new Array(7).fill("busy")]);
});
