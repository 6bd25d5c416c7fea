import type { Verdict, WatchStatus } from "@vigie/contract";

/**
 * waiting: opened, no check yet. watching: looked at on schedule. removal_seen: one check found it gone, a second must
 * agree. removed: proven, watched for its return. returned: seen online after a proven removal. Both stay when looking
 * stops. stopped: by a person, before anything was proven.
 */
const next = {
  waiting: ["watching", "removal_seen", "stopped"],
  watching: ["removal_seen", "stopped"],
  removal_seen: ["watching", "removed", "stopped"],
  removed: ["returned"],
  returned: ["removal_seen"],
  stopped: ["waiting"],
} as const satisfies Record<WatchStatus, readonly WatchStatus[]>;

/** @throws Error when a watch cannot go from one status to the other. */
export function assertWatchTransition(from: WatchStatus, to: WatchStatus): void {
  const allowed: readonly WatchStatus[] = next[from];
  if (!allowed.includes(to)) {
    throw new Error(`A watch goes from "${from}" to ${allowed.join(", ")}, not to "${to}".`);
  }
}

/** Time between the two checks that prove a removal, by the checks' own times. */
export const removalConfirmationMs = 30 * 60_000;

/** A page that is not there, or one that says it was removed. Only two of a kind agree. */
export type RemovalVerdict = Extract<Verdict, "removed" | "soft_removed">;

/** The first check of a kind that found the content gone, with nothing online since. */
export type RemovalSight = { verdict: RemovalVerdict; at: Date; checkId: string };

export type WatchState = {
  status: WatchStatus;
  /** At most one of each kind, oldest first. Empty unless the status is `removal_seen`. */
  removalSights: readonly RemovalSight[];
  /** Time of the newest check applied, null before the first. */
  lastCheckAt: Date | null;
};

export type WatchEvent =
  | { kind: "removal_seen"; verdict: RemovalVerdict; checkId: string; at: Date }
  | { kind: "removal_disproved"; verdict: "online" | "moved"; checkId: string; at: Date }
  /** `soft_removed` is told as "the page says it was removed"; both are "as seen from here". */
  | { kind: "removed"; verdict: RemovalVerdict; first: RemovalSight; second: RemovalSight }
  | { kind: "returned"; checkId: string; at: Date };

/** The state of a watch that was just opened, or opened again after it was stopped. */
export const newWatch: WatchState = { status: "waiting", removalSights: [], lastCheckAt: null };

/**
 * What a check makes of a watch. `removed` needs two checks of the same removal verdict at least 30 minutes apart with
 * no `online` or `moved` between them; doubt (`unknown`, `blocked`, `unreachable`, `geo_blocked`) neither proves nor
 * disproves. A check for a stopped watch, or one not newer than the last applied, changes nothing.
 */
export function applyCheck(
  state: WatchState,
  check: { verdict: Verdict; at: Date; id: string },
): { state: WatchState; event: WatchEvent | null } {
  const isStale = state.lastCheckAt !== null && check.at.getTime() <= state.lastCheckAt.getTime();
  if (state.status === "stopped" || isStale) return { state, event: null };
  const { at, id: checkId, verdict } = check;
  const moved = (status: WatchStatus, removalSights: readonly RemovalSight[], event: WatchEvent | null) => {
    if (status !== state.status) assertWatchTransition(state.status, status);
    return { state: { status, removalSights, lastCheckAt: at }, event };
  };

  if (state.status === "removed") {
    if (verdict !== "online") return moved("removed", [], null);
    return moved("returned", [], { kind: "returned", checkId, at });
  }

  if (verdict === "removed" || verdict === "soft_removed") {
    const sight: RemovalSight = { verdict, at, checkId };
    const first = state.removalSights.find((seen) => seen.verdict === verdict);
    if (!first) {
      const event: WatchEvent = { kind: "removal_seen", verdict, checkId, at };
      return moved("removal_seen", [...state.removalSights, sight], event);
    }
    if (at.getTime() - first.at.getTime() < removalConfirmationMs) {
      return moved("removal_seen", state.removalSights, null);
    }
    return moved("removed", [], { kind: "removed", verdict, first, second: sight });
  }

  const isThere = verdict === "online" || verdict === "moved";
  if (isThere && state.status === "removal_seen") {
    return moved("watching", [], { kind: "removal_disproved", verdict, checkId, at });
  }
  return moved(state.status === "waiting" ? "watching" : state.status, state.removalSights, null);
}
