import { setImmediate as turn } from "node:timers/promises";

/** For how long work may go on before others have their turn, in milliseconds. */
const longestMs = 2;

/**
 * Divides long work, so that requests that came meanwhile need not wait for its end.
 * @example const turns = createTurns(); for (const query of queries) { find(query); await turns.next(); }
 */
export function createTurns(): { next(): Promise<void> } {
  let since = performance.now();
  return {
    async next() {
      if (performance.now() - since < longestMs) return;
      await turn();
      since = performance.now();
    },
  };
}
