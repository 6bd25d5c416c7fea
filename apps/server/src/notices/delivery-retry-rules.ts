const minutesBetweenTries = [1, 2, 5, 15, 30, 60, 120, 240] as const;
const minutesAtMost = 5 * 24 * 60;
// So that notices that failed together, when a server was away, do not all come back together.
const spread = 0.2;

/**
 * How long to wait after a try that failed for now: dense at first, then about every four hours.
 * @param failedTries how many have failed, at least 1.
 * @param random in [0, 1): where between a fifth less and a fifth more.
 * @returns minutes, or null once five days of trying are over.
 */
export function minutesUntilNextTry(failedTries: number, random: number): number | null {
  let waited = 0;
  for (let tries = 1; tries < failedTries; tries += 1) waited += waitAfter(tries);
  const next = waitAfter(failedTries);
  return waited + next > minutesAtMost ? null : next * (1 - spread + 2 * spread * random);
}

function waitAfter(failedTries: number): number {
  return minutesBetweenTries[Math.min(failedTries, minutesBetweenTries.length) - 1] ?? 240;
}
