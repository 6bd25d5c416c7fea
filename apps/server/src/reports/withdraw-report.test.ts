import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { assessCase } from "../cases/assess-case.ts";
import { readWords } from "../cases/read-words.ts";
import { answerReporter } from "./answer-reporter.ts";
import { openReceipt } from "./open-receipt.ts";
import { withdrawReport } from "./withdraw-report.ts";
import { writeMessage } from "./write-message.ts";

const hotline = useHotline();

const reportRow = (id: string) =>
  hotline.database.db.selectFrom("reports").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const caseRow = (id: string) =>
  hotline.database.db.selectFrom("cases").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

test("what the reporter wrote is erased: words, messages both ways, address, repeatable receipt", async () => {
  const { reportId, receipt, caseId } = await hotline.report(["https://hote.example/retiree"], {
    text: "des mots",
    contact: "personne@courrier.example",
    idempotencyKey: "0123456789abcdef",
  });
  await writeMessage(hotline.vigie, { receipt, text: "encore des mots" });
  const { memberId } = hotline.analyst();
  await answerReporter(hotline.vigie, { caseId, reportId, text: "une réponse", memberId });
  expect(await reportRow(reportId)).toMatchObject({
    words_sealed: expect.any(Buffer),
    contact_sealed: expect.any(Buffer),
    receipt_replay: expect.any(Buffer),
  });

  await withdrawReport(hotline.vigie, { receipt });
  expect(await reportRow(reportId)).toMatchObject({
    withdrawn_at: hotline.now(),
    words_sealed: null,
    contact_sealed: null,
    receipt_replay: null,
  });
  const messages = await hotline.database.db
    .selectFrom("messages")
    .select("id")
    .where("report_id", "=", reportId)
    .execute();
  expect(messages).toEqual([]);
  const words = await readWords(hotline.vigie, { caseId, requester: hotline.analyst() });
  expect(words.reports).toMatchObject([{ text: null, locations: [], messages: [] }]);
});

test("the receipt still opens, and says that the report was withdrawn and nothing else", async () => {
  const { receipt, reportId, caseId } = await hotline.report(["https://hote.example/recu"], {
    text: "des mots",
  });
  await withdrawReport(hotline.vigie, { receipt });
  expect(await openReceipt(hotline.vigie, { receipt })).toMatchObject({
    withdrawn: true,
    locations: [],
    messages: [],
  });
  await expect(writeMessage(hotline.vigie, { receipt, text: "trop tard" })).rejects.toMatchObject({
    code: "receipt.unknown",
  });
  const { memberId } = hotline.analyst();
  await expect(
    answerReporter(hotline.vigie, { caseId, reportId, text: "trop tard", memberId }),
  ).rejects.toMatchObject({ code: "case.unknown" });
});

test("a case nobody examined and nobody else reported is closed; withdrawing again changes nothing", async () => {
  const { receipt, caseId } = await hotline.report([
    "https://hote.example/seule",
    "https://hote.example/seule-2",
  ]);
  await withdrawReport(hotline.vigie, { receipt });
  expect(await caseRow(caseId)).toMatchObject({ status: "closed", closed_reason: "withdrawn" });
  const events = await hotline.eventsOf(caseId);
  expect(events.filter((type) => type === "report.withdrawn")).toHaveLength(1);
  await withdrawReport(hotline.vigie, { receipt });
  expect(await hotline.eventsOf(caseId)).toEqual(events);
});

test("a case that somebody else reported too stays open until the last of them has withdrawn", async () => {
  const page = "https://hote.example/a-deux";
  const first = await hotline.report([page]);
  const second = await hotline.report([page]);
  await withdrawReport(hotline.vigie, { receipt: first.receipt });
  expect((await caseRow(first.caseId)).status).toBe("received");
  await withdrawReport(hotline.vigie, { receipt: second.receipt });
  expect((await caseRow(first.caseId)).status).toBe("closed");
});

test("a page whose only report was withdrawn is looked at as soon as somebody else reports it", async () => {
  const page = "https://hote.example/reprise";
  const { receipt, caseId } = await hotline.report([page]);
  await withdrawReport(hotline.vigie, { receipt });
  hotline.advance(60_000);
  await hotline.report([page]);
  await hotline.refresh(caseId);
  expect(await caseRow(caseId)).toMatchObject({ status: "received", next_step: "assess" });
});

test("a case that was examined goes on: what is illegal stays so", async () => {
  const { receipt, caseId } = await hotline.report(["https://hote.example/examinee"]);
  await assessCase(hotline.vigie, {
    caseId,
    requester: hotline.analyst(),
    assessment: { grounds: ["hate-incitement"], manifest: "manifest", minor: "no", reasons: "vu" },
  });
  await withdrawReport(hotline.vigie, { receipt });
  expect((await caseRow(caseId)).status).toBe("assessed");
});

test("two reporters who withdraw at the same moment leave no open case behind", async () => {
  for (let turn = 0; turn < 5; turn += 1) {
    const page = `https://hote.example/ensemble-${turn}`;
    const reports = [await hotline.report([page]), await hotline.report([page])];
    await Promise.all(reports.map(({ receipt }) => withdrawReport(hotline.vigie, { receipt })));
    expect((await caseRow(reports[0]?.caseId ?? "")).status).toBe("closed");
  }
});

test("a message or an answer that meets a withdrawal at that moment does not outlive it", async () => {
  const { receipt, reportId, caseId } = await hotline.report(["https://hote.example/au-meme-moment"]);
  const { memberId } = hotline.analyst();
  const written: Promise<unknown>[] = [];
  await hotline.database.db.transaction().execute(async (trx) => {
    await trx
      .updateTable("reports")
      .set({ withdrawn_at: hotline.now() })
      .where("id", "=", reportId)
      .execute();
    written.push(
      writeMessage(hotline.vigie, { receipt, text: "trop tard" }),
      answerReporter(hotline.vigie, { caseId, reportId, text: "trop tard", memberId }),
    );
    // Long enough for both to reach the report and wait for it.
    await Promise.race([Promise.allSettled(written), sleep(500)]);
  });
  expect(await Promise.allSettled(written)).toMatchObject([
    { status: "rejected", reason: { code: "receipt.unknown" } },
    { status: "rejected", reason: { code: "case.unknown" } },
  ]);
  const messages = await hotline.database.db
    .selectFrom("messages")
    .select("id")
    .where("report_id", "=", reportId)
    .execute();
  expect(messages).toEqual([]);
});
