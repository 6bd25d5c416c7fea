import { type RouteName, routes } from "@vigie/contract";
import { expect, test } from "vitest";
import { guardedParameters } from "./guard-records.ts";

/** What is no record of a case, or asks `maySee` in its own slice because it joins several cases. */
const beside = new Set([
  "bankId",
  "entryId",
  "filterId",
  "memberId",
  "passkeyId",
  "token",
  "noteId",
  "overrideId",
  "linkId",
  "viewId",
]);

test("every record that a route of the desk names is guarded by the topics of its case, or known to be none", () => {
  const unknown = (Object.keys(routes) as RouteName[]).flatMap((name) =>
    [...routes[name].path.matchAll(/:(\w+)/g)]
      .map(([, parameter = ""]) => parameter)
      .filter((parameter) => !guardedParameters.has(parameter) && !beside.has(parameter)),
  );
  expect(unknown).toEqual([]);
});
