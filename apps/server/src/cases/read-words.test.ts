import { sql } from "kysely";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { newId } from "../db/new-id.ts";
import { answerReporter } from "../reports/answer-reporter.ts";
import { writeMessage } from "../reports/write-message.ts";
import { assessCase } from "./assess-case.ts";
import { getCase } from "./cases-queries.ts";
import { readWords } from "./read-words.ts";
import { reportsAtOnce } from "./reports-of-case.ts";

const hotline = useHotline();

const caseRow = (caseId: string) =>
  hotline.database.db.selectFrom("cases").selectAll().where("id", "=", caseId).executeTakeFirstOrThrow();

async function refreshesOrdered(caseId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from graphile_worker._private_jobs
    where key = ${`cases.refresh_cases:${caseId}`}`.execute(hotline.database.db);
  return rows[0]?.count ?? 0;
}

const forgetJobs = () => sql`delete from graphile_worker._private_jobs`.execute(hotline.database.db);

test("what was read or answered is no longer the next step: the case is recomputed", async () => {
  const { caseId, reportId, receipt } = await hotline.report(["https://hote.example/lue"]);
  const requester = hotline.analyst();
  await assessCase(hotline.vigie, {
    caseId,
    requester,
    assessment: { grounds: ["hate-incitement"], manifest: "manifest", minor: "no", reasons: "vu" },
  });
  await hotline.database.db
    .updateTable("cases")
    .set({ status: "notified" })
    .where("id", "=", caseId)
    .execute();
  await writeMessage(hotline.vigie, { receipt, text: "une question" });
  await hotline.refresh(caseId);
  expect(await caseRow(caseId)).toMatchObject({ next_step: "answer", unread_count: 1 });

  await forgetJobs();
  await readWords(hotline.vigie, { caseId, requester });
  expect(await refreshesOrdered(caseId)).toBe(1);
  await hotline.refresh(caseId);
  expect(await caseRow(caseId)).toMatchObject({ next_step: "wait", unread_count: 0 });

  await forgetJobs();
  await answerReporter(hotline.vigie, {
    caseId,
    reportId,
    text: "une réponse",
    memberId: requester.memberId,
  });
  expect(await refreshesOrdered(caseId)).toBe(1);
});

test("of more reports than are opened at once, those with the newest messages are opened", async () => {
  const page = "https://hote.example/foule";
  const first = await hotline.report([page]);
  const { caseId } = first;
  hotline.advance(1_000);
  const { receipt, reportId } = await hotline.report([page]);
  await crowd(caseId, reportsAtOnce);
  await writeMessage(hotline.vigie, { receipt, text: "personne ne me lit ?" });

  const { reports } = await readWords(hotline.vigie, { caseId, requester: hotline.analyst() });
  expect(reports).toHaveLength(reportsAtOnce);
  expect(reports.find(({ id }) => id === reportId)?.messages).toMatchObject([
    { text: "personne ne me lit ?" },
  ]);
  expect(reports.some(({ id }) => id === first.reportId)).toBe(false);
  expect(await caseRow(caseId)).toMatchObject({ unread_count: 0 });
  const view = await getCase(hotline.vigie.db, { caseId, publicBody: false });
  expect(view.reports.map(({ id }) => id)).toEqual(reports.map(({ id }) => id));
});

test("messages that lie beyond what is opened at once stay unread", async () => {
  const { caseId } = await hotline.report(["https://hote.example/trop"]);
  await crowd(caseId, reportsAtOnce + 1);
  await sql`
    insert into messages (id, report_id, sender, at, sealed)
    select gen_random_uuid(), id, 'reporter', ${hotline.now()}, '' from reports where case_id = ${caseId}`.execute(
    hotline.database.db,
  );
  const unread = reportsAtOnce + 2;
  await hotline.database.db
    .updateTable("cases")
    .set({ unread_count: unread })
    .where("id", "=", caseId)
    .execute();
  await readWords(hotline.vigie, { caseId, requester: hotline.analyst() });
  expect(await caseRow(caseId)).toMatchObject({ unread_count: unread });
});

/** So many more reports of the case's address, later than those before. */
async function crowd(caseId: string, count: number): Promise<void> {
  hotline.advance(1_000);
  const ids = Array.from({ length: count }, () => newId());
  await sql`
    with more as (
      insert into reports (id, case_id, received_at, source, language, minor, private)
      select id, ${caseId}, ${hotline.now()}, 'api', 'fr', false, false from unnest(${ids}::uuid[]) as more(id)
      returning id
    )
    insert into report_contents (report_id, position, content_id)
    select more.id, 0, c.id from more, contents c where c.case_id = ${caseId}`.execute(hotline.database.db);
}
