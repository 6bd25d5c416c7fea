import { z } from "zod";
import type { Signer } from "../vault/signer.ts";
import { jwkOf, type PublicJwk, publicJwk, signJws, thumbprintOf } from "./jws-rules.ts";

const seconds = z.int().min(0).max(253_402_300_799);
const thumbprint = z.string().regex(/^[\w-]{43}$/);
// Names are shown to people and printed on terminals.
const name = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u, "holds a character that cannot be shown");

export const areaPattern = /^[a-z][a-z_]{0,59}$/;
const longestValidityDays = 400;
const daySeconds = 86_400;

/** What a label says. It says nothing of its own level: whoever reads it finds that out. */
export const labelClaims = z
  .strictObject({
    /** Who signed: name, address, thumbprint of the key. */
    iss: z.strictObject({
      name,
      url: z
        .url({ protocol: /^https?$/ })
        .max(500)
        .nullable(),
      jkt: thumbprint,
    }),
    /** Thumbprint of the key that the label is for. */
    sub: thumbprint,
    /** That key (RFC 7800). */
    cnf: z.strictObject({ jwk: publicJwk }),
    /** Of whoever holds that key. */
    name,
    country: z.string().regex(/^[A-Z]{2}$/),
    /** Families of grounds that the holder works on; empty: all. */
    areas: z.array(z.string().regex(areaPattern)).max(100),
    iat: seconds,
    nbf: seconds,
    exp: seconds,
    jti: z.uuid(),
  })
  .refine(
    ({ nbf, exp }) => exp > nbf && exp - nbf <= longestValidityDays * daySeconds,
    `must be valid for a time, and for ${longestValidityDays} days at most`,
  );
export type LabelClaims = z.infer<typeof labelClaims>;

/** Why a label was revoked. Published, so a closed list. */
export const revocationReasons = ["key_compromised", "superseded", "ceased", "mistaken"] as const;
export type RevocationReason = (typeof revocationReasons)[number];

/** What an issuer says about the labels it takes back. */
export const revocationClaims = z.strictObject({
  iat: seconds,
  /** When a newer one is there at the latest: after this, it proves nothing about what it does not name. */
  next: seconds,
  revoked: z
    .array(z.strictObject({ jti: z.uuid(), at: seconds, why: z.enum(revocationReasons) }))
    .max(10_000),
});

export interface NewLabel {
  id: string;
  /** The key it vouches for. */
  key: PublicJwk;
  name: string;
  country: string;
  areas: readonly string[];
  from: Date;
  until: Date;
}

/** @throws ZodError when a name, an area or the validity is not one that a label may hold. */
export function composeLabel(
  signer: Signer,
  issuer: { name: string; url: string | null },
  { id, key, name: holder, country, areas, from, until }: NewLabel,
): string {
  const since = secondsOf(from);
  const claims = labelClaims.parse({
    iss: { ...issuer, jkt: thumbprintOf(jwkOf(signer)) },
    sub: thumbprintOf(key),
    cnf: { jwk: key },
    name: holder,
    country,
    areas,
    iat: since,
    nbf: since,
    exp: secondsOf(until),
    jti: id,
  } satisfies z.input<typeof labelClaims> | { areas: readonly string[] });
  return signJws(signer, "vigie-label", JSON.stringify(claims));
}

export const secondsOf = (date: Date) => Math.floor(date.getTime() / 1000);
