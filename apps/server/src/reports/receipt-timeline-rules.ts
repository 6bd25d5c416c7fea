import type { EventType, TimelineEntry } from "@vigie/contract";
import type { EventDetails } from "../audit/event-types.ts";

/** An event that concerns one location, with the name it points to where it points to one. */
export interface LocationEvent {
  at: Date;
  type: EventType;
  details: EventDetails;
  /** Public words of an assessment. */
  said: string | null;
  /** Recipient of a notice, or who answers it, or name of an authority. */
  to: string | null;
}

/**
 * What happened before a report came in is shown with the report's own time, and only after this many minutes:
 * whoever reports an address to learn whether somebody else did sees nothing at once.
 */
export const earlierEventsShownAfterMinutes = { least: 20, spread: 70 };

/** When earlier events begin to show for this report: spread by its id, so that no clock betrays them. */
export function earlierEventsShownAt(report: { id: string; receivedAt: Date }): Date {
  const { least, spread } = earlierEventsShownAfterMinutes;
  const dice = Number.parseInt(report.id.replace(/-/g, "").slice(-8), 16) / 0xffff_ffff;
  return new Date(report.receivedAt.getTime() + (least + dice * spread) * 60_000);
}

/** The plain timeline of one location, for one report. Repeated identical checks become one line. */
export function timelineOf(
  report: { id: string; receivedAt: Date },
  events: readonly LocationEvent[],
  now: Date,
): TimelineEntry[] {
  const showEarlier = now >= earlierEventsShownAt(report);
  const entries: TimelineEntry[] = [{ kind: "received", at: report.receivedAt.toISOString() }];
  const later = events
    .filter((event) => event.at >= report.receivedAt || showEarlier)
    .map((event) => ({ ...event, at: event.at < report.receivedAt ? report.receivedAt : event.at }))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const event of later) entries.push(...entriesOf(event));
  return entries.filter(
    (entry, index) => !isRepeated(entry, entries.slice(0, index), entries.slice(index + 1)),
  );
}

function entriesOf({ at, type, details, to, said }: LocationEvent): TimelineEntry[] {
  const when = at.toISOString();
  switch (type) {
    case "case.assessed":
      return [{ kind: "examined", at: when, said }];
    case "case.closed":
      return details["reason"] === "not_illegal" || details["reason"] === "out_of_scope"
        ? [{ kind: "not_pursued", at: when }]
        : [];
    case "notice.sent":
      return [{ kind: "notified", at: when, to: to ?? "" }];
    case "referral.filed":
      return [{ kind: "referred", at: when, to: to ?? "" }];
    case "referral.answered":
      return details["status"] === "acted" || details["status"] === "refused"
        ? [{ kind: "authority_answered", at: when, to: to ?? "", acted: details["status"] === "acted" }]
        : [];
    case "answer.confirmed": {
      const answer = details["as"];
      return answer === "acknowledged" || answer === "asked" || answer === "acted" || answer === "refused"
        ? [{ kind: "service_answered", at: when, to: to ?? "", answer }]
        : [];
    }
    case "content.check_made":
      return [{ kind: "checked", at: when, verdict: details["verdict"] as "unknown" }];
    case "content.removed":
      return [
        { kind: "removed", at: when },
        { kind: "watched", at: when },
      ];
    case "content.returned":
      return [{ kind: "returned", at: when }];
    case "case.deadline_passed":
      return [{ kind: "deadline_passed", at: when }];
    default:
      return [];
  }
}

/**
 * That somebody examined it counts once, until the team says something else. A check is kept when its verdict differs from the one before, and the newest check always. What a service said
 * counts once for a request, until it says something else; that it received the request tells nothing once it has
 * said more.
 */
function isRepeated(
  entry: TimelineEntry,
  before: readonly TimelineEntry[],
  after: readonly TimelineEntry[],
): boolean {
  if (entry.kind === "examined") {
    const last = before.findLast((other) => other.kind === "examined");
    return last !== undefined && (entry.said === null || entry.said === last.said);
  }
  if (entry.kind === "service_answered") {
    const last = before.findLast(
      (other) => (other.kind === "service_answered" || other.kind === "notified") && other.to === entry.to,
    );
    return (
      last?.kind === "service_answered" && (last.answer === entry.answer || entry.answer === "acknowledged")
    );
  }
  if (entry.kind !== "checked") return false;
  const previous = before.findLast((other) => other.kind === "checked");
  const isNewest = !after.some((other) => other.kind === "checked");
  return previous?.kind === "checked" && previous.verdict === entry.verdict && !isNewest;
}
