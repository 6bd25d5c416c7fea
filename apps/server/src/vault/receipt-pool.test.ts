import { randomBytes } from "node:crypto";
import { expect, test, vi } from "vitest";
import type { ReceiptDeriver } from "./receipt-keys.ts";
import { createReceiptDeriver } from "./receipt-keys.ts";
import { createReceiptPool } from "./receipt-pool.ts";

const newDeriver = (limits: { concurrency?: number; queueLimit?: number } = {}) =>
  createReceiptDeriver({
    keys: { receiptPepper: randomBytes(32), receiptSalt: randomBytes(32) },
    memoryKib: 64,
    passes: 1,
    ...limits,
  });

test("no receipt is ever handed out twice, from the pool or past it", async () => {
  const pool = createReceiptPool({ deriver: newDeriver({ queueLimit: 1_000 }), size: 16 });
  await vi.waitFor(() => expect(pool.size()).toBe(16));
  const taken = await Promise.all(Array.from({ length: 200 }, () => pool.take()));
  await vi.waitFor(() => expect(pool.size()).toBe(16));
  taken.push(...(await Promise.all(Array.from({ length: 20 }, () => pool.take()))));
  const receipts = taken.map((next) => (next.kind === "ready" ? next.receipt : "busy"));
  expect(receipts).not.toContain("busy");
  expect(new Set(receipts).size).toBe(220);
  await pool.stop();
});

test("a receipt from the pool has the keys that opening it will derive", async () => {
  const deriver = newDeriver();
  const pool = createReceiptPool({ deriver, size: 2 });
  await vi.waitFor(() => expect(pool.size()).toBe(2));
  for (let turn = 0; turn < 4; turn += 1) {
    const next = await pool.take();
    if (next.kind !== "ready") throw new Error("the lanes were busy");
    const { kind: _, ...keys } = await deriver.derive(next.receipt, "opening");
    expect({ lookup: next.lookup, thread: next.thread }).toEqual(keys);
  }
  await pool.stop();
});

test("the pool fills to its size and no further, and fills again after a take", async () => {
  let derivations = 0;
  const deriver = newDeriver();
  const counting: ReceiptDeriver = {
    derive(receipt, purpose) {
      derivations += 1;
      return deriver.derive(receipt, purpose);
    },
  };
  const pool = createReceiptPool({ deriver: counting, size: 3 });
  await vi.waitFor(() => expect(pool.size()).toBe(3));
  expect(derivations).toBe(3);
  await pool.take();
  expect(pool.size()).toBe(2);
  await vi.waitFor(() => expect(pool.size()).toBe(3));
  expect(derivations).toBe(4);
  await pool.stop();
});

test("a dry pool that cannot derive in time says busy instead of waiting without end", async () => {
  const pool = createReceiptPool({ deriver: newDeriver({ concurrency: 1, queueLimit: 1 }), size: 0 });
  const kinds = (await Promise.all([1, 2, 3, 4].map(() => pool.take()))).map(({ kind }) => kind);
  expect(kinds).toEqual(["ready", "ready", "busy", "busy"]);
  await pool.stop();
});

test("a failed refill is told, and the next take starts again", async () => {
  const deriver = newDeriver();
  let failures = 1;
  const failingOnce: ReceiptDeriver = {
    async derive(receipt, purpose) {
      if (purpose === "refill" && failures-- > 0) throw new Error("no memory for a derivation");
      return deriver.derive(receipt, purpose);
    },
  };
  const onRefillError = vi.fn();
  const pool = createReceiptPool({ deriver: failingOnce, size: 2, onRefillError });
  await vi.waitFor(() => expect(onRefillError).toHaveBeenCalledOnce());
  expect((await pool.take()).kind).toBe("ready");
  await vi.waitFor(() => expect(pool.size()).toBe(2));
  await pool.stop();
});

test("stopping empties the pool and ends the refilling", async () => {
  const pool = createReceiptPool({ deriver: newDeriver(), size: 1_000 });
  await vi.waitFor(() => expect(pool.size()).toBeGreaterThan(2));
  await pool.stop();
  expect(pool.size()).toBe(0);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(pool.size()).toBe(0);
});
