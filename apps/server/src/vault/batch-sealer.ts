import type { Envelope } from "./sealed-box.ts";
import { fillEnvelope, newEnvelope } from "./sealed-box.ts";

/** Seals many boxes to the same recipients cheaply. Each box opens with `openSealed`, alone. */
export type BatchSealer = {
  seal(plain: Uint8Array | string): Buffer;
  /** Wipes the key in use. The next `seal` draws a new one. */
  stop(): void;
};

/**
 * Sealing to a public key costs about thirty times the encryption itself, so one content key serves a short run
 * of boxes. The price: whoever reads this process's memory can open the boxes of the present run, most of which
 * passed through the same memory in clear moments before.
 * @param maxAgeMillis a key is wiped this long after it was drawn, traffic or not. Default 10 s.
 * @param maxBoxes a key is wiped after this many boxes. Default 10,000.
 */
export function createBatchSealer(options: {
  publicKeys: readonly Uint8Array[];
  maxAgeMillis?: number;
  maxBoxes?: number;
}): BatchSealer {
  const { publicKeys, maxAgeMillis = 10_000, maxBoxes = 10_000 } = options;
  let run: { envelope: Envelope; boxes: number; timer: NodeJS.Timeout } | null = null;

  function endRun(): void {
    if (run === null) return;
    clearTimeout(run.timer);
    run.envelope.contentKey.fill(0);
    run = null;
  }

  return {
    seal(plain) {
      run ??= {
        envelope: newEnvelope(publicKeys),
        boxes: 0,
        timer: setTimeout(endRun, maxAgeMillis).unref(),
      };
      const box = fillEnvelope(run.envelope, plain);
      run.boxes += 1;
      if (run.boxes >= maxBoxes) endRun();
      return box;
    },
    stop: endRun,
  };
}
