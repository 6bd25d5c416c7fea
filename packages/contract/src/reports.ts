import { z } from "zod";
import { refusedHash, reportFingerprints } from "./matching.ts";
import { planPerson, situationBody } from "./plans.ts";
import { answerStates, concerns, verdicts } from "./statuses.ts";

/** Limits that a reporter is told about. */
export const limits = {
  /** Locations in one report. */
  locations: 200,
  /** Characters of one location as typed. */
  locationCharacters: 4096,
  /** Characters of "what happened": a pasted conversation of 200 kB fits. */
  textCharacters: 200_000,
  /** Characters of one message under a receipt. */
  messageCharacters: 10_000,
  /** Messages of a reporter under one receipt. Answers of the hotline are not counted. */
  messages: 200,
  /** Bytes of one request body. */
  bodyBytes: 1_048_576,
  /** Bytes of the posted report form: "what happened" in any script, as a form writes it, and the places. */
  formBytes: 2_621_440,
} as const;

// PostgreSQL text cannot hold NUL, and a lone surrogate cannot be written as UTF-8.
const storable = (maximum: number) =>
  z
    .string()
    .max(maximum)
    .refine((text) => !text.includes("\u0000"), "contains a NUL character")
    .refine((text) => text.isWellFormed(), "contains half a character (lone surrogate)");

export const locationInput = z
  .union([
    z.strictObject({ url: storable(limits.locationCharacters).min(1) }),
    z.strictObject({ text: storable(limits.locationCharacters).min(1) }),
  ])
  .meta({
    id: "LocationInput",
    description: "Where it is: an address, or words such as an account and its service.",
  });

/** Body of `POST /api/v1/reports`. Only `locations` is required. */
export const createReportBody = z
  .strictObject({
    locations: z.array(locationInput).max(10 * limits.locations),
    concern: z.enum(concerns).optional(),
    text: storable(limits.textCharacters).optional(),
    contact: storable(254)
      .optional()
      .meta({ description: "E-mail address to be told at. Opt-in, kept sealed." }),
    minor: z.boolean().optional().meta({ description: "Someone under 18 may be concerned." }),
    private: z.boolean().optional().meta({ description: "It was sent only to the person who reports." }),
    situation: situationBody.optional().meta({
      description: "What the person said before: kept with the report, and its plan begins from it.",
    }),
    fingerprints: reportFingerprints.optional().meta({
      description:
        "Made where the pictures and videos are. Compared with other cases and with banks; a minor's with nothing. " +
        "Hashes that say nothing are not taken, and named in `hashesRefused`.",
    }),
    language: storable(35).optional().meta({ description: "`fr` or `en`. Default: by Accept-Language." }),
    receipt: z.boolean().optional().meta({
      description: "false: no receipt wanted (partners who follow up by other means). Default true.",
    }),
  })
  .meta({ id: "CreateReport" });
export type CreateReportBody = z.infer<typeof createReportBody>;

export const createReportAnswer = z
  .object({
    receipt: z.string().nullable().meta({ description: "20 digits, shown once. null when none was wanted." }),
    status_url: z.string().nullable().meta({ description: "The page where the receipt opens." }),
    callNow: z.array(planPerson).min(1).optional().meta({
      description:
        "Present when the words may mean that a life is in danger: whom to call at once. The report is received all the same.",
    }),
    hashesRefused: z.array(refusedHash).min(1).optional().meta({
      description: "Present when hashes were not taken. The report and all its other hashes are received.",
    }),
  })
  .meta({ id: "ReportReceived" });
export type CreateReportAnswer = z.infer<typeof createReportAnswer>;

export const openReceiptBody = z.strictObject({ receipt: storable(100) }).meta({ id: "OpenReceipt" });

/** One line of a location's timeline, in the order it happened. */
export const timelineEntry = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("received"), at: z.iso.datetime() }),
    z
      .object({ kind: z.literal("examined"), at: z.iso.datetime(), said: z.string().nullable() })
      .meta({ description: "`said`: what the team lets reporters know about its assessment." }),
    z.object({ kind: z.literal("not_pursued"), at: z.iso.datetime() }),
    z.object({ kind: z.literal("notified"), at: z.iso.datetime(), to: z.string() }),
    z.object({ kind: z.literal("referred"), at: z.iso.datetime(), to: z.string() }),
    z.object({
      kind: z.literal("authority_answered"),
      at: z.iso.datetime(),
      to: z.string(),
      acted: z.boolean(),
    }),
    z
      .object({
        kind: z.literal("service_answered"),
        at: z.iso.datetime(),
        to: z.string(),
        answer: z.enum(answerStates).exclude(["none"]),
      })
      .meta({ description: "What a recipient of a notice says. `acted`: not yet seen from here." }),
    z.object({ kind: z.literal("checked"), at: z.iso.datetime(), verdict: z.enum(verdicts) }),
    z.object({ kind: z.literal("removed"), at: z.iso.datetime() }),
    z.object({ kind: z.literal("watched"), at: z.iso.datetime() }),
    z.object({ kind: z.literal("returned"), at: z.iso.datetime() }),
    z.object({ kind: z.literal("deadline_passed"), at: z.iso.datetime() }),
  ])
  .meta({ id: "TimelineEntry" });
export type TimelineEntry = z.infer<typeof timelineEntry>;

export const threadMessage = z
  .object({ from: z.enum(["reporter", "hotline"]), at: z.iso.datetime(), text: z.string() })
  .meta({ id: "ThreadMessage" });
export type ThreadMessage = z.infer<typeof threadMessage>;

/** What a receipt opens on. `typed` is the location as the reporter wrote it, unsealed by the receipt. */
export const receiptView = z
  .object({
    receivedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    withdrawn: z.boolean(),
    locations: z.array(z.object({ typed: z.string(), timeline: z.array(timelineEntry) })),
    messages: z.array(threadMessage),
  })
  .meta({ id: "ReceiptView" });
export type ReceiptView = z.infer<typeof receiptView>;

export const writeMessageBody = z
  .strictObject({ receipt: storable(100), text: storable(limits.messageCharacters) })
  .meta({ id: "WriteMessage" });

/** RFC 9457 problem document. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof problem>;
