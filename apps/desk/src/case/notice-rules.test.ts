import type { CaseView } from "@vigie/contract";
import { expect, test } from "vitest";
import { inventedCase } from "../testing/invented-cases.ts";
import { checkable } from "./contents-rules.ts";
import { noticeBar, noticeBody, noticeTargets, recipientsOf } from "./notice-rules.ts";

const assessed = inventedCase("assessed");
const withMinor = (minor: "yes" | "unsure"): CaseView => ({
  ...assessed,
  assessments: assessed.assessments.map((assessment) => ({ ...assessment, minor })),
});

test("a case that may never be visited has no notice, whatever the server allows", () => {
  const view = { ...assessed, summary: { ...assessed.summary, handling: "no_fetch" as const } };
  expect(noticeBar(view)).toBe("no_fetch");
});

test("a notice waits for the assessment and for the answer about a minor", () => {
  expect(noticeBar({ ...assessed, assessments: [] })).toBe("not_assessed");
  expect(noticeBar(withMinor("unsure"))).toBe("not_ready");
  expect(noticeBar(assessed)).toBeNull();
  expect(noticeBar({ ...assessed, allowed: { ...assessed.allowed, notify: false } })).toBe("not_allowed");
});

test("contents of one host share one recipient, filled with what is known", () => {
  const targets = noticeTargets(assessed);
  const open = targets.filter(({ kind }) => kind === "open").map(({ content }) => content.id);
  const recipients = recipientsOf(targets, open, {}, "fr");
  const hosts = recipients.map(({ draft }) => draft.host);
  expect(new Set(hosts).size).toBe(hosts.length);
  expect(recipients[0]?.draft.email).toBe(recipients[0]?.known?.email);
});

test("what was typed for a host stays", () => {
  const targets = noticeTargets(assessed);
  const [first] = targets;
  if (first?.kind !== "open") throw new Error("the invented case starts with an open content");
  const typed = { host: first.host, name: "Abuse", email: "abuse@host.example", language: "en" as const };
  const [recipient] = recipientsOf(targets, [first.content.id], { [first.host]: typed }, "fr");
  expect(recipient?.draft).toEqual(typed);
});

test("the body carries trimmed words", () => {
  const body = noticeBody(
    ["id"],
    [{ host: "h", name: " A ", email: " a@h.example ", language: "fr" }],
    " why ",
  );
  expect(body.recipients).toEqual([{ host: "h", name: "A", email: "a@h.example", language: "fr" }]);
  expect(body.explanation).toBe("why");
});

test("checking is asked for the focused content, or for all that are not gone, or for none", () => {
  const [first] = assessed.contents;
  expect(checkable(assessed, first?.id ?? null)).toEqual([first?.id]);
  expect(checkable(assessed, null).length).toBeGreaterThan(1);
  expect(checkable({ ...assessed, allowed: { ...assessed.allowed, check: false } }, null)).toEqual([]);
});
