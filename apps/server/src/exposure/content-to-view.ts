import { type Handling, Refusal, type Severity, type Topic } from "@vigie/contract";
import type { Kysely } from "kysely";
import { findGround } from "../catalogue/installed-catalogue.ts";
import { handlingOfContent } from "../contents/handling-lookup.ts";
import type { Database } from "../db/schema.ts";
import { optOutsOf } from "../team/opt-outs-of.ts";
import { permittedTopics } from "../team/permitted-topics.ts";
import { ledgerTopic, severityOf } from "./severity-rules.ts";

/** A content that a member may look at, and what looking at it asks of them. */
export interface ContentToView {
  caseId: string;
  handling: Extract<Handling, "restricted" | "normal">;
  severity: Severity;
  topic: Topic;
}

/**
 * Whether a member may look at the media of a content now. Asked when a view is opened and at each reveal. Grounds that
 * wait for a second person count beside those that stand.
 * @throws Refusal `content.unknown` (also when its case has a topic they may not see), `exposure.view_forbidden`,
 * `exposure.opted_out`
 */
export async function contentToView(
  db: Kysely<Database>,
  { contentId, memberId }: { contentId: string; memberId: string },
): Promise<ContentToView> {
  const found = await db
    .selectFrom("contents")
    .innerJoin("cases", "cases.id", "contents.case_id")
    .select(["contents.case_id", "cases.topics"])
    .where("contents.id", "=", contentId)
    .executeTakeFirst();
  if (!found) throw new Refusal("content.unknown");
  const permitted = await permittedTopics(db, memberId);
  if (permitted && !found.topics.every((topic) => permitted.includes(topic))) {
    throw new Refusal("content.unknown");
  }
  const content = await handlingOfContent(db, contentId);
  if (content?.handling !== "normal" && content?.handling !== "restricted") {
    throw new Refusal("exposure.view_forbidden");
  }
  const assessment = await db
    .selectFrom("assessments")
    .select("grounds")
    .where("case_id", "=", found.case_id)
    .orderBy("at", "desc")
    .limit(1)
    .executeTakeFirst();
  const proposal = await db
    .selectFrom("proposed_assessments")
    .select("grounds")
    .where("case_id", "=", found.case_id)
    .executeTakeFirst();
  const standing = (assessment?.grounds ?? []).map(findGround);
  const grounds = [...standing, ...(proposal?.grounds ?? []).map(findGround)];
  const topics = new Set([...found.topics, ...grounds.flatMap((ground) => ground?.topics ?? [])]);
  const optOuts = await optOutsOf(db, memberId);
  if (optOuts.some((topic) => topics.has(topic))) throw new Refusal("exposure.opted_out");
  return {
    caseId: found.case_id,
    handling: content.handling,
    // A proposal never makes it less grave: what stands on no ground stays severe.
    severity: severityOf(standing.length === 0 ? [] : grounds),
    topic: ledgerTopic(grounds),
  };
}
