import fc from "fast-check";
import { expect, test } from "vitest";
import { listStatuses, readFilter, writeFilter } from "./list-filter.ts";

test("the usual view is the open cases, with nothing in the address", () => {
  expect(readFilter("")).toEqual({ q: "", status: "open" });
  expect(writeFilter({ q: "", status: "open" })).toBe("");
});

test("an unknown status in the address shows the open cases", () => {
  expect(readFilter("?status=dancing").status).toBe("open");
});

test("a filter written in the address reads back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.constantFrom(...listStatuses), (q, status) => {
      expect(readFilter(writeFilter({ q, status }))).toEqual({ q, status });
    }),
  );
});
