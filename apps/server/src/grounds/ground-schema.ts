import { z } from "zod";

const bothLanguages = z.strictObject({ fr: z.string().min(1), en: z.string().min(1) });

const dateSeen = z.union([z.iso.date(), z.literal("unverified")]);

/** A row of catalogue/grounds: one reason for which content may be illegal, and what follows from it. */
export const groundSchema = z.strictObject({
  slug: z.string().regex(/^[a-z0-9-]+$/),
  family: z.string().regex(/^[a-z_]+$/),
  label: bothLanguages,
  law: z.strictObject({ text: z.string().min(1), articles: z.array(z.string()) }),
  /** What must be there, one short phrase each, in the same order in both languages. */
  elements: z.strictObject({ fr: z.array(z.string()).min(1), en: z.array(z.string()).min(1) }),
  /** How often such content is illegal at first sight, without detailed legal examination. */
  manifest: z.enum(["always", "usual", "contextual", "rarely"]),
  /** What may be done with content of this ground. */
  handling: z.enum(["normal", "restricted", "no_fetch"]),
  /** P0 danger now ... P4 can wait. */
  urgency: z.enum(["P0", "P1", "P2", "P3", "P4"]),
  /** Hours within which a recipient should have acted; past them the case rises. */
  slaHours: z.int().positive(),
  /** Category and keywords of the DSA transparency database. */
  dsaCategory: z.string().startsWith("STATEMENT_CATEGORY_"),
  dsaKeywords: z.array(z.string().startsWith("KEYWORD_")),
  /** Slugs of catalogue/authorities.json. */
  authorities: z.array(z.string()),
  support: z.array(z.string()),
  flags: z.strictObject({
    /** DSA Art. 16(2)(c): the notice needs no name. */
    art16Anonymous: z.boolean(),
    /** DSA Art. 18: a host that learns of it may have to tell the police. */
    art18Trigger: z.boolean(),
    adminRemoval: z.boolean(),
    tcoRemovalOrder: z.boolean(),
    victimComplaintRequired: z.boolean(),
    accountSuspension: z.boolean(),
    protectVictimIdentity: z.boolean(),
  }),
  standing: z.enum([
    "anyone",
    "victim_or_representative_preferred",
    "victim_or_representative_only",
    "right_holder_or_representative",
    "data_subject_or_representative",
    "public_prosecutor",
    "prosecutor_candidate_party_or_interested_person",
  ]),
  /** The ground to choose instead when the person shown is a minor. */
  minorVariant: z.string().nullable(),
  confidence: z.enum(["verified_text", "verified_secondary", "memory"]),
  source: z.array(z.string()).min(1),
  dateSeen,
  /** Fields that are this project's proposal, not the law. */
  ourProposal: z.array(z.string()),
});

/** A validated ground. */
export type Ground = z.infer<typeof groundSchema>;

/** A row of catalogue/authorities.json. */
export const authoritySchema = z.strictObject({
  slug: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  /** ISO 3166 code, or EU. */
  country: z.string().length(2),
  kind: z.enum([
    "emergency",
    "authority",
    "authority_action",
    "hotline",
    "helpline",
    "regulator",
    "court",
    "industry",
    "registry",
    "request",
    "hash_bank",
  ]),
  url: z.url().nullable(),
  phone: z.string().nullable(),
  email: z.email().nullable(),
  takes: bothLanguages,
  limits: bothLanguages.nullable(),
  /** True when a referral (address only) may be filed with it. */
  takesReferrals: z.boolean(),
  confidence: z.enum(["high", "medium", "low"]),
  dateSeen,
});

/** A validated authority, hotline or helpline. */
export type Authority = z.infer<typeof authoritySchema>;
