import type { AnswerView } from "@vigie/contract";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";

/** What recipients said about the notices of a case, oldest first. */
export async function answerViews(db: Kysely<Database>, caseId: string): Promise<AnswerView[]> {
  const rows = await db
    .selectFrom("answers")
    .leftJoin("members", "members.id", "answers.member_id")
    .selectAll("answers")
    .select("members.name as by")
    .where("answers.case_id", "=", caseId)
    .orderBy("answers.at")
    .orderBy("answers.id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    noticeId: row.notice_id,
    way: row.way,
    kind: row.kind,
    at: row.at.toISOString(),
    sender: row.sender,
    subject: row.subject,
    text: row.text,
    ticket: row.ticket,
    proposed: row.proposed,
    confirmed: row.confirmed,
    by: row.by,
    authentication: row.authentication,
    cautions: row.cautions,
    attachments: row.attachments,
  }));
}
