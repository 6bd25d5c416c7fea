import type { LanePurpose } from "./derivation-lanes.ts";
import { createLanes } from "./derivation-lanes.ts";
import type { ReceiptNumber } from "./receipt-number.ts";
import type { SealKeyPair } from "./sealed-box.ts";
import { keyPairFromSeed } from "./sealed-box.ts";
import type { ServiceKeys } from "./service-keys.ts";
import { hashSlowly } from "./slow-hash.ts";

/**
 * What a receipt is worth. `lookup` (32 bytes) is stored and finds the thread; `thread` opens it, and only its
 * public half may be stored.
 */
export type ReceiptKeys = { lookup: Buffer; thread: SealKeyPair };

export type DerivedReceipt = ({ kind: "derived" } & ReceiptKeys) | { kind: "busy" };

export type ReceiptDeriver = {
  /** `busy` means that too many derivations were waiting: nothing was computed, the caller says "try again soon". */
  derive(receipt: ReceiptNumber, purpose: LanePurpose): Promise<DerivedReceipt>;
};

const LOOKUP_BYTES = 32;
const SEED_BYTES = 32;

/**
 * One Argon2id over the receipt, salted and peppered from the keys folder, gives 64 bytes: the first half finds,
 * the second half is the seed of the thread's key. It never asks whether a receipt exists, so a right one and a
 * wrong one take the same path and the same time.
 * @param memoryKib memory of one derivation in KiB (default 65,536), used at most `concurrency` times at once.
 * @param passes Argon2 passes (default 2). Changing either orphans every receipt given out before.
 * @param concurrency derivations at once, openings and creations together (default 2).
 * @param queueLimit how many openings, and how many creations, may wait (default 64).
 */
export function createReceiptDeriver(options: {
  keys: Pick<ServiceKeys, "receiptPepper" | "receiptSalt">;
  memoryKib?: number;
  passes?: number;
  concurrency?: number;
  queueLimit?: number;
}): ReceiptDeriver {
  const { keys, memoryKib = 65_536, passes = 2, concurrency = 2, queueLimit = 64 } = options;
  const lanes = createLanes({ concurrency, queueLimit });

  async function deriveNow(receipt: ReceiptNumber): Promise<ReceiptKeys> {
    const bytes = await hashSlowly({
      text: receipt,
      salt: keys.receiptSalt,
      pepper: keys.receiptPepper,
      outputBytes: LOOKUP_BYTES + SEED_BYTES,
      cost: { memoryKib, passes },
    });
    // A copy, because `lookup` outlives the seed, which is wiped.
    const lookup = Buffer.from(bytes.subarray(0, LOOKUP_BYTES));
    const thread = keyPairFromSeed(bytes.subarray(LOOKUP_BYTES));
    bytes.fill(0);
    return { lookup, thread };
  }

  return {
    async derive(receipt, purpose) {
      const outcome = await lanes.run(purpose, () => deriveNow(receipt));
      return outcome.kind === "done" ? { kind: "derived", ...outcome.value } : outcome;
    },
  };
}
