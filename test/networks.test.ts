import type { CaseLinksView, CaseView, NetworkView } from "@vigie/contract";
import { expect, test } from "vitest";
import { suggestLinks } from "../apps/server/src/networks/suggest-links.ts";
import { findCase, useVigie } from "./vigie.ts";

const vigie = useVigie();

const report = (url: string, text: string) =>
  vigie.report({ locations: [{ url }], concern: "scam_or_other", text });
const caseAt = async (title: string): Promise<CaseView> =>
  findCase(await desk(), (summary) => summary.title === title);

let analyst: Awaited<ReturnType<typeof vigie.member>> | undefined;
async function desk() {
  analyst ??= await vigie.member("analyst", "Ana");
  return analyst;
}

test("two reports that name one telephone and one money pot in different cases: one suggestion, confirmed, and the network shows both", async () => {
  const ana = await desk();
  await report(
    "https://annonces-a.example/12",
    "Kévin, 06 39 98 01 42, https://www.leetchi.com/c/pour-lili-1234567",
  );
  await report(
    "https://annonces-b.example/7",
    "Il donne leetchi.com/c/pour-lili-1234567 et le +33 6 39 98 01 42.",
  );
  // A first name and a service that everybody uses are nothing in common.
  await report(
    "https://annonces-c.example/1",
    "Kévin, vu sur https://www.facebook.com/ et https://bit.ly/3abcde",
  );
  await report(
    "https://annonces-d.example/1",
    "Kévin, vu sur https://www.facebook.com/ et https://bit.ly/3abcde",
  );
  await vigie.settle();
  await suggestLinks(vigie.running.vigie);
  const [first, second, third] = await Promise.all(
    ["annonces-a.example", "annonces-b.example", "annonces-c.example"].map(caseAt),
  );
  const [a, b] = [first?.summary.id ?? "", second?.summary.id ?? ""];
  const linksOf = (caseId: string, query = "") =>
    ana.call<CaseLinksView>("GET", `/cases/${caseId}/links${query}`);

  expect((await linksOf(third?.summary.id ?? "")).links).toEqual([]);
  const { links } = await linksOf(a);
  expect(links).toHaveLength(1);
  const [link] = links;
  expect(link).toMatchObject({ status: "suggested", other: { id: b, title: "annonces-b.example" } });
  expect(link?.evidence.map((one) => one.kind === "signal" && one.type)).toEqual(["payment", "phone"]);

  expect((await ana.fetch("GET", `/cases/${a}/links?values=true`)).status).toBe(423);
  await ana.unlock();
  const opened = await linksOf(a, "?values=true");
  expect(opened.links[0]?.evidence).toMatchObject([
    { value: "leetchi:pour-lili-1234567" },
    { value: "+33639980142" },
  ]);

  const body = { outcome: "confirm", seen: "suggested" };
  await ana.call("POST", `/links/${link?.id}`, body);
  const late = await ana.fetch("POST", `/links/${link?.id}`, { ...body, outcome: "refuse" });
  expect([late.status, ((await late.json()) as { code: string }).code]).toEqual([409, "request.conflict"]);
  const network = await ana.call<NetworkView>("GET", `/cases/${b}/network`);
  expect(network.nodes.map(({ id }) => id)).toEqual([b, a]);
  expect(network.edges).toEqual([
    { linkId: link?.id, a: expect.any(String), b: expect.any(String), types: ["payment", "phone"] },
  ]);
  const after = await ana.call<CaseView>("GET", `/cases/${a}`);
  expect(after.summary.status).toBe(first?.summary.status);
  expect(after.history.map(({ type }) => type)).toEqual(
    expect.arrayContaining(["link.suggested", "link.confirmed"]),
  );
});
