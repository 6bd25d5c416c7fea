import { expect, test } from "vitest";
import { inventedLinks } from "../testing/invented-links.ts";
import { evidenceBySide, linkForKey, openLinks, sourcesOf } from "./link-rules.ts";

const here = "00000000-0000-4000-8000-000000000001";
const { links } = inventedLinks({ values: true, others: [other(2), other(3)] });
const [waiting, confirmed] = links;

function other(number: number) {
  return {
    id: `00000000-0000-4000-8000-00000000000${number}`,
    number: `2026-00000${number}`,
    status: "received" as const,
    title: null,
    reports: 1,
    contents: 1,
    firstReportedAt: "2026-03-01T08:00:00.000Z",
  };
}

test("only what was suggested waits", () => {
  expect(confirmed?.status).toBe("confirmed");
  expect(openLinks(links)).toEqual([waiting]);
});

test("what is weak stands apart from what speaks for a link", () => {
  const { strong, weak } = evidenceBySide(waiting?.evidence ?? []);
  expect(strong.length).toBeGreaterThan(0);
  expect(weak).toMatchObject([{ type: "handle" }]);
  expect(strong.length + weak.length).toBe(waiting?.evidence.length);
});

test("places are named once each", () => {
  const seen = { contentId: null, reportId: here, at: "2026-03-01T08:00:00.000Z" };
  const places = (["message", "words", "words"] as const).map((source) => ({ ...seen, source }));
  expect(sourcesOf(places)).toEqual(["words", "message"]);
  expect(sourcesOf([])).toEqual([]);
});

test("a key settles the link that holds the focus, goes to the first that waits, and leaves matches first", () => {
  const open = openLinks(links);
  expect(linkForKey(open, { focused: waiting?.id ?? "", matchesWait: true })).toEqual({
    act: "settle",
    link: waiting,
  });
  expect(linkForKey(open, { focused: null, matchesWait: false })).toEqual({ act: "focus", link: waiting });
  expect(linkForKey(open, { focused: null, matchesWait: true })).toBeNull();
  expect(linkForKey(open, { focused: confirmed?.id ?? "", matchesWait: true })).toBeNull();
  expect(linkForKey([], { focused: null, matchesWait: false })).toBeNull();
});
