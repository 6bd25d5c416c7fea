import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import type { SlowHashCost } from "./slow-hash.ts";
import { ARGON2ID } from "./slow-hash.ts";

// RFC 9106, second recommended option, with one lane.
const defaultCost: SlowHashCost = { memoryKib: 65_536, passes: 3 };

/**
 * Argon2id with a random salt.
 * @param password accents typed on different keyboards count as the same (Unicode NFC).
 * @returns the encoded form (`$argon2id$v=19$m=…`), which carries salt and cost.
 */
export function hashPassword(password: string, cost: SlowHashCost = defaultCost): Promise<string> {
  return hash(password.normalize("NFC"), {
    algorithm: ARGON2ID,
    memoryCost: cost.memoryKib,
    timeCost: cost.passes,
    parallelism: 1,
  });
}

/**
 * @param encoded what `hashPassword` returned, or null when nobody has that name: the same work is then done against
 * a password that cannot exist, so that the time of the answer does not tell who has an account.
 * @param cost what a password that cannot exist costs; the one in `encoded` otherwise counts.
 * @throws when `encoded` is not an encoded Argon2 hash.
 */
export function verifyPassword(
  encoded: string | null,
  password: string,
  cost: SlowHashCost = defaultCost,
): Promise<boolean> {
  return verify(encoded ?? impossibleHash(cost), password.normalize("NFC"));
}

// Random bytes in the place of a hash: no password is known, or can be found, that gives them.
function impossibleHash(cost: SlowHashCost): string {
  const part = (bytes: number) => randomBytes(bytes).toString("base64").replaceAll("=", "");
  return `$argon2id$v=19$m=${cost.memoryKib},t=${cost.passes},p=1$${part(16)}$${part(32)}`;
}
