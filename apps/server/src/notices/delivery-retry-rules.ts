const minutesBetweenTries = [1, 2, 5, 15, 30, 60, 120, 240] as const;
const minutesAtMost = 5 * 24 * 60;

/**
 * How long to wait after a try that failed for now: dense at first, then every four hours.
 * @param failedTries how many have failed, at least 1.
 * @returns minutes, or null once five days of trying are over.
 */
export function minutesUntilNextTry(failedTries: number): number | null {
  let waited = 0;
  for (let tries = 1; tries < failedTries; tries += 1) waited += waitAfter(tries);
  const next = waitAfter(failedTries);
  return waited + next > minutesAtMost ? null : next;
}

function waitAfter(failedTries: number): number {
  return minutesBetweenTries[Math.min(failedTries, minutesBetweenTries.length) - 1] ?? 240;
}
