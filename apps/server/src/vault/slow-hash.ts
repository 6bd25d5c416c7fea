import { hashRaw } from "@node-rs/argon2";

/** What one Argon2id derivation costs. `memoryKib` in KiB, `passes` over that memory; one lane. */
export type SlowHashCost = { memoryKib: number; passes: number };

// The library declares an ambient const enum, which isolated modules cannot read. 2 is Argon2id (RFC 9106).
export const ARGON2ID = 2;

/**
 * Argon2id version 0x13 with one lane, off the event loop (libuv's pool of threads).
 * @param pepper secret kept outside the database; without it the result cannot be recomputed.
 * @returns `outputBytes` bytes, the same for the same arguments.
 */
export function hashSlowly(input: {
  text: string;
  salt: Uint8Array;
  pepper?: Uint8Array;
  outputBytes: number;
  cost: SlowHashCost;
}): Promise<Buffer> {
  return hashRaw(input.text, {
    algorithm: ARGON2ID,
    memoryCost: input.cost.memoryKib,
    timeCost: input.cost.passes,
    parallelism: 1,
    outputLen: input.outputBytes,
    salt: input.salt,
    ...(input.pepper ? { secret: input.pepper } : {}),
  });
}
