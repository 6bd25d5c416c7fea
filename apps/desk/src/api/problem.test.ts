import { expect, test } from "vitest";
import { ApiError, codeOf, isStale, readTrouble, statusOf } from "./problem.ts";

const document = (code: string, status: number) => ({
  type: `https://desk.example/errors/${code}`,
  title: "Conflict",
  status,
  code,
  detail: "Somebody changed this.",
});

test("a problem document keeps its sentence and its code", () => {
  const error = new ApiError(readTrouble(409, document("request.conflict", 409)));
  expect(codeOf(error)).toBe("request.conflict");
  expect(statusOf(error)).toBe(409);
  expect(isStale(error)).toBe(true);
});

test("a step that became impossible means the page is old", () => {
  expect(isStale(new ApiError(readTrouble(409, document("notice.step_impossible", 409))))).toBe(true);
  expect(isStale(new ApiError(readTrouble(409, document("member.name_taken", 409))))).toBe(false);
});

test("an answer in no known shape is said to be unreadable", () => {
  const error = new ApiError(readTrouble(502, "<html>"));
  expect(error.trouble).toEqual({ kind: "unreadable", status: 502 });
  expect(codeOf(error)).toBeNull();
  expect(statusOf(error)).toBe(502);
});
