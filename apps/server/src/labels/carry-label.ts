import { recordEvents } from "../audit/record-event.ts";
import type { Vigie } from "../vigie.ts";
import { jwkOf, type PublicJwk, thumbprintOf } from "./jws-rules.ts";
import type { LabelClaims } from "./label-rules.ts";
import { type LabelFault, verifyLabel } from "./verify-label-rules.ts";

/** `not_ours`: it is valid, and for another key. */
export type CarryOutcome =
  | { kind: "carried"; claims: LabelClaims }
  | { kind: "refused"; code: LabelFault | "not_ours" };

/**
 * Keeps a label that another issued for this hotline: `ownLabel` shows it from now on, while it is valid. Carrying
 * the same one twice is carrying it once.
 * @param issuer the key that must have signed it.
 */
export async function carryLabel(
  { db, keys, clock }: Pick<Vigie, "db" | "keys" | "clock">,
  { jws, issuer }: { jws: string; issuer: PublicJwk },
): Promise<CarryOutcome> {
  const now = clock.now();
  const verdict = verifyLabel(jws, { now, trusted: [issuer], register: [], revocations: null });
  if (verdict.kind === "refused") return verdict;
  const { claims } = verdict;
  if (claims.iss.jkt !== thumbprintOf(issuer)) return { kind: "refused", code: "unknown_key" };
  if (claims.sub !== thumbprintOf(jwkOf(keys.labels))) return { kind: "refused", code: "not_ours" };
  await db.transaction().execute(async (trx) => {
    const kept = await trx
      .insertInto("labels")
      .values({
        id: claims.jti,
        thumbprint: claims.sub,
        name: claims.name,
        own: true,
        jws,
        issued_at: new Date(claims.iat * 1000),
        expires_at: new Date(claims.exp * 1000),
        revoked_at: null,
        revoked_why: null,
      })
      .onConflict((conflict) => conflict.column("id").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (kept)
      await recordEvents(trx, [
        { type: "label.issued", at: now, subjectId: kept.id, details: { own: true } },
      ]);
  });
  return { kind: "carried", claims };
}
