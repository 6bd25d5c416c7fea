import { z } from "zod";
import { answerStates, caseStatuses, manifestness, minorAnswers } from "./statuses.ts";

const id = z.uuid();
const instant = z.iso.datetime();

/**
 * International scales of sexual abuse of children: the Interpol baseline (1, 2), INHOPE's universal classification
 * schema, the IWF's categories (A, B, C). A hotline without authorisation states none of its own.
 */
export const gradeScales = ["interpol_baseline", "universal_classification", "iwf"] as const;

/** A grade as an authorised service stated it, and which one. */
export const statedGrade = z
  .strictObject({
    scale: z.enum(gradeScales),
    grade: z.string().min(1).max(20),
    statedBy: z.string().min(1).max(100).meta({ description: "Slug of an authority of the catalogue." }),
  })
  .meta({ id: "StatedGrade" });
export type StatedGrade = z.infer<typeof statedGrade>;

/** An assessment that waits for a second person, where the hotline asks for two. */
export const proposedAssessmentView = z
  .object({
    at: instant,
    by: z.string(),
    byId: id,
    grounds: z.array(z.string()),
    manifest: z.enum(manifestness),
    minor: z.enum(minorAnswers),
    reasons: z.string(),
    publicReasons: z.string().nullable(),
    grade: statedGrade.nullable(),
    because: z.array(z.string()).meta({ description: "Grounds for which the hotline asks for two people." }),
  })
  .meta({ id: "ProposedAssessment" });
export type ProposedAssessmentView = z.infer<typeof proposedAssessmentView>;

export const decideProposedBody = z
  .strictObject({ outcome: z.enum(["confirm", "decline"]), at: instant })
  .meta({
    id: "DecideProposed",
    description: "`at`: the proposal that was read; another one since is a conflict.",
  });

/** Cases that are one thing: joined by links or matches that a person confirmed. At most 100, the case itself left out. */
export const caseGroupView = z
  .object({
    cases: z.array(
      z.object({
        id,
        number: z.string(),
        status: z.enum(caseStatuses),
        title: z.string().nullable(),
        contents: z.int(),
      }),
    ),
    more: z.boolean(),
  })
  .meta({ id: "CaseGroup" });
export type CaseGroupView = z.infer<typeof caseGroupView>;

export const assessGroupAnswer = z
  .object({
    outcomes: z.array(
      z.object({
        caseId: id,
        outcome: z.enum(["assessed", "proposed", "refused"]),
        problem: z.string().nullable().meta({ description: "Code of the refusal." }),
      }),
    ),
  })
  .meta({ id: "AssessGroupAnswer" });
export type AssessGroupAnswer = z.infer<typeof assessGroupAnswer>;

/** What became, in the last seven days, of cases in which the person who asks had a part. Newest first. */
export const weekView = z
  .object({
    since: instant,
    removed: z.int().meta({ description: "Contents proven removed." }),
    medianHours: z.number().nullable().meta({ description: "From the first notice to the removal." }),
    answered: z.int(),
    returned: z.int(),
    outcomes: z.array(
      z.discriminatedUnion("kind", [
        z.object({
          kind: z.literal("removed"),
          at: instant,
          caseId: id,
          number: z.string(),
          title: z.string().nullable(),
          contents: z.int(),
          hours: z.number().nullable(),
        }),
        z.object({
          kind: z.literal("answered"),
          at: instant,
          caseId: id,
          number: z.string(),
          title: z.string().nullable(),
          by: z.string(),
          answer: z.enum(answerStates),
        }),
        z.object({
          kind: z.literal("authority_answered"),
          at: instant,
          caseId: id,
          number: z.string(),
          title: z.string().nullable(),
          by: z.string(),
          acted: z.boolean(),
        }),
        z.object({
          kind: z.literal("returned"),
          at: instant,
          caseId: id,
          number: z.string(),
          title: z.string().nullable(),
          contents: z.int(),
        }),
      ]),
    ),
  })
  .meta({ id: "Week" });
export type WeekView = z.infer<typeof weekView>;
