import { z } from "zod";

const id = z.uuid();
const instant = z.iso.datetime();
const answer = z.enum(["yes", "no", "unknown"]);

/** On whose behalf somebody asks. It decides which routes are open, not whether the report is heard. */
export const standings = ["victim", "representative", "right_holder", "witness", "hotline"] as const;
export type Standing = (typeof standings)[number];

/** Where blackmail stands: nobody asks for anything, somebody threatens to publish, it has been published. */
export const blackmailStages = ["none", "threatened", "under_way"] as const;
export type BlackmailStage = (typeof blackmailStages)[number];

/** What the choice of a route depends on beside the content and its grounds. Everything may stay unknown. */
export const situationBody = z
  .strictObject({
    uploaderHostile: answer.default("unknown").meta({
      description: "Whoever posted it means harm: a blackmailer, a former partner, a stalker.",
    }),
    blackmail: z.enum(blackmailStages).default("none"),
    uploaderKnowsVictim: answer.default("unknown").meta({
      description: "Whoever posted it knows who the person shown is, or where they live.",
    }),
    minor: answer.default("unknown").meta({ description: "Somebody shown or approached is under 18." }),
    fileAtHand: answer.default("unknown").meta({
      description: "The person shown holds the picture or video itself, so that a fingerprint can be made.",
    }),
    standing: z.enum(standings).default("witness"),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .nullable()
      .default(null)
      .meta({ description: "ISO 3166-1 alpha-2, of the person concerned; null when not said." }),
  })
  .meta({ id: "Situation" });
export type Situation = z.infer<typeof situationBody>;

/** What whoever posted it would learn from a step. */
export const uploaderLearnsCodes = ["nothing", "with_decision", "before_removal", "possible"] as const;
export type UploaderLearns = (typeof uploaderLearnsCodes)[number];

/** What kind of act a step is. */
export const stepKinds = [
  "refer",
  "fingerprint",
  "flag",
  "form",
  "notice",
  "letter",
  "payment",
  "host_notice",
  "find_host",
  "search_images",
  "search_outdated",
  "search_name",
  "archive",
  "erasure",
  "trusted_flagger",
  "data_authority",
  "regulator",
  "complaint",
] as const;
export type StepKind = (typeof stepKinds)[number];

const planStep = z
  .object({
    id: z
      .string()
      .meta({ description: "Stays the same while the step is the same: notes of what is done hang on it." }),
    kind: z.enum(stepKinds),
    title: z.string(),
    recipient: z.object({
      name: z.string(),
      service: z.string().nullable(),
      authority: z.string().nullable(),
    }),
    channel: z.object({
      id: z.string().nullable(),
      label: z.string(),
      url: z.string().nullable(),
      email: z.string().nullable(),
      phone: z.string().nullable(),
      postal: z.array(z.string()).nullable(),
    }),
    locations: z
      .array(z.int())
      .meta({ description: "Positions in `subjects`; empty when it concerns no one place." }),
    why: z.array(z.string()),
    learns: z.object({
      code: z.enum(uploaderLearnsCodes),
      nameShown: z.enum(["no", "possible", "yes"]),
      text: z.string(),
    }),
    supply: z.array(z.string()),
    cautions: z.array(z.string()),
    due: z.object({
      hours: z.int().nullable().meta({ description: "After the step was done; null: no clock." }),
      legal: z.boolean().meta({ description: "true: a term of law. false: this project's proposal." }),
      at: instant.nullable().meta({ description: "Once the step is done." }),
      text: z.string(),
    }),
    next: z.object({ stepId: z.string().nullable(), text: z.string() }).nullable(),
    after: z
      .object({
        stepId: z.string().nullable(),
        from: instant.nullable(),
        open: z.boolean(),
        text: z.string(),
      })
      .nullable()
      .meta({ description: "What has to happen before; `open` says whether it has." }),
    fact: z.object({
      verified: z.boolean(),
      dateSeen: z.string(),
      confidence: z.string(),
      sourceUrl: z.string().nullable(),
      text: z.string(),
    }),
    done: z.object({ at: instant, by: z.string().nullable() }).nullable(),
  })
  .meta({ id: "PlanStep" });
export type PlanStep = z.infer<typeof planStep>;

/** Somebody to call. */
export const planPerson = z
  .object({
    slug: z.string(),
    name: z.string(),
    phone: z.string().nullable(),
    phoneBy: z.enum(["call", "sms"]).nullable(),
    url: z.string().nullable(),
    takes: z.string(),
    hours: z.string().nullable(),
    open: z.enum(["open", "closed", "unknown"]).meta({
      description: "`unknown` unless a dated official source gives the hours.",
    }),
    urgent: z.boolean().meta({ description: "Life may be in danger: shown first." }),
    verified: z.boolean(),
  })
  .meta({ id: "PlanPerson" });
export type PlanPerson = z.infer<typeof planPerson>;

const planSubject = z.object({
  location: z.string().nullable().meta({ description: "null while the address is sealed." }),
  host: z.string().nullable(),
  service: z.object({ slug: z.string(), name: z.string() }).nullable(),
  object: z.string().nullable(),
});

/** An ordered plan, or why there is none; either way somebody to call. */
export const planView = z
  .object({
    kind: z.enum(["plan", "refused"]),
    says: z.string().meta({ description: "The plan in one sentence, or why there is none." }),
    subjects: z.array(planSubject),
    grounds: z.array(z.object({ slug: z.string(), label: z.string() })),
    situation: situationBody,
    people: z.array(planPerson).min(1),
    steps: z.array(planStep),
    clocks: z.array(
      z.object({
        ground: z.string(),
        text: z.string(),
        from: z.iso.date().nullable(),
        until: z.iso.date().nullable(),
      }),
    ),
    avoided: z.array(z.object({ name: z.string(), why: z.string() })).meta({
      description: "Channels that exist and are not proposed, each with its reason.",
    }),
    unknowns: z.array(z.string()).meta({ description: "What the plan does not know." }),
    repeats: z.array(z.object({ service: z.string(), text: z.string() })),
  })
  .meta({ id: "Plan" });
export type PlanView = z.infer<typeof planView>;

export const planQuery = z.object({ language: z.enum(["fr", "en"]).default("fr") });

export const tickStepBody = z
  .strictObject({ stepId: z.string().max(200), done: z.boolean() })
  .meta({ id: "TickStep" });

export const receiptPlanBody = z
  .strictObject({
    receipt: z.string().max(100),
    language: z.enum(["fr", "en"]).default("fr"),
    situation: situationBody.optional(),
    step: tickStepBody.optional(),
  })
  .meta({ id: "ReceiptPlan" });

/* ---- who hosts this ---- */

/** What a look-up can tell about an address. */
export const hostingRoles = [
  "service",
  "host",
  "registrar",
  "cdn",
  "payment",
  "app_store",
  "network",
  "abuse_contact",
  "security_contact",
] as const;
export type HostingRole = (typeof hostingRoles)[number];

export const hostingSources = ["catalogue", "dns", "rdap", "asn", "security_txt", "team"] as const;
export type HostingSource = (typeof hostingSources)[number];

const hostingFinding = z
  .object({
    role: z.enum(hostingRoles),
    name: z.string(),
    service: z.string().nullable().meta({ description: "Slug, when the catalogue knows it." }),
    email: z.string().nullable(),
    url: z.string().nullable(),
    detail: z
      .string()
      .nullable()
      .meta({ description: "What it was read from: an AS number, a name server, a network." }),
    source: z.enum(hostingSources),
    at: instant,
  })
  .meta({ id: "HostingFinding" });
export type HostingFinding = z.infer<typeof hostingFinding>;

/** Who is behind a host: as looked up, and as the team corrected it. */
export const hostingView = z
  .object({
    host: z.string(),
    lookedUpAt: instant.nullable(),
    findings: z.array(hostingFinding),
    problems: z.array(z.object({ source: z.enum(hostingSources), code: z.string() })).meta({
      description: "What could not be learned: timeout, refused, malformed, loop, too_large, not_found.",
    }),
  })
  .meta({ id: "Hosting" });
export type HostingView = z.infer<typeof hostingView>;

const shortText = z
  .string()
  .max(254)
  .refine(
    (text) => !text.includes("\u0000") && text.isWellFormed(),
    "contains a character that cannot be stored",
  );

/** A finding set by hand; `name` null takes the correction back. */
export const correctHostingBody = z
  .strictObject({
    role: z.enum(hostingRoles),
    name: shortText.min(1).nullable(),
    email: z.email().max(254).nullable().default(null),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .nullable()
      .default(null),
  })
  .meta({ id: "CorrectHosting" });

export const casePlanView = z
  .object({
    plan: planView,
    hosting: z.array(z.object({ contentId: id, hosting: hostingView.nullable(), allowed: z.boolean() })),
  })
  .meta({ id: "CasePlan" });
export type CasePlanView = z.infer<typeof casePlanView>;
