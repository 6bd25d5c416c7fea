import type { ReceiptDeriver, ReceiptKeys } from "./receipt-keys.ts";
import type { ReceiptNumber } from "./receipt-number.ts";
import { newReceiptNumber } from "./receipt-number.ts";

/** A receipt nobody holds yet, with its keys. */
export type ReadyReceipt = { kind: "ready"; receipt: ReceiptNumber } & ReceiptKeys;

export type ReceiptPool = {
  /** A receipt that no other call ever gets: at once while the pool lasts, else derived now, or `busy`. */
  take(): Promise<ReadyReceipt | { kind: "busy" }>;
  /** How many are ready. */
  size(): number;
  /** Ends the refilling, waits for a derivation under way, and wipes what was ready. */
  stop(): Promise<void>;
};

/**
 * Receipts derived ahead, in memory only: a receipt written down before somebody holds it could be read by others.
 * Starts filling at once, one derivation at a time, when nobody waits for one.
 * @param size how many to keep ready (default 64); each is about 60 ms of one core.
 * @param onRefillError told when a derivation failed. The next `take` starts the refilling again.
 */
export function createReceiptPool(options: {
  deriver: ReceiptDeriver;
  size?: number;
  onRefillError?: (error: unknown) => void;
}): ReceiptPool {
  const { deriver, size = 64, onRefillError } = options;
  const ready: ReadyReceipt[] = [];
  let refilling: Promise<void> | null = null;
  let stopped = false;
  startRefilling();

  return {
    async take() {
      const next = ready.shift();
      startRefilling();
      return next ?? deriveReceipt("creation");
    },
    size: () => ready.length,
    async stop() {
      stopped = true;
      await refilling;
      for (const { thread } of ready.splice(0)) thread.privateKey.fill(0);
    },
  };

  function startRefilling(): void {
    if (stopped) return;
    refilling ??= refill()
      .catch((error: unknown) => onRefillError?.(error))
      .finally(() => {
        refilling = null;
      });
  }

  async function refill(): Promise<void> {
    while (!stopped && ready.length < size) {
      const next = await deriveReceipt("refill");
      if (next.kind === "busy") return;
      ready.push(next);
    }
  }

  async function deriveReceipt(purpose: "creation" | "refill"): Promise<ReadyReceipt | { kind: "busy" }> {
    const receipt = newReceiptNumber();
    const derived = await deriver.derive(receipt, purpose);
    return derived.kind === "derived" ? { ...derived, kind: "ready", receipt } : derived;
  }
}
