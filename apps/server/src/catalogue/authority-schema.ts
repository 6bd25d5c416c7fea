import { topics } from "@vigie/contract";
import { z } from "zod";
import { bothLanguages, confidence, dateSeen, evidence, link, slug, supplies } from "./row-parts.ts";

const clockTime = z.string().regex(/^(?:[01]\d|2[0-4]):[0-5]\d$/);

/**
 * When somebody answers. `schedule` is there only where a dated official page was read (`evidence` "official" and
 * a date): then pages may say "open now". Otherwise the text alone is shown, as unverified.
 */
const openingHours = z
  .strictObject({
    text: bothLanguages,
    schedule: z
      .strictObject({
        timeZone: z.string(),
        /** ISO weekdays, 1 Monday to 7 Sunday. `from` 00:00 `to` 24:00 is the whole day. */
        spans: z.array(
          z.strictObject({ days: z.array(z.int().min(1).max(7)).min(1), from: clockTime, to: clockTime }),
        ),
      })
      .nullable(),
    evidence,
    dateSeen,
    sourceUrl: link.nullable(),
  })
  .refine((hours) => !hours.schedule || (hours.evidence === "official" && hours.dateSeen !== "unverified"), {
    message: "has a schedule without a dated official source",
    path: ["schedule"],
  });

export const authorityKinds = [
  "emergency",
  "authority",
  "complaint",
  "authority_action",
  "hotline",
  "helpline",
  "regulator",
  "court",
  "industry",
  "registry",
  "request",
  "hash_bank",
] as const;

/**
 * A row of catalogue/authorities: somebody to call, to refer to, or to complain to; also the banks of fingerprints.
 * `authority_action` is what an authority does by itself: nobody else may ask for it. `complaint` is where a
 * victim files a criminal complaint in their own name.
 */
export const authoritySchema = z.strictObject({
  slug,
  name: z.string().min(1),
  operator: z.string().nullable(),
  /** ISO 3166-1 alpha-2; EU or ZZ (the whole world) for those that are of no one country. */
  country: z.string().regex(/^[A-Z]{2}$/),
  kind: z.enum(authorityKinds),
  url: link.nullable(),
  phone: z
    .string()
    .regex(/^[\w +/().-]{1,60}$/, "is not a phone number, or several separated by /")
    .nullable(),
  /** How the number is reached, when it is not a voice call. */
  phoneBy: z.enum(["call", "sms"]).nullable(),
  email: z.email().nullable(),
  hours: openingHours.nullable(),
  takes: bothLanguages,
  topics: z.array(z.enum(topics)),
  limits: bothLanguages.nullable(),
  whatHappens: bothLanguages.nullable(),
  /** Whose concern it is. */
  ages: z.enum(["all", "minors", "adults"]),
  anonymous: z.boolean().nullable(),
  accountNeeded: z.boolean().nullable(),
  supply: z.array(z.enum(supplies)),
  /** ISO 639-1. */
  languages: z.array(z.string().regex(/^[a-z]{2}$/)),
  /** Named a trusted flagger by a coordinator, and on whose word. */
  trustedFlagger: bothLanguages.nullable(),
  /** Of a bank of fingerprints: whether the file itself is sent, and the services (slugs) seen to take part. */
  bank: z
    .strictObject({
      fileLeavesDevice: z.boolean(),
      partners: z.array(slug),
      otherPartners: z.array(z.string()),
    })
    .nullable(),
  /** True when a referral (address only) may be filed with it. */
  takesReferrals: z.boolean(),
  sourceUrl: link.nullable(),
  evidence,
  confidence,
  dateSeen,
  /** Fields that are this project's reading or proposal. */
  ourReading: z.array(z.string()),
});

/** A validated authority, hotline, helpline or bank. */
export type Authority = z.infer<typeof authoritySchema>;
