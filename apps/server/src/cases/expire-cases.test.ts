import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { assessCase } from "./assess-case.ts";
import { expireCases } from "./expire-cases.ts";
import { readWords } from "./read-words.ts";
import { writeNote } from "./write-note.ts";

const hotline = useHotline();
const day = 86_400_000;

async function rowsOf(table: string): Promise<number> {
  const { rows } = await hotline.database.pool.query<{ rows: number }>(
    `select count(*)::int as rows from ${table}`,
  );
  return rows[0]?.rows ?? -1;
}

test("a year after its last report a case is gone with all that hangs on it, and the events stay", async () => {
  const { caseId } = await hotline.report(["https://hote.example/a", "https://hote.example/b"], {
    text: "Vu.",
  });
  const requester = hotline.analyst();
  await assessCase(hotline.vigie, {
    caseId,
    requester,
    assessment: { grounds: ["hate-incitement"], manifest: "manifest", minor: "no", reasons: "vu" },
  });
  await writeNote(hotline.vigie, { caseId, text: "note", memberId: requester.memberId });
  const eventsBefore = await rowsOf("events");

  hotline.advance(364 * day);
  await expireCases(hotline.vigie);
  expect(await rowsOf("cases")).toBe(1);

  hotline.advance(2 * day);
  await expireCases(hotline.vigie);
  for (const table of [
    "cases",
    "contents",
    "reports",
    "report_contents",
    "assessments",
    "notes",
    "watches",
  ]) {
    expect(await rowsOf(table), table).toBe(0);
  }
  expect(await rowsOf("events")).toBe(eventsBefore + 1);
  expect(await hotline.eventsOf(caseId)).toContain("case.expired");
});

test("more cases than one transaction deletes are gone in one pass, each with its event", async () => {
  const { caseId } = await hotline.report(["https://hote.example/beaucoup"]);
  await hotline.database.pool.query(
    `insert into cases select (jsonb_populate_record(c, jsonb_build_object(
       'id', gen_random_uuid(), 'number', 'copy ' || i))).*
     from cases c, generate_series(1, 1100) i where c.id = $1`,
    [caseId],
  );
  const [cases, events] = [await rowsOf("cases"), await rowsOf("events")];
  hotline.advance(366 * day);
  await expireCases(hotline.vigie);
  expect(await rowsOf("cases")).toBe(0);
  expect(await rowsOf("events")).toBe(events + cases);
});

test("how to repeat a receipt is forgotten a day after its report", async () => {
  const { reportId } = await hotline.report(["https://hote.example/c"], {
    idempotencyKey: "0123456789abcdef",
  });
  const replay = async () =>
    (
      await hotline.database.db
        .selectFrom("reports")
        .select("receipt_replay")
        .where("id", "=", reportId)
        .executeTakeFirstOrThrow()
    ).receipt_replay;
  await expireCases(hotline.vigie);
  expect(await replay()).not.toBeNull();
  hotline.advance(day + 60_000);
  await expireCases(hotline.vigie);
  expect(await replay()).toBeNull();
});

test("reading the reporters' words is an event that names the reader", async () => {
  const { caseId } = await hotline.report(["https://hote.example/d"], { text: "Ce que j'ai vu." });
  const requester = hotline.analyst({ unlocked: true });
  const words = await readWords(hotline.vigie, { caseId, requester });
  expect(words.reports[0]?.text).toBe("Ce que j'ai vu.");
  const event = await hotline.database.db
    .selectFrom("events")
    .select(["actor", "details"])
    .where("case_id", "=", caseId)
    .where("type", "=", "case.words_read")
    .executeTakeFirstOrThrow();
  expect(event).toEqual({ actor: requester.memberId, details: { reports: 1 } });
});
