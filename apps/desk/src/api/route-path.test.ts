import { expect, test } from "vitest";
import { routePath } from "./route-path.ts";

test("parameters are filled and escaped", () => {
  expect(routePath("getCase", { caseId: "a/b" })).toBe("/api/v1/desk/cases/a%2Fb");
});

test("an empty query leaves no trace", () => {
  expect(routePath("listCases", {}, { q: "", status: undefined })).toBe("/api/v1/desk/cases");
  expect(routePath("listCases", {}, { q: "é&b", limit: 50 })).toBe(
    "/api/v1/desk/cases?q=%C3%A9%26b&limit=50",
  );
});
