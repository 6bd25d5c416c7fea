import { parseOptions } from "@node-rs/argon2";
import { expect, test, vi } from "vitest";
import { hashPassword, verifyPassword } from "./passwords.ts";

const verifications = vi.hoisted((): string[] => []);
vi.mock("@node-rs/argon2", async (original) => {
  const argon2 = await original<typeof import("@node-rs/argon2")>();
  return {
    ...argon2,
    verify: (encoded: string, password: string) => {
      verifications.push(encoded);
      return argon2.verify(encoded, password);
    },
  };
});

const cheap = { memoryKib: 64, passes: 1 };

test("a password verifies against its own hash only", async () => {
  const encoded = await hashPassword("un mot de passe", cheap);
  expect(await verifyPassword(encoded, "un mot de passe")).toBe(true);
  expect(await verifyPassword(encoded, "un mot de passf")).toBe(false);
  expect(await verifyPassword(encoded, "")).toBe(false);
});

test("the same password hashes differently each time, and accents typed either way verify", async () => {
  const [first, second] = await Promise.all([1, 2].map(() => hashPassword("caf\u00e9", cheap)));
  expect(first).not.toBe(second);
  expect(await verifyPassword(first ?? null, "cafe\u0301")).toBe(true);
});

test("an unknown person costs the same work as a known one, and is refused", async () => {
  const encoded = await hashPassword("un mot de passe");
  verifications.length = 0;
  expect(await verifyPassword(encoded, "faux")).toBe(false);
  expect(await verifyPassword(null, "faux")).toBe(false);
  expect(verifications).toHaveLength(2);
  const [known, unknown] = verifications.map((hash) => parseOptions(hash));
  expect(unknown).toEqual(known);
});

test("a stored hash that is none throws, because the row is damaged", async () => {
  await expect(verifyPassword("not a hash", "mot")).rejects.toThrow();
});
