import type { Vigie } from "../vigie.ts";
import { claimsOf } from "./stored-label.ts";

export interface KeptLabel {
  id: string;
  own: boolean;
  name: string;
  areas: readonly string[];
  thumbprint: string;
  issuer: string;
  issuedAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  why: string | null;
  jws: string;
}

/** Labels that were issued or are carried here, the newest first. */
export async function listLabels({ db }: Pick<Vigie, "db">): Promise<KeptLabel[]> {
  const rows = await db.selectFrom("labels").selectAll().orderBy("issued_at", "desc").orderBy("id").execute();
  return rows.map((row) => {
    const { iss, areas } = claimsOf(row.jws);
    return {
      id: row.id,
      own: row.own,
      name: row.name,
      areas,
      thumbprint: row.thumbprint,
      issuer: iss.name,
      issuedAt: row.issued_at,
      expiresAt: row.expires_at,
      revokedAt: row.revoked_at,
      why: row.revoked_why,
      jws: row.jws,
    };
  });
}
