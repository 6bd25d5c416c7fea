import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { CaseView, CaseWordsView, NoticeDraft, ReceiptView } from "@vigie/contract";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyChain } from "../apps/server/src/audit/verify-chain.ts";
import { useSmtp } from "./smtp.ts";
import { findCase, useVigie } from "./vigie.ts";

const smtp = await useSmtp();

const site = { gone: false, hits: [] as string[], port: 0, server: undefined as Server | undefined };
beforeAll(async () => {
  site.server = createServer((request, response) => {
    site.hits.push(request.url ?? "");
    response.writeHead(site.gone ? 404 : 200, { "content-type": "text/html" });
    response.end(site.gone ? "<h1>Not found</h1>" : "<h1>Une page</h1><p>Un texte qui reste là.</p>");
  });
  await new Promise<void>((resolve) => site.server?.listen(0, "127.0.0.1", resolve));
  site.port = (site.server?.address() as AddressInfo).port;
});
afterAll(() => site.server?.close());

const vigie = useVigie({ VIGIE_SMTP_URL: `smtp://127.0.0.1:${smtp.port}` });
const minutes = (count: number) => count * 60_000;

test("a page reported twice is one case; it is qualified, notified, taken down, and both receipts say so", async () => {
  const page = `http://127.0.0.1:${site.port}/a/page`;
  const first = await vigie.report({
    locations: [{ url: `${page}?utm_source=mail` }],
    concern: "hate",
    text: "Je l'ai vu.",
  });
  const second = await vigie.report({ locations: [{ url: page }], text: "Moi aussi." });
  await vigie.settle();
  expect(site.hits).toEqual([]);

  const analyst = await vigie.member("analyst", "Alix");
  const received = await findCase(analyst, (summary) => summary.title === "127.0.0.1");
  expect(received.summary.reports).toBe(2);
  expect(received.contents).toHaveLength(1);

  expect((await analyst.fetch("GET", `/cases/${received.summary.id}/words`)).status).toBe(423);
  await analyst.unlock();
  const words = await analyst.call<CaseWordsView>("GET", `/cases/${received.summary.id}/words`);
  expect(words.reports.map((report) => report.text).sort()).toEqual(["Je l'ai vu.", "Moi aussi."]);

  const assessed = await analyst.call<CaseView>("POST", `/cases/${received.summary.id}/assessments`, {
    grounds: ["hate-incitement"],
    manifest: "manifest",
    minor: "no",
    reasons: "La page appelle à la violence contre un groupe en raison de son origine.",
  });
  expect(assessed.summary.handling).toBe("normal");
  await vigie.settle();
  expect(site.hits).toHaveLength(1);

  const request = {
    contentIds: assessed.contents.map((content) => content.id),
    recipients: [
      { host: "127.0.0.1", name: "Hébergeur Exemple", email: "abuse@host.example", language: "fr" },
    ],
    explanation: "La page appelle à la violence contre un groupe en raison de son origine.",
  };
  const preview = await analyst.call<{ drafts: NoticeDraft[] }>(
    "POST",
    `/cases/${received.summary.id}/notices/preview`,
    request,
  );
  expect(preview.drafts).toHaveLength(1);
  await analyst.call("POST", `/cases/${received.summary.id}/notices`, request);
  await vigie.settle();
  expect(smtp.mails).toHaveLength(1);
  const mail = await PostalMime.parse(smtp.mails[0] ?? "");
  expect(mail.to?.map((to) => to.address)).toEqual(["abuse@host.example"]);
  expect(mail.text).toContain(page);
  expect(mail.text).toContain("signalement@ligne.example");
  expect(mail.text).not.toContain("Je l'ai vu");
  const sent = await analyst.call<CaseView>("GET", `/cases/${received.summary.id}`);
  expect(sent.notices.map((notice) => notice.status)).toEqual(["sent"]);
  expect(sent.summary.status).toBe("notified");
  expect(sent.summary.dueAt).not.toBeNull();

  site.gone = true;
  vigie.advance(minutes(35));
  await vigie.settle();
  vigie.advance(minutes(40));
  await vigie.settle();
  await analyst.signInAgain();
  const removed = await analyst.call<CaseView>("GET", `/cases/${received.summary.id}`);
  expect(removed.summary.status).toBe("removed");
  const proof = removed.contents[0]?.checks.filter((check) => check.proof) ?? [];
  expect(proof).toHaveLength(2);

  for (const { receipt } of [first, second]) {
    const view: ReceiptView = await vigie.openReceipt(receipt);
    const told = view.locations[0]?.timeline.map((entry) => entry.kind);
    expect(told).toEqual(expect.arrayContaining(["received", "examined", "notified", "removed", "watched"]));
  }

  site.gone = false;
  vigie.advance(minutes(60 * 24 * 2));
  await vigie.settle();
  await analyst.signInAgain();
  const returned = await analyst.call<CaseView>("GET", `/cases/${received.summary.id}`);
  expect(returned.summary.status).toBe("returned");
  expect((await verifyChain(vigie.running.vigie)).kind).toBe("intact");
});
