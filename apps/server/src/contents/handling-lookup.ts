import type { Handling } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import type { ServiceKeys } from "../vault/service-keys.ts";
import { canonicalKey } from "./canonical-key.ts";

/**
 * What the fetcher asks before the first byte: the handling in force for a content, and its address.
 * A sealed address is never `normal`, whatever the case says; nor is one that joined after the assessment.
 */
export async function handlingOfContent(
  db: Kysely<Database>,
  contentId: string,
): Promise<{ handling: Handling; url: string } | null> {
  const row = await db
    .selectFrom("contents")
    .innerJoin("cases", "cases.id", "contents.case_id")
    .select(["cases.handling", "contents.url", "contents.private_reported", assessed().as("assessed")])
    .where("contents.id", "=", contentId)
    .executeTakeFirst();
  if (!row) return null;
  if (row.url === null || row.private_reported || !row.assessed) {
    return { handling: row.handling === "no_fetch" ? "no_fetch" : "unknown", url: "" };
  }
  return { handling: row.handling, url: row.url };
}

/** Whether an address, met as a redirect, belongs to a content that may not be contacted. */
export async function isForbiddenUrl(
  db: Kysely<Database>,
  keys: ServiceKeys,
  url: string,
  allowHosts: (hostname: string) => boolean,
): Promise<boolean> {
  const canonical = canonicalKey(url, { allowHosts });
  if (canonical.kind !== "url") return false;
  const row = await db
    .selectFrom("contents")
    .innerJoin("cases", "cases.id", "contents.case_id")
    .select("contents.id")
    .where("contents.key_mac", "=", keys.macOf("content", canonical.key))
    .where((where) =>
      where.or([
        where("cases.handling", "in", ["unknown", "no_fetch"]),
        where(assessed(), "=", false),
        where("contents.private_reported", "=", true),
      ]),
    )
    .executeTakeFirst();
  return row !== undefined;
}

/** An assessment covers the addresses that the case had then, as long as the case stays assessed. */
function assessed() {
  return sql<boolean>`cases.status <> 'received' and coalesce(contents.created_at <= cases.assessed_at, false)`;
}
