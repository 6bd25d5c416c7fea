import { expect, test } from "vitest";
import { newToken, tokenHash, tokenSecret } from "./secret-token.ts";

test("tokens are 43 characters that a URL carries as they are, and differ", () => {
  const tokens = Array.from({ length: 1_000 }, newToken);
  expect(new Set(tokens).size).toBe(1_000);
  for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test("the hash is the known SHA-256 of the text", () => {
  expect(tokenHash("abc").toString("hex")).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

test("a token gives its 32 bytes back, anything else gives nothing", () => {
  const token = newToken();
  expect(tokenSecret(token)).toHaveLength(32);
  for (const other of ["", "abc", `${token}A`, token.slice(1), `${token} `, `${token.slice(0, 42)}é`]) {
    expect(tokenSecret(other)).toBeNull();
  }
});
