import fc from "fast-check";
import { expect, test } from "vitest";
import { casePanels, readDeskPath, writeDeskPath } from "./desk-path.ts";

test("every page of the desk has its path", () => {
  expect(readDeskPath("/desk")).toEqual({ page: "home" });
  expect(readDeskPath("/desk/")).toEqual({ page: "home" });
  expect(readDeskPath("/desk/cases")).toEqual({ page: "list" });
  expect(readDeskPath("/desk/team")).toEqual({ page: "team" });
  expect(readDeskPath("/desk/me")).toEqual({ page: "me" });
  expect(readDeskPath("/desk/figures")).toEqual({ page: "figures" });
  expect(readDeskPath("/desk/mailbox")).toEqual({ page: "mailbox" });
  expect(readDeskPath("/desk/label")).toEqual({ page: "label" });
  expect(readDeskPath("/desk/record")).toEqual({ page: "record" });
  expect(readDeskPath("/desk/banks")).toEqual({ page: "banks" });
  expect(readDeskPath("/desk/components")).toEqual({ page: "components" });
  expect(readDeskPath("/desk/join")).toEqual({ page: "join" });
  expect(readDeskPath("/desk/cases/abc/notice")).toEqual({ page: "case", caseId: "abc", panel: "notice" });
});

test("an unknown path is lost, not an exception", () => {
  for (const path of [
    "/",
    "/other",
    "/desk/cases/abc/dance",
    "/desk/team/x",
    "/desk/cases/%",
    "/desk/a/b/c/d",
  ]) {
    expect(readDeskPath(path)).toEqual({ page: "lost" });
  }
});

test("a written case path reads back as the same place", () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, unit: "grapheme" }),
      fc.constantFrom(null, ...casePanels),
      (caseId, panel) => {
        const place = { page: "case", caseId, panel } as const;
        expect(readDeskPath(writeDeskPath(place))).toEqual(place);
      },
    ),
  );
});
