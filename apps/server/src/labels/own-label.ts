import { sql } from "kysely";
import { inTransaction } from "../db/retry-transaction.ts";
import { headerText } from "../mail/header-text.ts";
import type { Vigie } from "../vigie.ts";
import { issueLabel } from "./issue-label.ts";
import { jwkOf, thumbprintOf } from "./jws-rules.ts";
import type { LabelClaims } from "./label-rules.ts";
import { claimsOf } from "./stored-label.ts";

export interface OwnLabel {
  jws: string;
  expiresAt: Date;
}

const dayMs = 86_400_000;
const validDays = 365;
const renewedDaysBefore = 30;
const ownLabelLock = 7_210_510;

type Parts = Pick<Vigie, "db" | "keys" | "clock" | "config">;

/**
 * The label that this hotline shows: one that another issued for it, else its own. Its own is made when there is
 * none, 30 days before the last one ends, and when the hotline's name, country, areas or address changed.
 */
export async function ownLabel(vigie: Parts): Promise<OwnLabel> {
  const found = await findOwnLabel(vigie);
  if (found) return found;
  return inTransaction(vigie.db, async (trx) => {
    await sql`select pg_advisory_xact_lock(${ownLabelLock})`.execute(trx);
    const made = await findOwnLabel({ ...vigie, db: trx });
    if (made) return made;
    const { name, country, areas } = holderOf(vigie.config);
    return issueLabel(
      { ...vigie, db: trx },
      { key: jwkOf(vigie.keys.labels), name, country, areas, days: validDays },
    );
  });
}

async function findOwnLabel({ db, keys, clock, config }: Parts): Promise<OwnLabel | undefined> {
  const thumbprint = thumbprintOf(jwkOf(keys.labels));
  const now = clock.now();
  const rows = await db
    .selectFrom("labels")
    .select(["jws", "expires_at"])
    .where("own", "=", true)
    .where("thumbprint", "=", thumbprint)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .orderBy("issued_at", "desc")
    .execute();
  const labels = rows.map(({ jws, expires_at }) => ({ jws, expiresAt: expires_at, claims: claimsOf(jws) }));
  const byAnother = labels.find(({ claims }) => claims.iss.jkt !== thumbprint);
  const byOurselves = labels.find(
    ({ claims, expiresAt }) =>
      claims.iss.jkt === thumbprint &&
      expiresAt.getTime() - now.getTime() > renewedDaysBefore * dayMs &&
      saysWhatIsSo(claims, config),
  );
  const found = byAnother ?? byOurselves;
  return found && { jws: found.jws, expiresAt: found.expiresAt };
}

function saysWhatIsSo({ name, country, areas, iss }: LabelClaims, config: Vigie["config"]): boolean {
  const holder = holderOf(config);
  return (
    name === holder.name &&
    country === holder.country &&
    areas.join() === holder.areas.join() &&
    iss.url === (config.publicUrl ?? null)
  );
}

const holderOf = ({ hotline }: Vigie["config"]) => ({ ...hotline, name: headerText(hotline.name) });
