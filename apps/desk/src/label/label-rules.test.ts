import { expect, test } from "vitest";
import { inventedLabel } from "../testing/invented-label.ts";
import { labelState } from "./label-rules.ts";

const { label } = inventedLabel();
if (label === null) throw new Error("the invented hotline has a label");
const until = Date.parse(label.expiresAt);

test("a label is valid until its last moment, unless it was revoked", () => {
  expect(labelState(label, until - 1)).toBe("valid");
  expect(labelState(label, until)).toBe("expired");
  expect(labelState({ ...label, revokedAt: label.issuedAt }, until - 1)).toBe("revoked");
  expect(labelState(null, until)).toBe("none");
});
