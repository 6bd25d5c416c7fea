import { createHash } from "node:crypto";
import { z } from "zod";
import { isSignature, type Signer } from "../vault/signer.ts";

/** A public Ed25519 key as RFC 8037 writes it. Other members of a JWK are dropped. */
export const publicJwk = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: z.string().refine((x) => fromBase64url(x)?.length === 32, "is not 32 bytes in base64url"),
});
export type PublicJwk = z.infer<typeof publicJwk>;

/** What a signature is about. One made for a use never passes for another. */
export type JwsType = "vigie-label" | "vigie-label-revocations" | "vigie-mail";

export interface ReadJws {
  /** Thumbprint of the key that claims to have signed. Not yet true. */
  kid: string;
  /** Empty where the signature is detached. */
  payload: Buffer;
  protectedHeader: string;
  signature: Buffer;
}

export type JwsFault = "malformed" | "wrong_algorithm" | "wrong_type";

// Labels and signatures: what the contract lets travel in a notice. Lists: 10,000 revocations.
const longest = {
  "vigie-label": 20_000,
  "vigie-mail": 20_000,
  "vigie-label-revocations": 2_000_000,
} as const satisfies Record<JwsType, number>;

export function jwkOf({ publicKey }: Signer): PublicJwk {
  return { kty: "OKP", crv: "Ed25519", x: Buffer.from(publicKey, "hex").toString("base64url") };
}

/** RFC 7638, SHA-256, base64url. */
export function thumbprintOf({ crv, kty, x }: PublicJwk): string {
  return createHash("sha256").update(JSON.stringify({ crv, kty, x })).digest("base64url");
}

/** A compact JWS (RFC 7515) with EdDSA. */
export function signJws(signer: Signer, typ: JwsType, payload: string): string {
  const header = base64url(JSON.stringify({ alg: "EdDSA", typ, kid: thumbprintOf(jwkOf(signer)) }));
  const signed = `${header}.${base64url(payload)}`;
  return `${signed}.${signer.sign(Buffer.from(signed)).toString("base64url")}`;
}

/** The same with its payload left out (RFC 7515, appendix F): whoever verifies rebuilds it. */
export function signDetached(signer: Signer, typ: JwsType, payload: string): string {
  return signJws(signer, typ, payload).replace(/\..*\./, "..");
}

/**
 * Takes a compact JWS apart and verifies nothing yet. One spelling only: no white space, no spare bits, no header
 * that is not ours, so that a key, a critical extension or an algorithm in the header can do nothing.
 */
export function readJws(jws: string, typ: JwsType): ReadJws | { fault: JwsFault } {
  if (jws.length > longest[typ]) return { fault: "malformed" };
  const [protectedHeader = "", body = "", end = "", ...more] = jws.split(".");
  const header = readJson(fromBase64url(protectedHeader));
  const payload = fromBase64url(body);
  const signature = fromBase64url(end);
  if (more.length > 0 || header === undefined || !payload || signature?.length !== 64)
    return { fault: "malformed" };
  const { alg, typ: said } = (header ?? {}) as Record<string, unknown>;
  if (alg !== "EdDSA") return { fault: "wrong_algorithm" };
  if (said !== typ) return { fault: "wrong_type" };
  const known = jwsHeader.safeParse(header);
  if (!known.success) return { fault: "malformed" };
  return { kid: known.data.kid, payload, protectedHeader, signature };
}

const jwsHeader = z.strictObject({ alg: z.string(), typ: z.string(), kid: z.string() });

/** @param payload what a detached signature is over; its own payload otherwise. */
export function isSignedBy(
  key: PublicJwk,
  { protectedHeader, payload: own, signature }: ReadJws,
  payload: Uint8Array = own,
): boolean {
  const signed = Buffer.from(`${protectedHeader}.${Buffer.from(payload).toString("base64url")}`);
  return isSignature(Buffer.from(key.x, "base64url").toString("hex"), signed, signature);
}

/** JSON as UTF-8; undefined when it is none, or names a member twice: readers differ in which of the two counts. */
export function readJson(bytes: Buffer | undefined): unknown {
  if (!bytes) return undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    const named = [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon).length;
    return named === membersOf(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function membersOf(value: unknown): number {
  if (value === null || typeof value !== "object") return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, member) => sum + membersOf(member), own);
}

const base64url = (text: string) => Buffer.from(text).toString("base64url");

/** Undefined unless it is the one spelling of these bytes. */
function fromBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : undefined;
}
