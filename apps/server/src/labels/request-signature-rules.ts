import { createHash } from "node:crypto";

/** What RFC 9421 signs of a request of ours. The body is in through its digest (RFC 9530). */
export const signedComponents = ["@method", "@target-uri", "content-digest", "content-type"] as const;
export const requestTag = "vigie-notice";
/** Name of our signature among those that a request may carry. */
export const signatureName = "vigie";

/** @returns the value of `Content-Digest`. */
export const contentDigest = (body: Uint8Array) =>
  `sha-256=:${createHash("sha256").update(body).digest("base64")}:`;

export interface SignatureParameters {
  /** Seconds since 1970. */
  created: number;
  nonce: string;
  /** Thumbprint of the key. */
  keyid: string;
}

const listed = `(${signedComponents.map((name) => `"${name}"`).join(" ")})`;

/** The value of `Signature-Input` after the name; the same words end what is signed. */
export function signatureParameters({ created, nonce, keyid }: SignatureParameters): string {
  return `${listed};created=${created};nonce="${nonce}";keyid="${keyid}";alg="ed25519";tag="${requestTag}"`;
}

/** The signature base of RFC 9421, section 2.5. */
export function signatureBase(components: Readonly<Record<string, string>>, parameters: string): string {
  const lines = Object.entries(components).map(([name, value]) => `"${name}": ${value}\n`);
  return `${lines.join("")}"@signature-params": ${parameters}`;
}

export interface ReadSignature extends SignatureParameters {
  expires: number | null;
  /** As they stood in the request. */
  parameters: string;
  signature: Buffer;
}

const longestHeader = 4000;
const inputMember = /(?:^|,)[ \t]*vigie=(\([^()]*\))((?:;[a-z]+=(?:\d{1,15}|"[^"\\]*"))*)[ \t]*(?=,|$)/g;
const signatureMember = /(?:^|,)[ \t]*vigie=:([A-Za-z0-9+/=]*):[ \t]*(?=,|$)/g;

/** Our signature among those of a request; null unless it has just the parts that we ask for, each once. */
export function readSignature(input: string, signatures: string): ReadSignature | null {
  if (input.length > longestHeader || signatures.length > longestHeader) return null;
  const [asked, ...others] = input.matchAll(inputMember);
  const [given, ...more] = signatures.matchAll(signatureMember);
  if (!asked || !given || others.length > 0 || more.length > 0) return null;
  const [, components, rest = ""] = asked;
  const pairs = [...rest.matchAll(/;([a-z]+)=(?:(\d+)|"([^"]*)")/g)].map(
    ([, name = "", digits, quoted]) => [name, digits === undefined ? quoted : Number(digits)] as const,
  );
  const {
    created,
    expires = null,
    nonce,
    keyid,
    alg = "ed25519",
    tag,
    ...unknown
  } = Object.fromEntries(pairs);
  const encoded = given[1] ?? "";
  const signature = Buffer.from(encoded, "base64");
  const fits =
    components === listed &&
    new Set(pairs.map(([name]) => name)).size === pairs.length &&
    Object.keys(unknown).length === 0 &&
    alg === "ed25519" &&
    tag === requestTag &&
    signature.toString("base64") === encoded;
  if (!fits || typeof created !== "number" || typeof nonce !== "string" || typeof keyid !== "string")
    return null;
  if (nonce === "" || (expires !== null && typeof expires !== "number")) return null;
  return { created, expires, nonce, keyid, parameters: `${components}${rest}`, signature };
}
