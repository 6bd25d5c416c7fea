import { expect, test } from "vitest";
import { groupedSecret, joinFaults, tidyCode, tokenOf } from "./join-rules.ts";

const good = {
  password: "a long password",
  passphrase: "four unrelated words here",
  passphraseAgain: "four unrelated words here",
};

test("two long and different secrets are accepted", () => {
  expect(joinFaults(good)).toEqual({});
});

test("each fault is told at its field", () => {
  expect(joinFaults({ password: "short", passphrase: "short", passphraseAgain: "" })).toEqual({
    password: "too_short",
    passphrase: "too_short",
    passphraseAgain: "differ",
  });
  expect(joinFaults({ ...good, passphrase: good.password, passphraseAgain: good.password })).toEqual({
    passphrase: "same",
  });
});

test("a code copied with its space is the same code", () => {
  expect(tidyCode("123 456 ")).toBe("123456");
});

test("the token is the fragment of the link, and an empty one is missing", () => {
  expect(tokenOf("#abc-DEF")).toBe("abc-DEF");
  expect(tokenOf("#")).toBeNull();
  expect(tokenOf("")).toBeNull();
});

test("a secret is shown four by four", () => {
  expect(groupedSecret("ABCDEFGHIJ")).toBe("ABCD EFGH IJ");
});
