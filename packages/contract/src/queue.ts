import { z } from "zod";
import { caseStatuses, languages, topics } from "./statuses.ts";

const id = z.uuid();
const instant = z.iso.datetime();
const plainText = (maximum: number) =>
  z
    .string()
    .max(maximum)
    .refine(
      (text) => !text.includes("\u0000") && text.isWellFormed(),
      "contains a character that cannot be stored",
    );

export const urgencies = ["P0", "P1", "P2", "P3", "P4"] as const;
export type Urgency = (typeof urgencies)[number];

/** Why a case is stuck: nothing but the next contact leads on. */
export const stuckReasons = ["overdue", "notice_failed", "escalation_open"] as const;

/**
 * Why a case stands where it does, the heaviest factor first. Each weighs less than all that can stand before it, and
 * `age` only decides among equals. Codes with values, for a sentence; nothing here is said by a reporter in words.
 * - `danger`: a reporter wrote words that may mean a life is in danger, last at `since`. Before everything.
 * - `stuck`: a deadline passed, a notice failed or an escalation waits: all that holds of `because`.
 * - `urgency`: P0 (now) to P4, `from` the grounds of the newest assessment, else the reporter's `concern`.
 * - `minor`: a reporter says that somebody under 18 is concerned.
 * - `own`: the person concerned asks, or somebody for them.
 * - `blackmail`: blackmail is `threatened` or `under_way`, as a reporter or the team said.
 * - `private`: it was sent to the person who reports it and to nobody else.
 * - `spread`: `reports` in the last 24 hours, two or more, on a logarithmic scale: 1,000 weigh five times as much as 4.
 * - `deadline`: what was asked for is due at `dueAt`, within three days.
 * - `age`: first reported at `since`; among equals, the oldest comes first.
 */
export const factor = z
  .discriminatedUnion("factor", [
    z.object({ factor: z.literal("danger"), since: instant }),
    z.object({ factor: z.literal("stuck"), because: z.array(z.enum(stuckReasons)).min(1) }),
    z.object({
      factor: z.literal("urgency"),
      urgency: z.enum(urgencies),
      from: z.enum(["grounds", "concern"]),
    }),
    z.object({ factor: z.literal("minor") }),
    z.object({ factor: z.literal("own") }),
    z.object({ factor: z.literal("blackmail"), stage: z.enum(["threatened", "under_way"]) }),
    z.object({ factor: z.literal("private") }),
    z.object({ factor: z.literal("spread"), reports: z.int() }),
    z.object({ factor: z.literal("deadline"), dueAt: instant }),
    z.object({ factor: z.literal("age"), since: instant }),
  ])
  .meta({ id: "Factor" });
export type Factor = z.infer<typeof factor>;

/** Who works on a case now. It ends by itself, 30 minutes after the last thing they did on it. */
export const claimView = z.object({ memberId: id, name: z.string(), until: instant }).meta({ id: "Claim" });
export type ClaimView = z.infer<typeof claimView>;

/** Very many reports of one case in a short time. `reports`: of the last 24 hours; `since`: when it began. */
export const waveView = z.object({ reports: z.int(), since: instant }).meta({ id: "Wave" });
export type WaveView = z.infer<typeof waveView>;

/**
 * The state of a case that a decision rests on: it grows with each assessment, notice, referral, closing, removal and
 * return, never with a report, a note or a claim.
 */
export const seenVersion = z.int().min(0).meta({
  description:
    "`version` of the case as it was read. When it has moved since, the answer is `request.conflict`. The desk always sends it.",
});

export const claimChoices = ["mine", "free", "others"] as const;

/** What a list of cases can be narrowed to; all that is given must hold. */
export const caseFilter = z
  .strictObject({
    q: plainText(200).optional().meta({
      description:
        "Words of locations, hosts, handles and notes; accents and capitals do not matter, and typing mistakes are forgiven.",
    }),
    status: z.enum([...caseStatuses, "open"]).optional(),
    topic: z.enum(topics).optional(),
    urgency: z.enum(urgencies).optional(),
    claimed: z.enum(claimChoices).optional(),
    host: plainText(253).optional(),
    language: z.enum(languages).optional().meta({ description: "One of its reports is in it." }),
    overdue: z.stringbool().optional(),
  })
  .meta({ id: "CaseFilter" });
export type CaseFilter = z.infer<typeof caseFilter>;

export const listCasesQuery = z
  .object({
    ...caseFilter.shape,
    after: plainText(200).optional(),
    limit: z.coerce.number().int().min(1).max(100).optional(),
  })
  .meta({ id: "ListCasesQuery" });

/** Exact figures of the cases that whoever asks may see, without counting them. */
export const caseCounts = z
  .object({
    open: z.int().meta({ description: "Neither closed nor removed." }),
    total: z.int(),
    byStatus: z.record(z.enum(caseStatuses), z.int()),
    overdue: z.int(),
    danger: z.int().meta({ description: "Open, with words that may mean a life is in danger." }),
    mine: z.int().meta({ description: "Open and claimed by whoever asks." }),
    free: z.int().meta({ description: "Open and claimed by nobody." }),
  })
  .meta({ id: "CaseCounts" });
export type CaseCounts = z.infer<typeof caseCounts>;

export const claimCaseBody = z
  .strictObject({
    takeOver: z
      .boolean()
      .default(false)
      .meta({ description: "Take it from whoever has it. They are told by an event." }),
  })
  .meta({ id: "ClaimCase" });

/** Why somebody leaves a case to others. It is not served to them again for 12 hours. */
export const skipReasons = [
  "not_now",
  "too_hard",
  "language",
  "knows_someone",
  "needs_other",
  "other",
] as const;
export type SkipReason = (typeof skipReasons)[number];

export const skipCaseBody = z.strictObject({ reason: z.enum(skipReasons) }).meta({ id: "SkipCase" });

export const savedFilterView = z
  .object({ id, name: z.string(), filter: z.record(z.string(), z.string()), createdAt: instant })
  .meta({
    id: "SavedFilter",
    description: "`filter`: as the query of the list, so that it can be put into an address.",
  });
export type SavedFilterView = z.infer<typeof savedFilterView>;
export const savedFilters = z
  .object({ filters: z.array(savedFilterView), next: z.string().nullable() })
  .meta({ id: "SavedFilters" });
export const savedFiltersQuery = z.object({ after: id.optional() }).meta({ id: "SavedFiltersQuery" });
export const saveFilterBody = z
  .strictObject({ name: plainText(100).min(1), filter: caseFilter })
  .meta({ id: "SaveFilter" });

/** How many filters one member may save. */
export const savedFiltersPerMember = 100;
