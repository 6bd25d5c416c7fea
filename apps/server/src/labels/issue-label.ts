import { randomUUID } from "node:crypto";
import { recordEvents } from "../audit/record-event.ts";
import { headerText } from "../mail/header-text.ts";
import type { Vigie } from "../vigie.ts";
import { jwkOf, type PublicJwk, thumbprintOf } from "./jws-rules.ts";
import { composeLabel } from "./label-rules.ts";

export interface LabelRequest {
  /** Whose key it vouches for: our own, or another hotline's. */
  key: PublicJwk;
  name: string;
  country: string;
  areas: readonly string[];
  days: number;
}

/**
 * Signs a label with this installation's key and keeps it, so that it can be revoked.
 * @param vigie.db the caller's transaction.
 * @throws ZodError when it would not be a valid label.
 */
export async function issueLabel(
  { db, keys, clock, config }: Pick<Vigie, "db" | "keys" | "clock" | "config">,
  { key, name, country, areas, days }: LabelRequest,
): Promise<{ id: string; jws: string; expiresAt: Date }> {
  const id = randomUUID();
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + days * 86_400_000);
  const issuer = { name: headerText(config.hotline.name), url: config.publicUrl ?? null };
  const jws = composeLabel(keys.labels, issuer, {
    id,
    key,
    name,
    country,
    areas,
    from: now,
    until: expiresAt,
  });
  const thumbprint = thumbprintOf(key);
  const own = thumbprint === thumbprintOf(jwkOf(keys.labels));
  await db
    .insertInto("labels")
    .values({
      id,
      thumbprint,
      name,
      own,
      jws,
      issued_at: now,
      expires_at: expiresAt,
      revoked_at: null,
      revoked_why: null,
    })
    .execute();
  await recordEvents(db, [{ type: "label.issued", at: now, subjectId: id, details: { own } }]);
  return { id, jws, expiresAt };
}
