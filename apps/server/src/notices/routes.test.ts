import type { CaseView } from "@vigie/contract";
import { expect, test } from "vitest";
import { findCase, useVigie } from "../../../../test/vigie.ts";

const vigie = useVigie();

test("a letter is prepared, printed, posted by a person and recorded; one that goes otherwise is no letter", async () => {
  await vigie.report({ locations: [{ url: "https://hote.example/page" }], concern: "hate" });
  await vigie.settle();
  const analyst = await vigie.member("analyst", "Alix");
  const { summary } = await findCase(analyst, ({ title }) => title === "hote.example");
  const assessed = await analyst.call<CaseView>("POST", `/cases/${summary.id}/assessments`, {
    grounds: ["hate-incitement"],
    manifest: "manifest",
    minor: "no",
    reasons: "La page appelle à la violence contre un groupe en raison de son origine.",
  });
  const request = {
    contentIds: assessed.contents.map(({ id }) => id),
    explanation: "La page appelle à la violence contre un groupe en raison de son origine.",
  };
  const letterTo = {
    host: "*",
    name: "Hôte Exemple",
    language: "fr",
    channel: "post",
    postal: ["1 rue Sans Nom"],
  };
  const formAt = { ...letterTo, channel: "web_form", url: "https://hote.example/abuse" };
  const { noticeIds } = await analyst.call<{ noticeIds: string[] }>("POST", `/cases/${summary.id}/notices`, {
    ...request,
    recipients: [letterTo, formAt],
  });
  const [letter, form] = noticeIds;

  const printed = await analyst.fetch("GET", `/notices/${letter}/letter.pdf`);
  expect(printed.status).toBe(200);
  expect(printed.headers.get("content-type")).toBe("application/pdf");
  expect(
    Buffer.from(await printed.arrayBuffer())
      .subarray(0, 5)
      .toString("latin1"),
  ).toBe("%PDF-");
  const refused = await analyst.fetch("GET", `/notices/${form}/letter.pdf`);
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ code: "notice.not_a_letter" });

  await analyst.call("POST", `/notices/${letter}/record`, { outcome: "handed_over", reference: "LR 1A 002" });
  await analyst.call("POST", `/notices/${form}/record`, { outcome: "given_up" });
  const { notices } = await analyst.call<CaseView>("GET", `/cases/${summary.id}`);
  expect(notices.map(({ status, reference }) => [status, reference])).toEqual([
    ["sent", "LR 1A 002"],
    ["cancelled", null],
  ]);
});
