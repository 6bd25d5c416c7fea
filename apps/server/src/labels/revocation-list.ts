import type { z } from "zod";
import type { Vigie } from "../vigie.ts";
import { jwkOf, signJws, thumbprintOf } from "./jws-rules.ts";
import { revocationClaims, secondsOf } from "./label-rules.ts";
import { claimsOf } from "./stored-label.ts";

const freshSeconds = 86_400;

/** The labels that this installation issued and took back, as a JWS that counts for a day. */
export async function revocationList({
  db,
  keys,
  clock,
}: Pick<Vigie, "db" | "keys" | "clock">): Promise<string> {
  const now = clock.now();
  const iat = secondsOf(now);
  const ours = thumbprintOf(jwkOf(keys.labels));
  const rows = await db
    .selectFrom("labels")
    .select(["id", "jws", "revoked_at", "revoked_why"])
    .where("revoked_at", "is not", null)
    // Nobody accepts an expired one, whatever the list says.
    .where("expires_at", ">", new Date(now.getTime() - freshSeconds * 1000))
    .orderBy("revoked_at")
    .orderBy("id")
    .execute();
  const claims = revocationClaims.parse({
    iat,
    next: iat + freshSeconds,
    revoked: rows
      .filter(({ jws }) => claimsOf(jws).iss.jkt === ours)
      .map(({ id, revoked_at, revoked_why }) => ({
        jti: id,
        at: secondsOf(revoked_at ?? now),
        why: revoked_why,
      })),
  } satisfies Record<keyof z.infer<typeof revocationClaims>, unknown>);
  return signJws(keys.labels, "vigie-label-revocations", JSON.stringify(claims));
}
