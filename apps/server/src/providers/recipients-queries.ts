import type { RecipientView } from "@vigie/contract";
import type { Kysely } from "kysely";
import { getDomain } from "tldts";
import { findService } from "../catalogue/installed-catalogue.ts";
import type { Database } from "../db/schema.ts";
import { generalAddress } from "./catalogue-recipient-rules.ts";
import { hostingOf } from "./hostings-queries.ts";

/**
 * Who answers for a host: what the team corrected for it or for the nearest domain above it, else the general abuse
 * address of its service in the catalogue, else, for a host of no known service, the desk of whoever hosts it as
 * looked up; never that of a CDN. A site under a shared suffix (`name.github.io`) is its own domain.
 * @param service slug of the catalogue, or null.
 */
export async function findRecipient(
  db: Kysely<Database>,
  host: string,
  service: string | null,
): Promise<RecipientView | null> {
  const candidates = hostAndDomainsAbove(host.toLowerCase());
  const corrected = await db.selectFrom("recipients").selectAll().where("host", "in", candidates).execute();
  for (const candidate of candidates) {
    const row = corrected.find((recipient) => recipient.host === candidate);
    if (row) {
      const { name, email, language } = row;
      return { host, name, email, language, source: "team", confidence: null };
    }
  }
  return service === null ? hostRecipient(db, host) : catalogueRecipient(host, service);
}

async function hostRecipient(db: Kysely<Database>, host: string): Promise<RecipientView | null> {
  const hosting = await hostingOf(db, host);
  const desk = hosting?.findings.find(({ role, email }) => role === "abuse_contact" && email !== null);
  if (!desk?.email) return null;
  const byTeam = desk.source === "team";
  return {
    host,
    name: desk.name,
    email: desk.email,
    language: "en",
    source: byTeam ? "team" : "rdap",
    confidence: byTeam ? null : "low",
  };
}

function catalogueRecipient(host: string, slug: string): RecipientView | null {
  const service = findService(slug);
  const found = service ? generalAddress(service.channels) : null;
  if (!service || !found) return null;
  return {
    host,
    name: service.names[0] ?? slug,
    email: found.email,
    // Abuse desks of services read English; a person may choose otherwise.
    language: "en",
    source: "catalogue",
    confidence: found.confidence,
  };
}

function hostAndDomainsAbove(host: string): string[] {
  const domain = getDomain(host, { allowPrivateDomains: true });
  if (domain === null || domain === host) return [host];
  const labels = host.slice(0, -domain.length - 1).split(".");
  return [...labels.map((_, index) => `${labels.slice(index).join(".")}.${domain}`), domain];
}
