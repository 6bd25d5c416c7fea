import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { assessCase } from "../cases/assess-case.ts";
import { closeCase } from "../cases/close-case.ts";
import { queueNotices } from "../notices/queue-notices.ts";
import { checkContent } from "../watches/check-content.ts";
import { handlingOfContent, isForbiddenUrl } from "./handling-lookup.ts";

const hotline = useHotline();

async function contentsOf(caseId: string) {
  return hotline.database.db
    .selectFrom("contents")
    .select(["id", "url"])
    .where("case_id", "=", caseId)
    .orderBy("created_at")
    .execute();
}

async function assessedCase(url: string): Promise<string> {
  const { caseId } = await hotline.report([url]);
  hotline.advance(60_000);
  await assessCase(hotline.vigie, {
    caseId,
    requester: hotline.analyst(),
    assessment: { grounds: ["hate-incitement"], manifest: "manifest", minor: "no", reasons: "vu" },
  });
  return caseId;
}

test("an address that joins an assessed case is unknown until somebody has examined it", async () => {
  const caseId = await assessedCase("https://hote.example/examine");
  hotline.advance(60_000);
  await hotline.report(["https://hote.example/examine", "https://hote.example/jamais-vue"]);
  await hotline.refresh(caseId);
  const [first, second] = await contentsOf(caseId);
  const { vigie } = hotline;
  expect((await handlingOfContent(vigie.db, first?.id ?? ""))?.handling).toBe("normal");
  expect((await handlingOfContent(vigie.db, second?.id ?? ""))?.handling).toBe("unknown");
  const forbidden = (url: string) => isForbiddenUrl(vigie.db, vigie.keys, url, () => false);
  expect(await forbidden("https://hote.example/examine")).toBe(false);
  expect(await forbidden("https://hote.example/jamais-vue")).toBe(true);
  expect(await checkContent(vigie, { contentId: second?.id ?? "" })).toEqual({
    kind: "forbidden",
  });
  const notice = queueNotices(vigie, {
    caseId,
    memberId: hotline.analyst().memberId,
    contentIds: [second?.id ?? ""],
    recipients: [{ host: "hote.example", name: "Hôte", email: "abuse@hote.example", language: "fr" }],
    explanation: "vu",
  });
  await expect(notice).rejects.toMatchObject({ code: "case.not_assessed" });
});

test("a closed case that is opened again is unknown until it is assessed again", async () => {
  const caseId = await assessedCase("https://hote.example/close");
  await closeCase(hotline.vigie, { caseId, reason: "not_illegal", memberId: null });
  hotline.advance(40 * 86_400_000);
  await hotline.report(["https://hote.example/close"]);
  await hotline.refresh(caseId);
  const [content] = await contentsOf(caseId);
  expect((await handlingOfContent(hotline.vigie.db, content?.id ?? ""))?.handling).toBe("unknown");
});

test("whoever chooses abuse of a minor has said that a minor is possible", async () => {
  const { caseId } = await hotline.report(["https://hote.example/choisi"], { concern: "minor_abuse" });
  const [content] = await contentsOf(caseId);
  expect(content?.url).toBeNull();
});
