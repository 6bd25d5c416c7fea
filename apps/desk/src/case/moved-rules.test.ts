import { expect, test } from "vitest";
import { inventedCase } from "../testing/invented-cases.ts";
import { asRead, movedSince } from "./moved-rules.ts";

test("a case of the same version has not moved, whatever was read or noted meanwhile", () => {
  const view = inventedCase("received");
  const read = asRead(view);
  view.history.push({ at: "2999-01-01T00:00:00.000Z", type: "case.note_written", by: "Noé", details: {} });
  expect(movedSince(view, read)).toBeNull();
});

test("what moved it is told, the newest first, and nothing from before", () => {
  const view = inventedCase("assessed");
  const read = asRead(view);
  view.summary.version += 2;
  view.history.push(
    { at: "2999-01-01T00:00:00.000Z", type: "case.claimed", by: "Noé", details: {} },
    { at: "2999-01-01T00:01:00.000Z", type: "case.assessed", by: "Noé", details: {} },
    { at: "2999-01-01T00:02:00.000Z", type: "notice.queued", by: "Noé", details: {} },
  );
  expect(movedSince(view, read)?.map(({ type }) => type)).toEqual(["notice.queued", "case.assessed"]);
  expect(movedSince(view, asRead(view))).toBeNull();
});
