import type { LabelLevel } from "@vigie/contract";
import { z } from "zod";
import { isSignedBy, type PublicJwk, readJson, readJws, thumbprintOf } from "./jws-rules.ts";
import { areaPattern, type LabelClaims, labelClaims, revocationClaims, secondsOf } from "./label-rules.ts";

/** A person's finding that a key belongs to an entry of the public register (DSA Art. 22(5)). */
export const registerEntry = z.strictObject({
  thumbprint: z.string(),
  register: z.string().min(1).max(500),
  entry: z.string().min(1).max(500),
  matchedOn: z.iso.date(),
  matchedBy: z.string().min(1).max(200),
  /** Families of grounds within the expertise that the entry names: its priority reaches no further. */
  areas: z.array(z.string().regex(areaPattern)).min(1).max(100),
});
export type RegisterEntry = z.infer<typeof registerEntry>;

export const labelFaults = [
  "malformed",
  "wrong_type",
  "wrong_algorithm",
  "bad_signature",
  "unknown_key",
  "key_mismatch",
  "expired",
  "not_yet_valid",
  "revoked",
  "revocations_stale",
  "revocations_unusable",
  "area_not_covered",
] as const;
export type LabelFault = (typeof labelFaults)[number];

/** What the recipient brings: none of it comes from the label. */
export interface LabelChecks {
  now: Date;
  /** Keys that the recipient chose to trust as issuers. */
  trusted: readonly PublicJwk[];
  register: readonly RegisterEntry[];
  /** The issuer's signed list; null when there is none at hand. */
  revocations: string | null;
  /** A family of grounds that the label must cover. */
  area?: string | undefined;
}

export type LabelVerdict =
  | {
      kind: "ok";
      level: LabelLevel;
      claims: LabelClaims;
      /** What it is worth something for: of a `registered` one, what the entry covers too. Empty: all. */
      areas: readonly string[];
      /** The entry that makes it `registered`. */
      entry: RegisterEntry | null;
      revocations: "fresh" | "not_checked";
    }
  | { kind: "refused"; code: LabelFault };

/** How far two clocks may differ. */
export const skewSeconds = 300;

/**
 * Whether a label holds, and at which level. Only three keys can have signed it: one that the recipient trusts, or,
 * for a label that a holder made for itself, the holder's own; a key named in the label's header is never used.
 */
export function verifyLabel(jws: string, checks: LabelChecks): LabelVerdict {
  const read = readJws(jws, "vigie-label");
  if ("fault" in read) return refused(read.fault);
  const parsed = labelClaims.safeParse(readJson(read.payload));
  if (!parsed.success) return refused("malformed");
  const claims = parsed.data;
  if (claims.sub !== thumbprintOf(claims.cnf.jwk) || claims.iss.jkt !== read.kid)
    return refused("key_mismatch");

  const trusted = checks.trusted.find((key) => thumbprintOf(key) === read.kid);
  const issuer = trusted ?? (read.kid === claims.sub ? claims.cnf.jwk : undefined);
  if (!issuer) return refused("unknown_key");
  if (!isSignedBy(issuer, read)) return refused("bad_signature");

  const now = secondsOf(checks.now);
  if (now < Math.max(claims.nbf, claims.iat) - skewSeconds) return refused("not_yet_valid");
  if (now > claims.exp + skewSeconds) return refused("expired");
  if (checks.revocations !== null) {
    const fault = faultByRevocations(checks.revocations, issuer, claims.jti, now);
    if (fault) return refused(fault);
  }
  const { area } = checks;
  if (area !== undefined && claims.areas.length > 0 && !claims.areas.includes(area))
    return refused("area_not_covered");

  const today = checks.now.toISOString().slice(0, 10);
  const entry = checks.register.find(
    (one) =>
      one.thumbprint === claims.sub &&
      one.matchedOn <= today &&
      sharedAreas(claims, one).some((shared) => area === undefined || shared === area),
  );
  return {
    kind: "ok",
    level: entry ? "registered" : trusted ? "vouched" : "declared",
    claims,
    areas: entry ? sharedAreas(claims, entry) : claims.areas,
    entry: entry ?? null,
    revocations: checks.revocations === null ? "not_checked" : "fresh",
  };
}

function sharedAreas({ areas }: LabelClaims, entry: RegisterEntry): string[] {
  return entry.areas.filter((area) => areas.length === 0 || areas.includes(area));
}

/** What a list is worth that its issuer did not sign is nothing; a stale one still counts for what it names. */
function faultByRevocations(
  list: string,
  issuer: PublicJwk,
  jti: string,
  now: number,
): LabelFault | undefined {
  const read = readJws(list, "vigie-label-revocations");
  if ("fault" in read || !isSignedBy(issuer, read)) return "revocations_unusable";
  const parsed = revocationClaims.safeParse(readJson(read.payload));
  if (!parsed.success || parsed.data.iat > now + skewSeconds) return "revocations_unusable";
  if (parsed.data.revoked.some((one) => one.jti === jti)) return "revoked";
  return now > parsed.data.next + skewSeconds ? "revocations_stale" : undefined;
}

const refused = (code: LabelFault): LabelVerdict => ({ kind: "refused", code });
