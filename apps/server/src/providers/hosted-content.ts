import { Refusal } from "@vigie/contract";
import type { Kysely } from "kysely";
import { handlingOfContent } from "../contents/handling-lookup.ts";
import type { Database } from "../db/schema.ts";
import { mayContact } from "../fetch/guarded-fetcher.ts";

/** A content as far as the question of its host goes. */
export interface HostedContent {
  id: string;
  caseId: string;
  /** Null for what is described in words. */
  host: string | null;
  service: string | null;
}

/**
 * A content whose handling allows to ask about its host. Keeps its address as it is until the transaction ends: whoever
 * seals it waits.
 * @throws Refusal `content.unknown`, `content.lookup_forbidden`
 */
export async function hostedContent(trx: Kysely<Database>, contentId: string): Promise<HostedContent> {
  const content = await trx
    .selectFrom("contents")
    .select(["id", "case_id", "host", "service"])
    .where("id", "=", contentId)
    .forShare()
    .executeTakeFirst();
  if (!content) throw new Refusal("content.unknown");
  const inForce = await handlingOfContent(trx, contentId);
  if (!inForce || !mayContact(inForce.handling)) throw new Refusal("content.lookup_forbidden");
  return { id: content.id, caseId: content.case_id, host: content.host, service: content.service };
}
