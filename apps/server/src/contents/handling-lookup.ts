import type { Handling } from "@vigie/contract";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import type { ServiceKeys } from "../vault/service-keys.ts";
import { canonicalKey } from "./canonical-key.ts";

/**
 * What the fetcher asks before the first byte: the handling in force for a content, and its address.
 * A sealed address is never `normal`, whatever the case says.
 */
export async function handlingOfContent(
  db: Kysely<Database>,
  contentId: string,
): Promise<{ handling: Handling; url: string } | null> {
  const row = await db
    .selectFrom("contents")
    .innerJoin("cases", "cases.id", "contents.case_id")
    .select(["cases.handling", "contents.url", "contents.private_reported"])
    .where("contents.id", "=", contentId)
    .executeTakeFirst();
  if (!row) return null;
  if (row.url === null || row.private_reported) {
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
        where("contents.private_reported", "=", true),
      ]),
    )
    .executeTakeFirst();
  return row !== undefined;
}
