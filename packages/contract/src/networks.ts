import { z } from "zod";
import { matchMethods } from "./matching.ts";
import { caseStatuses } from "./statuses.ts";

const id = z.uuid();
const instant = z.iso.datetime();

/**
 * What two contents or reports can share. `account`: on a named service; `handle`: its name without the service;
 * `payment`: a handle or a money pot at a payment service.
 */
export const signalTypes = [
  "account",
  "handle",
  "phone",
  "email",
  "iban",
  "crypto",
  "payment",
  "domain",
] as const;
export type SignalType = (typeof signalTypes)[number];

/** `weak`: many share it without having anything to do with each other. Shown beside a strong one, never alone. */
export const signalStrengths = ["strong", "weak"] as const;
export type SignalStrength = (typeof signalStrengths)[number];

/** Where a signal was seen: in a location, in a report's words, in a message or in kept evidence. */
export const signalSources = ["location", "words", "message", "evidence"] as const;
export type SignalSource = (typeof signalSources)[number];

/** `suggested` by an equal strong signal; a person confirms or refuses, and may change their mind. */
export const linkStatuses = ["suggested", "confirmed", "refused"] as const;
export type LinkStatus = (typeof linkStatuses)[number];

/** Cases that a signal may be met in before it stops suggesting links. */
export const mostLinkedCases = 25;

const seenIn = z
  .object({
    source: z.enum(signalSources),
    contentId: id.nullable(),
    reportId: id.nullable(),
    at: instant,
  })
  .meta({ id: "SignalSeen" });
export type SignalSeen = z.infer<typeof seenIn>;

const linkEvidence = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("signal"),
      type: z.enum(signalTypes),
      strength: z.enum(signalStrengths),
      value: z.string().nullable().meta({
        description:
          "In its normal form; null where it is sealed, unless values were asked for. Opening is an event.",
      }),
      cases: z
        .int()
        .nullable()
        .meta({
          description: `Cases it is met in that you may see; null where it is met in more than ${mostLinkedCases} of all.`,
        }),
      here: z.array(seenIn).max(10),
      there: z.array(seenIn).max(10),
    }),
    z.object({ kind: z.literal("match"), matchId: id, method: z.enum(matchMethods) }),
  ])
  .meta({ id: "LinkEvidence" });
export type LinkEvidence = z.infer<typeof linkEvidence>;

const linkedCase = z
  .object({
    id,
    number: z.string(),
    status: z.enum(caseStatuses),
    title: z.string().nullable().meta({ description: "First host, or null when the address is sealed." }),
    reports: z.int(),
    contents: z.int(),
    firstReportedAt: instant,
  })
  .meta({ id: "LinkedCase" });
export type LinkedCase = z.infer<typeof linkedCase>;

const linkView = z
  .object({
    id,
    status: z.enum(linkStatuses),
    suggestedAt: instant,
    settledAt: instant.nullable(),
    by: z.string().nullable(),
    other: linkedCase,
    evidence: z.array(linkEvidence).meta({
      description: "What both cases share now, the strong first. Empty when its reports were withdrawn.",
    }),
  })
  .meta({ id: "Link" });
export type LinkView = z.infer<typeof linkView>;

export const caseLinksQuery = z
  .object({
    after: z.string().max(200).optional(),
    values: z
      .stringbool()
      .optional()
      .meta({ description: "Open the values. Wants an unlocked session, and a role that may read words." }),
  })
  .meta({ id: "CaseLinksQuery" });

/** Suggested links first, the newest first, then confirmed ones. `popular`: signals that are met in many cases. */
export const caseLinksView = z
  .object({
    links: z.array(linkView),
    next: z.string().nullable(),
    popular: z.array(
      z.object({ type: z.enum(signalTypes), value: z.string().nullable(), here: z.array(seenIn).max(10) }),
    ),
  })
  .meta({ id: "CaseLinks" });
export type CaseLinksView = z.infer<typeof caseLinksView>;

export const settleLinkBody = z
  .strictObject({
    outcome: z.enum(["confirm", "refuse"]),
    seen: z.enum(linkStatuses).meta({
      description: "Its status as it was shown. When it has moved since, the answer is `request.conflict`.",
    }),
  })
  .meta({ id: "SettleLink" });
export type SettleLinkBody = z.infer<typeof settleLinkBody>;

/** Cases held together by confirmed links. `distance`: links between a case and the one that was asked for. */
export const networkView = z
  .object({
    nodes: z
      .array(linkedCase.extend({ distance: z.int() }))
      .meta({ description: "The case itself is the first." }),
    edges: z.array(z.object({ linkId: id, a: id, b: id, types: z.array(z.enum([...signalTypes, "match"])) })),
    more: z.boolean().meta({ description: "It goes on beyond what is shown." }),
  })
  .meta({ id: "Network" });
export type NetworkView = z.infer<typeof networkView>;
