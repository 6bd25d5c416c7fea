interface TurnLimits {
  /** Works that run together. */
  atOnce: number;
  /** Works of one owner that run or wait together. Only one of them runs. */
  ofOne: number;
  /** Works that wait, of all owners. */
  waiting: number;
}

/** Runs works in the order they came, except that an owner's next work waits for their last: nobody fills every place. */
export function turnsOf({ atOnce, ofOne, waiting: mostWaiting }: TurnLimits): {
  /** The outcome of the work, or "full" when it may not even wait. */
  take<Outcome>(owner: string, work: () => Promise<Outcome>): Promise<Outcome | "full">;
} {
  const running = new Set<string>();
  const waiting: { owner: string; start: () => void }[] = [];

  const goOn = () => {
    while (running.size < atOnce) {
      const index = waiting.findIndex(({ owner }) => !running.has(owner));
      const [next] = index < 0 ? [] : waiting.splice(index, 1);
      if (!next) return;
      running.add(next.owner);
      next.start();
    }
  };

  return {
    async take(owner, work) {
      const own = waiting.filter((other) => other.owner === owner).length + (running.has(owner) ? 1 : 0);
      const startsNow = running.size < atOnce && !running.has(owner);
      if (own >= ofOne || (!startsNow && waiting.length >= mostWaiting)) return "full";
      await new Promise<void>((start) => {
        waiting.push({ owner, start });
        goOn();
      });
      try {
        return await work();
      } finally {
        running.delete(owner);
        goOn();
      }
    },
  };
}
