import { topics } from "@vigie/contract";
import { z } from "zod";
import { bothLanguages, dateSeen, slug } from "./row-parts.ts";

/** A row of catalogue/grounds: one reason for which content may be illegal, and what follows from it. */
export const groundSchema = z.strictObject({
  slug,
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
  /** What services and hotlines call it; the first is what it mostly is. */
  topics: z.array(z.enum(topics)).min(1),
  /** Slugs of catalogue/authorities: who may be told, the fittest first, and who helps. */
  authorities: z.array(slug),
  support: z.array(slug),
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
  /**
   * Press offences (law of 29 July 1881) lapse soon: months from the first publication within which a prosecution must
   * begin. Null for what lapses after years.
   */
  pressLimitation: z.strictObject({ months: z.int().positive(), law: z.string().min(1) }).nullable(),
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
