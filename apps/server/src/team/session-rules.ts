const idleMs = 30 * 60_000;
const longestMs = 12 * 3_600_000;
const seenEveryMs = 60_000;

type SessionTimes = { last_seen_at: Date; expires_at: Date };

/** When a session that starts now ends, whatever is done with it: 12 hours later. */
export function sessionEnd(now: Date): Date {
  return new Date(now.getTime() + longestMs);
}

/** A session not seen since this moment has ended: 30 minutes. */
export function idleLimit(now: Date): Date {
  return new Date(now.getTime() - idleMs);
}

export function isLive({ last_seen_at, expires_at }: SessionTimes, now: Date): boolean {
  return now < expires_at && last_seen_at > idleLimit(now);
}

/** Whether to write that the session was seen. Once a minute is enough, and spares a write for each request. */
export function needsSeen({ last_seen_at }: SessionTimes, now: Date): boolean {
  return now.getTime() - last_seen_at.getTime() >= seenEveryMs;
}
