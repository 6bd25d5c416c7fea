import type { Verdict } from "@vigie/contract";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { answerByToken } from "../answers/answer-by-token.ts";
import { storeSentNotice } from "../answers/test-sent-notice.ts";
import { recordEvents } from "../audit/record-event.ts";
import { openReceipt } from "./open-receipt.ts";

const hotline = useHotline();
const hours = (count: number) => count * 3_600_000;

const contentsOf = async (reportId: string) => {
  const rows = await hotline.database.db
    .selectFrom("report_contents")
    .select("content_id")
    .where("report_id", "=", reportId)
    .orderBy("position")
    .execute();
  return rows.map(({ content_id }) => content_id);
};

/** One check an hour. */
async function look(caseId: string, contentId: string | undefined, verdicts: readonly Verdict[]) {
  for (const verdict of verdicts) {
    hotline.advance(hours(1));
    const details = { verdict };
    const at = hotline.now();
    await recordEvents(hotline.database.db, [
      { type: "content.check_made", at, caseId, contentId: contentId ?? "", details },
    ]);
  }
}

async function told(receipt: string): Promise<string[][]> {
  const { locations } = await openReceipt(hotline.vigie, { receipt });
  return locations.map(({ timeline }) =>
    timeline.map((entry) => (entry.kind === "checked" ? entry.verdict : entry.kind)),
  );
}

test("each location tells its own checks and what happened to its case, in the order it happened", async () => {
  const { caseId, reportId, receipt } = await hotline.report([
    "https://hote.example/une",
    "https://hote.example/deux",
  ]);
  const [one, two] = await contentsOf(reportId);
  hotline.advance(hours(1));
  await recordEvents(hotline.database.db, [
    { type: "case.assessed", at: hotline.now(), caseId, details: {} },
  ]);
  await look(caseId, one, ["online", "online", "online", "removed", "removed", "removed"]);
  await look(caseId, two, ["online"]);
  expect(await told(receipt)).toEqual([
    ["received", "examined", "online", "removed", "removed"],
    ["received", "examined", "online"],
  ]);
});

test("checks before the report leave no gap in what is told while they are held back", async () => {
  const page = "https://hote.example/deja-suivie";
  const { caseId, reportId } = await hotline.report([page]);
  const [content] = await contentsOf(reportId);
  await look(caseId, content, ["online", "online"]);
  const { receipt } = await hotline.report([page]);
  const at = hotline.now();
  await recordEvents(
    hotline.database.db,
    [1, 2, 3].map((minute) => ({
      type: "content.check_made" as const,
      at: new Date(at.getTime() + minute * 60_000),
      caseId,
      contentId: content ?? "",
      details: { verdict: "online" },
    })),
  );
  hotline.advance(5 * 60_000);
  expect(await told(receipt)).toEqual([["received", "online", "online"]]);
  hotline.advance(hours(3));
  expect(await told(receipt)).toEqual([["received", "online", "online"]]);
});

test("what a service answers is told where its notice named the location, and never in its own words", async () => {
  const { caseId, reportId, receipt } = await hotline.report([
    "https://hote.example/nommee",
    "https://hote.example/autre",
  ]);
  const [named = ""] = await contentsOf(reportId);
  const { memberId } = hotline.analyst();
  const { token } = await storeSentNotice(hotline.vigie, { caseId, memberId, contentIds: [named] });
  hotline.advance(hours(1));
  const answer = { token, text: "Des mots du service", reference: "T-1", way: "page" as const };
  await answerByToken(hotline.vigie, { ...answer, id: "1", state: "asked" });
  hotline.advance(hours(1));
  await answerByToken(hotline.vigie, { ...answer, id: "2", state: "acted" });
  const { locations } = await openReceipt(hotline.vigie, { receipt });
  expect(locations.map(({ timeline }) => timeline.slice(1))).toEqual([
    [
      { kind: "service_answered", at: expect.any(String), to: "Hôte", answer: "asked" },
      { kind: "service_answered", at: expect.any(String), to: "Hôte", answer: "acted" },
    ],
    [],
  ]);
  expect(JSON.stringify(locations)).not.toMatch(/mots du service|T-1/);
});
