import { z } from "zod";

/** What somebody can keep under a receipt. Words, names, numbers and addresses: never a file. */
export const evidenceKinds = [
  "words",
  "address",
  "handle",
  "account_id",
  "phone",
  "paypal",
  "bank_transfer",
  "gift_card",
  "crypto",
  "money_pot",
  "other",
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** The only kinds that are taken where somebody under 18 may be concerned, or where nobody said. */
export const kindsForAnyAge = ["words", "address"] as const satisfies readonly EvidenceKind[];

/** Limits that whoever keeps evidence is told about. */
export const evidenceLimits = {
  /** Characters of one entry of words: a pasted conversation of 200 kB fits. */
  wordsCharacters: 300_000,
  /** Characters of one address. */
  addressCharacters: 4096,
  /** Characters of one entry of any other kind. */
  shortCharacters: 500,
  /** Entries under one receipt. */
  entries: 200,
  /** Sealed bytes of all entries under one receipt. */
  totalBytes: 4_000_000,
  /** Bytes of a posted form: 300,000 characters outside ASCII, as a form writes them. */
  formBytes: 4_194_304,
} as const;

/** When something happened, as its person knows it: a day, perhaps an hour, and where the clock hung. */
export const evidenceTime = z
  .strictObject({
    day: z.iso.date(),
    time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .nullable()
      .meta({ description: "Hours and minutes; null when only the day is known." }),
    timeZone: z.string().meta({ description: "IANA name, e.g. Europe/Paris." }),
  })
  .meta({ id: "EvidenceTime" });
export type EvidenceTime = z.infer<typeof evidenceTime>;

/** One entry, unsealed. */
export const evidenceEntry = z
  .object({
    id: z.uuid(),
    addedAt: z.iso.datetime(),
    kind: z.enum(evidenceKinds),
    text: z
      .string()
      .meta({ description: "Words as they were written; anything else without invisible marks." }),
    typed: z
      .string()
      .nullable()
      .meta({ description: "As it was typed, where that differs from `text`: with its invisible marks." }),
    when: evidenceTime.nullable().meta({ description: "null: not known." }),
  })
  .meta({ id: "EvidenceEntry" });
export type EvidenceEntry = z.infer<typeof evidenceEntry>;

/** Public keys of an installation, to compare with what `vigie verify` prints. */
export const publicKeysView = z
  .object({
    keys: z.array(
      z.object({
        use: z.literal("bundle"),
        algorithm: z.literal("ed25519"),
        publicKey: z.string().meta({ description: "64 hex digits." }),
      }),
    ),
  })
  .meta({ id: "PublicKeys" });
export type PublicKeysView = z.infer<typeof publicKeysView>;
