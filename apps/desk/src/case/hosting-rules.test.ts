import type { HostingFinding } from "@vigie/contract";
import { expect, test } from "vitest";
import { findingsOrder, whoHosts } from "./hosting-rules.ts";

const finding = (
  role: HostingFinding["role"],
  name: string,
  source: HostingFinding["source"] = "rdap",
): HostingFinding => ({
  role,
  name,
  service: null,
  email: null,
  url: null,
  detail: null,
  source,
  at: "2026-11-20T10:00:00.000Z",
});

test("what the team corrected stands before what was looked up", () => {
  const findings = [finding("registrar", "R"), finding("host", "Looked up"), finding("host", "Ours", "team")];
  expect(findingsOrder(findings).map(({ name }) => name)).toEqual(["Ours", "Looked up", "R"]);
  expect(whoHosts({ findings }).map(({ name }) => name)).toEqual(["Ours"]);
});

test("a CDN is named beside the host, never instead of it without saying so", () => {
  const findings = [finding("cdn", "C"), finding("host", "H"), finding("network", "N")];
  expect(whoHosts({ findings }).map(({ role }) => role)).toEqual(["host", "cdn"]);
  expect(whoHosts({ findings: [finding("cdn", "C")] }).map(({ role }) => role)).toEqual(["cdn"]);
});

test("without a host the network is the answer, and nothing is an answer too", () => {
  expect(whoHosts({ findings: [finding("network", "N"), finding("registrar", "R")] })).toMatchObject([
    { role: "network" },
  ]);
  expect(whoHosts({ findings: [] })).toEqual([]);
});
