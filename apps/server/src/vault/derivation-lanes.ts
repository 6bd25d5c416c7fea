/**
 * Why a slow derivation is wanted. `opening`: a person typed a receipt. `creation`: a report waits for its receipt.
 * `refill`: nobody waits.
 */
export type LanePurpose = "opening" | "creation" | "refill";

/** Work that was done, or turned away because too much was waiting already. */
export type LaneOutcome<T> = { kind: "done"; value: T } | { kind: "busy" };

export type DerivationLanes = {
  run<T>(purpose: LanePurpose, work: () => Promise<T>): Promise<LaneOutcome<T>>;
};

/**
 * Caps how many slow derivations run at once and how many wait, first come first served within a purpose.
 * Openings and creations take turns, so that a flood of one does not shut out the other; refills start only
 * when nobody waits, and leave one lane free (with a single lane they share it).
 * @param queueLimit how many may wait per purpose before the next is told `busy`.
 */
export function createLanes(options: { concurrency: number; queueLimit: number }): DerivationLanes {
  const { concurrency, queueLimit } = options;
  const refillLanes = Math.max(1, concurrency - 1);
  const waiting: Record<LanePurpose, (() => void)[]> = { opening: [], creation: [], refill: [] };
  const running: Record<LanePurpose, number> = { opening: 0, creation: 0, refill: 0 };
  let servedLast: LanePurpose = "creation";

  return {
    async run(purpose, work) {
      let started = false;
      const start = new Promise<void>((resolve) => {
        waiting[purpose].push(() => {
          started = true;
          resolve();
        });
      });
      startWaiting();
      // The one just added stands last: still waiting beyond the limit means there is no room for it.
      if (!started && waiting[purpose].length > queueLimit) {
        waiting[purpose].pop();
        return { kind: "busy" };
      }
      await start;
      try {
        return { kind: "done", value: await work() };
      } finally {
        running[purpose] -= 1;
        startWaiting();
      }
    },
  };

  function startWaiting(): void {
    for (;;) {
      const purpose = nextPurpose();
      const start = purpose && waiting[purpose].shift();
      if (!purpose || !start) return;
      running[purpose] += 1;
      if (purpose !== "refill") servedLast = purpose;
      start();
    }
  }

  function nextPurpose(): LanePurpose | null {
    const taken = running.opening + running.creation + running.refill;
    if (taken >= concurrency) return null;
    const turns: LanePurpose[] = servedLast === "opening" ? ["creation", "opening"] : ["opening", "creation"];
    const awaited = turns.find((purpose) => waiting[purpose].length > 0);
    if (awaited) return awaited;
    return waiting.refill.length > 0 && taken < refillLanes ? "refill" : null;
  }
}
