import { z } from "zod";

/** A text for people, written in both languages. */
export const bothLanguages = z.strictObject({ fr: z.string().min(1), en: z.string().min(1) });

export type BothLanguages = z.infer<typeof bothLanguages>;

/** How sure a row is, in the words of whoever looked it up. */
export const confidence = z.enum(["high", "medium", "low"]);

/** Where a fact comes from: a copy of the official page, somebody else's page, or memory. */
export const evidence = z.enum(["official", "secondary", "memory"]);

/** The day a copy was read (YYYY-MM-DD), or "unverified" when nobody has read one. */
export const dateSeen = z.union([z.iso.date(), z.literal("unverified")]);

export const slug = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "is not a slug (small letters, digits, -)");

/** An address that a person may open: https or http, with a host. */
export const link = z.url({ protocol: /^https?$/, hostname: z.regexes.domain });

/** What whoever uses a channel has to hand over. */
export const supplies = [
  "address",
  "moment_in_video",
  "account",
  "name",
  "email",
  "phone",
  "postal_address",
  "signature",
  "reason",
  "description",
  "law",
  "good_faith",
  "identity_document",
  "first_party",
  "mandate",
  "ownership",
  "file",
  "screenshot",
  "age",
  "handle",
  "date_and_time",
  "payment_details",
  "searched_name",
  "request_and_answer",
  "technical",
] as const;
export type Supply = (typeof supplies)[number];

/** What must be true before a channel is of any use. */
export const conditions = [
  "us_person",
  "page_gone",
  "page_online",
  "file_at_hand",
  "adult_in_image",
  "minor_in_image",
  "right_holder",
  "police_only",
  "organisation_only",
  "paid",
  "name_search",
  "in_conversation",
] as const;

/** Yes, no, or nobody knows. What we do not know is treated as possible. */
export const knowledge = z.enum(["yes", "no", "unknown"]);
