import { expect, test } from "vitest";
import { areGoodSecrets } from "./secret-rules.ts";

test("password and passphrase have 12 characters each", () => {
  expect(areGoodSecrets({ password: "douze lettre", passphrase: "une autre phrase" })).toBe(true);
  expect(areGoodSecrets({ password: "onze lettre", passphrase: "une autre phrase" })).toBe(false);
  expect(areGoodSecrets({ password: "douze lettre", passphrase: "courte" })).toBe(false);
  expect(areGoodSecrets({ password: "🔑".repeat(6), passphrase: "une autre phrase" })).toBe(false);
});

test("they differ, also when one is the other with its accents typed differently", () => {
  expect(areGoodSecrets({ password: "été à la mer", passphrase: "été à la mer" })).toBe(false);
  expect(
    areGoodSecrets({
      password: "été à la mer".normalize("NFD"),
      passphrase: "été à la mer".normalize("NFC"),
    }),
  ).toBe(false);
});
