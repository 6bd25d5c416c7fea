import { revealSeconds } from "@vigie/contract";
import type { ClockReading } from "./budget-rules.ts";

/** The clocks of a process, and what it has seen of each member's ledger. Nothing here is kept longer than the process. */
export interface ExposureClock {
  /** @param databaseNow PostgreSQL's clock, asked at this moment: ms since 1970. */
  read(databaseNow: () => Promise<number>): Promise<ClockReading & { countedMs: number }>;
  /** ms since this process first saw this line as a member's newest; `wentBack` is kept from that first sight. */
  seen(
    memberId: string,
    line: { id: number; countedMs: number; wentBack: () => boolean },
  ): { seenForMs: number; clockWentBack: boolean };
  /** A line that this process wrote itself. */
  wrote(memberId: string, line: { id: number; countedMs: number }): void;
}

/** Differences below are those of two readings one after the other. */
const agreesWithinMs = 2_000;
/** A reveal may have begun just before the clock was put wrong. */
const grantedMs = revealSeconds * 1_000;

/**
 * PostgreSQL's clock is every process's clock, but it may be put forward or back while a process runs. So each process
 * also counts from PostgreSQL's time at its first reading, when it starts (`performance.now()`, which nobody puts), and
 * gives both. When
 * they have differed by the same amount for a whole break and the reveal before it, PostgreSQL's is believed from then on: a machine that slept,
 * or a clock that was put right.
 * @param breakMs length of a break: whatever is believed after it has stood that long cannot shorten one.
 */
export function createExposureClock({
  counted = () => performance.now(),
  breakMs,
}: {
  /** ms that only ever grow, from anywhere. */
  counted?: () => number;
  breakMs: number;
}): ExposureClock {
  let anchor: { database: number; counted: number } | null = null;
  let differs: { byMs: number; since: number } | null = null;
  const lines = new Map<string, { id: number; countedMs: number; wentBack: boolean }>();

  return {
    async read(databaseNow) {
      const database = await databaseNow();
      const countedMs = counted();
      anchor ??= { database, counted: countedMs };
      const own = anchor.database + countedMs - anchor.counted;
      const byMs = database - own;
      if (Math.abs(byMs) <= agreesWithinMs) differs = null;
      else if (!differs || Math.abs(differs.byMs - byMs) > agreesWithinMs) {
        differs = { byMs, since: countedMs };
      } else if (countedMs - differs.since >= breakMs + grantedMs) {
        anchor = { database, counted: countedMs };
        differs = null;
        return { earliest: database, latest: database, countedMs };
      }
      return { earliest: Math.min(database, own), latest: Math.max(database, own), countedMs };
    },
    seen(memberId, { id, countedMs, wentBack }) {
      const known = lines.get(memberId);
      if (known?.id === id) return { seenForMs: countedMs - known.countedMs, clockWentBack: known.wentBack };
      const first = { id, countedMs, wentBack: wentBack() };
      lines.set(memberId, first);
      return { seenForMs: 0, clockWentBack: first.wentBack };
    },
    wrote(memberId, { id, countedMs }) {
      lines.set(memberId, { id, countedMs, wentBack: false });
    },
  };
}
