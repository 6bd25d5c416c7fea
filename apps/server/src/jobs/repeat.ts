import type { Logger } from "pino";
import { failureFacts } from "../failure-facts.ts";

/**
 * Repeats quick work for as long as the process lives, never twice at once. A turn that fails is logged and the
 * next one tries again: the database may be away for a moment.
 */
export function repeat(
  name: string,
  everyMs: number,
  work: () => Promise<unknown>,
  log: Logger,
): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();
  let failing = false;
  const next = (): void => {
    turn = work()
      .then(
        () => {
          failing = false;
        },
        (error: unknown) => {
          if (!failing)
            log.warn({ ...failureFacts(error), work: name }, "repeated work failed; it is tried again");
          failing = true;
        },
      )
      .then(() => {
        if (!stopped) timer = setTimeout(next, everyMs);
      });
  };
  next();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}
