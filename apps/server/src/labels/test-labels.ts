import { randomUUID } from "node:crypto";
import { type Signer, signerOf } from "../vault/signer.ts";
import { jwkOf, signJws } from "./jws-rules.ts";
import { composeLabel, type LabelClaims, secondsOf } from "./label-rules.ts";
import type { LabelChecks } from "./verify-label-rules.ts";

export const signerNumber = (number: number): Signer => signerOf(Buffer.alloc(32, number), "vigie test 1");

/** Its own label, of a hotline that vouches for others, and of a stranger. */
export const holder = signerNumber(1);
export const voucher = signerNumber(2);
export const stranger = signerNumber(3);

export const now = new Date("2026-03-02T08:00:00Z");
export const days = (number: number, from = now) => new Date(from.getTime() + number * 86_400_000);
export const minutes = (number: number, from = now) => days(number / 1440, from);

export const checks = (more: Partial<LabelChecks> = {}): LabelChecks => ({
  now,
  trusted: [],
  register: [],
  revocations: null,
  ...more,
});

/** A label for `holder`, signed by itself unless told. */
export function labelBy(
  signer: Signer,
  {
    id = randomUUID(),
    areas = [],
    from = now,
    until = days(365, from),
  }: Partial<Record<"from" | "until", Date> & { id: string; areas: readonly string[] }> = {},
): string {
  const issuer = { name: "Ligne d’essai", url: "https://ligne.example" };
  const key = jwkOf(holder);
  return composeLabel(signer, issuer, { id, key, name: "Ligne d’essai", country: "FR", areas, from, until });
}

export function revocationsBy(
  signer: Signer,
  revoked: readonly string[] = [],
  { iat = secondsOf(now) }: { iat?: number } = {},
): string {
  const list = revoked.map((jti) => ({ jti, at: iat, why: "ceased" }));
  return signJws(
    signer,
    "vigie-label-revocations",
    JSON.stringify({ iat, next: iat + 86_400, revoked: list }),
  );
}

/** Label claims, signed although they may be nothing a label may say. */
export const signedClaims = (signer: Signer, claims: Partial<LabelClaims> | string): string =>
  signJws(signer, "vigie-label", typeof claims === "string" ? claims : JSON.stringify(claims));
