import { setTimeout as sleep } from "node:timers/promises";

const longestMs = 60_000;

/** Repeats a check until it holds; after a minute, what it last threw is thrown on. */
export async function eventually(check: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + longestMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}
