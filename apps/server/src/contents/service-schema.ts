import { z } from "zod";

/** How sure a row of the catalogue is, in the words of whoever looked it up. */
const confidence = z.enum(["high", "medium", "low"]);

/** The day a copy was read (YYYY-MM-DD), or "unverified" when nobody has read one. */
const dateSeen = z.union([z.iso.date(), z.literal("unverified")]);

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

const serviceEmail = z.strictObject({
  kind: z.string(),
  label: z.string(),
  email: z.email(),
  evidence: z.string(),
  confidence,
  dateSeen,
  note: z.string().optional(),
});

/** A row of catalogue/services: who runs a service, what its addresses look like, where its mail goes. */
export const serviceSchema = z.strictObject({
  slug: z.string().regex(/^[a-z0-9-]+$/),
  names: z.array(z.string()).min(1),
  operator: z.string().nullable(),
  role: z.string(),
  status: z.string(),
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
  emails: z.array(serviceEmail),
  confidence,
  dateSeen,
  /** Fields that are this project's reading of addresses seen, not the service's own statement. */
  ourReading: z.array(z.string()),
});

/** A validated row of catalogue/services. */
export type Service = z.infer<typeof serviceSchema>;
