import { z } from "zod";
import { answerStates, languages, manifestness, noticeKinds } from "./statuses.ts";

const id = z.uuid();
const instant = z.iso.datetime();
const text = (maximum: number) =>
  z
    .string()
    .max(maximum)
    .refine(
      (value) => !value.includes("\u0000") && value.isWellFormed(),
      "contains a character that cannot be stored",
    );

/**
 * A notice as it travels to an inbox by HTTP: DSA Art. 16(2) in fields. Posted as JSON, signed by HTTP Message
 * Signatures (RFC 9421) with the key that `label` names; `id` is the idempotency key, so that the same notice may be
 * delivered any number of times. What an inbox shows to an uploader or publishes is `notice`, never `identity`.
 */
export const inboxNotice = z
  .strictObject({
    version: z.literal(1),
    id,
    sentAt: instant,
    notice: z.strictObject({
      kind: z.enum(noticeKinds),
      language: z.enum(languages),
      reference: text(100).meta({ description: "The notifier's case number." }),
      grounds: z
        .array(z.strictObject({ slug: text(100), label: text(500), law: z.array(text(500)).max(50) }))
        .min(1)
        .max(20),
      manifest: z.enum(manifestness),
      explanation: text(10_000).min(1),
      locations: z
        .array(z.strictObject({ url: text(8000) }))
        .min(1)
        .max(200),
      goodFaith: z.literal(true),
      text: text(2_000_000).meta({ description: "The whole public text, for people." }),
    }),
    identity: z
      .strictObject({
        name: text(200),
        email: text(254),
        text: text(5000).nullable().meta({ description: "Of the person concerned; not to be passed on." }),
      })
      .meta({ description: "Who writes (Art. 16(2)(c))." }),
    label: text(20_000).meta({ description: "Compact JWS; see the documentation of labels." }),
    answer: z.strictObject({
      url: z.url().max(2000).meta({ description: "Post an `InboxAnswer` here." }),
      token: text(200),
      due: instant.nullable(),
    }),
    follows: id.nullable().meta({ description: "An earlier notice about the same, a reminder's first." }),
  })
  .meta({ id: "InboxNotice" });
export type InboxNotice = z.infer<typeof inboxNotice>;

/** What an inbox answers at once: it has the notice (Art. 16(4)). `known`: it had it already. */
export const inboxReceipt = z
  .object({ id, status: z.enum(["received", "known"]), reference: text(200).nullable(), at: instant })
  .meta({ id: "InboxReceipt" });
export type InboxReceipt = z.infer<typeof inboxReceipt>;

/** What a recipient says later, with the token that the notice carried (Art. 16(5)). */
export const inboxAnswer = z
  .strictObject({
    token: text(200),
    id: id.meta({ description: "Idempotency key: the same answer posted twice is one." }),
    state: z.enum(answerStates).exclude(["none"]),
    text: text(10_000).default(""),
    reference: text(200).nullable().default(null),
  })
  .meta({ id: "InboxAnswer" });
export type InboxAnswer = z.infer<typeof inboxAnswer>;

export const inboxAnswerTaken = z
  .object({ status: z.enum(["taken", "known"]), state: z.enum(answerStates) })
  .meta({ id: "InboxAnswerTaken" });
