import { randomBytes } from "node:crypto";
import { newId } from "../db/new-id.ts";
import type { Vigie } from "../vigie.ts";
import { nameKeyOf } from "./name-rules.ts";

/**
 * A name for the invented story to be told under. It has no secrets and its access has ended: nobody can sign in
 * with it, and it holds no team key.
 */
export async function enrolDemoMember(
  { db, keys, clock }: Pick<Vigie, "db" | "keys" | "clock">,
  { name }: { name: string },
): Promise<string> {
  const id = newId();
  await db
    .insertInto("members")
    .values({
      id,
      name,
      name_key: nameKeyOf(name),
      role: "analyst",
      language: "fr",
      password_hash: `none:${randomBytes(16).toString("hex")}`,
      totp_sealed: keys.sealToService(randomBytes(16)),
      blocked_until: null,
      team_key_wrapped: null,
      active: false,
      joined_at: clock.now(),
    })
    .execute();
  return id;
}
