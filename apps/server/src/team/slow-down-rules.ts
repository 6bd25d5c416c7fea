/** What is remembered of an account's attempts. */
export type Attempts = { failed: number; blockedUntil: Date | null };

export type Admission = { kind: "admitted"; attempts: Attempts } | { kind: "blocked"; seconds: number };

const freeFailures = 3;
const longestWaitSeconds = 60;
const forgottenAfterMs = 15 * 60_000;

/**
 * Whether one more attempt may be made now. An admitted attempt counts as failed from the start, and a right one
 * wipes the count: a hundred attempts sent at once get no further than three.
 *
 * After the third failure the wait is 1 second, then 2, 4 … 60. It never grows beyond that, attempts made while
 * waiting do not lengthen it, and a quarter of an hour of peace forgets everything: nobody can shut a member out
 * for good by typing their name.
 * @returns what to remember when admitted; the whole seconds left to wait otherwise.
 */
export function admitAttempt({ failed, blockedUntil }: Attempts, now: Date): Admission {
  const remainingMs = blockedUntil === null ? 0 : blockedUntil.getTime() - now.getTime();
  // More than any wait we give: the clock was set back, and nobody should stay out until it catches up.
  if (remainingMs > 0 && remainingMs <= longestWaitSeconds * 1000) {
    return { kind: "blocked", seconds: Math.ceil(remainingMs / 1000) };
  }
  const failures = (remainingMs <= -forgottenAfterMs ? 0 : failed) + 1;
  return { kind: "admitted", attempts: { failed: failures, blockedUntil: waitEnd(failures, now) } };
}

function waitEnd(failures: number, now: Date): Date | null {
  if (failures < freeFailures) return null;
  const seconds = Math.min(longestWaitSeconds, 2 ** (failures - freeFailures));
  return new Date(now.getTime() + seconds * 1000);
}
