import { topics } from "@vigie/contract";
import { z } from "zod";
import {
  bothLanguages,
  conditions,
  confidence,
  dateSeen,
  evidence,
  knowledge,
  link,
  slug,
  supplies,
} from "./row-parts.ts";

/**
 * One shape of address at a service.
 * `scope` says where its pattern counts:
 * `domain` on the service's own hosts; `anywhere` on a host no service claims, because the shape is
 * telling; `hint` never by itself, the shape is too common; `identifier` for what is typed but is no web
 * address; `marker` for host names (reverse DNS), not for content.
 * `canonical` is the address to notify and to check, `key` another template where two addresses that
 * both work are the same thing. `folded` names the groups whose case does not matter.
 */
const serviceObject = z.strictObject({
  type: z.string().regex(/^[a-z-]+$/),
  scope: z.enum(["domain", "anywhere", "hint", "identifier", "marker"]),
  regex: z.string().min(1),
  example: z.string().min(1),
  canonical: z.string().nullable(),
  key: z.string().nullable(),
  folded: z.array(z.string()),
  note: z.string().optional(),
});

export const channelKinds = [
  "flag",
  "form",
  "email",
  "post",
  "api",
  "dsa_contact",
  "hash_bank",
  "trusted_flagger",
  "police",
] as const;

export const channelPurposes = [
  "general",
  "intimate_images",
  "privacy",
  "impersonation",
  "copyright",
  "fraud",
  "minors",
  "personal_data",
  "name_delisting",
  "outdated_result",
  "fingerprint",
  "appeal",
  "police",
  "organisations",
  "find_host",
] as const;

/**
 * A way to reach a service. `uploaderLearns` is the fact that decides most:
 * `nothing`: whoever posted it is not told of the complaint;
 * `with_decision`: told once it is decided, as DSA Art. 17 obliges;
 * `before_removal`: told while the content is still there (warned, or the complaint is passed on);
 * `unknown`: nobody knows, so possible.
 */
export const channelSchema = z.strictObject({
  /** `<service>.<kind>.<number>`; stays when the row changes, for it stands in people's plans. */
  id: z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+\.\d+$/),
  kind: z.enum(channelKinds),
  purpose: z.enum(channelPurposes),
  label: bothLanguages,
  url: link.nullable(),
  email: z.email().nullable(),
  /** A postal address, one line each. */
  postal: z.array(z.string()).nullable(),
  topics: z.array(z.enum(topics)).min(1),
  uploaderLearns: z.enum(["nothing", "with_decision", "before_removal", "unknown"]),
  /** Hours that the uploader has to act before anything is removed; null when none are known. */
  priorWarningHours: z.int().positive().nullable(),
  /** Whether whoever complains is named to the uploader. */
  nameShown: knowledge,
  accountRequired: knowledge,
  delay: bothLanguages.nullable(),
  supply: z.array(z.enum(supplies)),
  conditions: z.array(z.enum(conditions)),
  useWhen: bothLanguages.nullable(),
  avoidWhen: bothLanguages.nullable(),
  note: bothLanguages.nullable(),
  sourceUrl: link.nullable(),
  evidence,
  confidence,
  dateSeen,
});

export type Channel = z.infer<typeof channelSchema>;

/** What a service is for whoever wants something gone. One that only carries others' sites has no `platform`. */
export const serviceRoles = [
  "platform",
  "search_engine",
  "archive",
  "host",
  "cdn",
  "registrar",
  "payment",
  "app_store",
  "fallback",
] as const;

/** A row of catalogue/services: who runs a service, what its addresses look like, how it is reached. */
export const serviceSchema = z.strictObject({
  slug,
  names: z.array(z.string().min(1)).min(1),
  operator: z.string().nullable(),
  roles: z.array(z.enum(serviceRoles)).min(1),
  status: z.enum(["active", "closed"]),
  statusNote: bothLanguages.nullable(),
  /** `vlop`: very large under the DSA; null when unknown. `coordinator`: country code of the authority in charge. */
  dsa: z.strictObject({
    vlop: z.boolean().nullable(),
    coordinator: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .nullable(),
  }),
  /** What the service says about several reports of one thing; null when nothing was read. */
  repeatedReports: z
    .strictObject({ policy: z.enum(["forbidden", "one_each", "unclear"]), text: bothLanguages })
    .nullable(),
  warnings: z.array(bothLanguages),
  notes: z.array(bothLanguages),
  /** Registrable domains or hosts; every host below them belongs to the service. */
  domains: z.array(z.string()),
  /** The host its addresses are written with, `www.` included where the service does so. */
  home: z.string().nullable(),
  /** Other hosts that answer the same as the home: mobile, old, regional. */
  hostAliases: z.record(z.string(), z.string()),
  /** True when `fr.` or `fr-fr.` before the domain only chooses the language. */
  languageSubdomains: z.boolean(),
  /** Query parameters that follow or name the person who shares, or only set the view. */
  trackingParameters: z.array(z.string()),
  objects: z.array(serviceObject),
  /** How people name the service in words, and what an account name looks like there. */
  accountWords: z
    .strictObject({ words: z.array(z.string()), handle: z.string(), url: z.string() })
    .nullable(),
  /** How a host, CDN or registrar shows in look-ups: AS numbers, ends of names (CNAME, reverse DNS), ends of name servers. */
  network: z
    .strictObject({
      asns: z.array(z.int().positive()),
      hostSuffixes: z.array(z.string()),
      nameserverSuffixes: z.array(z.string()),
    })
    .nullable(),
  channels: z.array(channelSchema),
  confidence,
  dateSeen,
  /** Fields that are this project's reading, not the service's own statement. */
  ourReading: z.array(z.string()),
});

/** A validated row of catalogue/services. */
export type Service = z.infer<typeof serviceSchema>;
