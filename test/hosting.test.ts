import type { CaseView, HostingView } from "@vigie/contract";
import { expect, test } from "vitest";
import { useDns } from "./dns-server.ts";
import { entity, useRdap } from "./rdap-server.ts";
import { findCase, useVigie } from "./vigie.ts";

const dns = await useDns();
const rdap = await useRdap();
const vigie = useVigie({
  VIGIE_DNS_SERVERS: dns.address,
  VIGIE_RDAP_BOOTSTRAP: rdap.bootstrap,
  VIGIE_ASN_ZONE: "origin.zone.example",
});

test("an analyst asks who hosts a page, once it is qualified, and corrects what is found", async () => {
  // In use for nothing; no request may reach it, and none does: only name servers and the registry are asked.
  const ip = "198.51.100.7";
  dns.set("registre.example", "A", [ip]);
  rdap.answer("/registry/domain/registre.example", {
    objectClassName: "domain",
    entities: [
      entity(["registrar"], {
        name: "Bureau Exemple",
        entities: [entity(["abuse"], { email: "abuse@bureau.example" })],
      }),
    ],
  });
  await vigie.report({ locations: [{ url: "https://registre.example/page" }] });
  const analyst = await vigie.member("analyst", "Alix");
  const observer = await vigie.member("observer", "Oda");
  const received = await findCase(analyst, (summary) => summary.title === "registre.example");
  const path = `/contents/${received.contents[0]?.id}/hosting`;

  const early = await analyst.fetch("POST", path);
  expect(early.status).toBe(409);
  expect(await early.json()).toMatchObject({ code: "content.lookup_forbidden" });
  expect([dns.asked, rdap.requests]).toEqual([[], []]);

  await analyst.call<CaseView>("POST", `/cases/${received.summary.id}/assessments`, {
    grounds: ["hate-incitement"],
    manifest: "manifest",
    minor: "no",
    reasons: "La page appelle à la violence contre un groupe en raison de son origine.",
  });
  expect((await observer.fetch("POST", path)).status).toBe(403);
  const hosting = await analyst.call<HostingView>("POST", path);
  expect(hosting.findings).toMatchObject([
    { role: "registrar", name: "Bureau Exemple", email: "abuse@bureau.example", source: "rdap" },
  ]);
  expect(hosting.problems).toContainEqual({ source: "dns", code: "not_public" });

  const corrected = await analyst.call<HostingView>("PUT", path, { role: "host", name: "Hébergeur Exemple" });
  expect(corrected.findings.map(({ role, source }) => [role, source])).toEqual([
    ["host", "team"],
    ["registrar", "rdap"],
  ]);
  expect((await analyst.fetch("PUT", path, { role: "nobody", name: "X" })).status).toBe(400);
  expect((await analyst.fetch("POST", "/contents/00000000-0000-4000-8000-000000000000/hosting")).status).toBe(
    404,
  );
});
