import { isSignature } from "../vault/signer.ts";
import { type PublicJwk, thumbprintOf } from "./jws-rules.ts";
import { secondsOf } from "./label-rules.ts";
import { contentDigest, readSignature, signatureBase } from "./request-signature-rules.ts";
import { skewSeconds } from "./verify-label-rules.ts";

export interface ReceivedRequest {
  method: string;
  /** As the sender knew it: the public address, not the one behind a proxy. */
  url: string;
  /** Names in lower case, as Node gives them. */
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  body: Uint8Array;
}

export type RequestFault =
  | "unsigned"
  | "malformed"
  | "key_mismatch"
  | "wrong_digest"
  | "bad_signature"
  | "expired"
  | "not_yet_valid"
  | "replayed";

export type RequestVerdict =
  | { kind: "ok"; nonce: string; createdAt: Date }
  | { kind: "refused"; code: RequestFault };

/**
 * Whether a request is the one that the holder of a key signed, just now and for the first time.
 * @param expected.key `cnf.jwk` of a label that `verifyLabel` accepted.
 * @param expected.isNew remembers a nonce for ten minutes at least, and says whether it was new. Asked last, so that
 * nobody can use up somebody else's.
 */
export async function verifyRequest(
  { method, url, headers, body }: ReceivedRequest,
  { now, key, isNew }: { now: Date; key: PublicJwk; isNew(nonce: string): Promise<boolean> },
): Promise<RequestVerdict> {
  const { "signature-input": input, signature: signatures } = headers;
  const { "content-digest": digest, "content-type": type } = headers;
  if (input === undefined && signatures === undefined) return refused("unsigned");
  if (typeof input !== "string" || typeof signatures !== "string") return refused("malformed");
  if (typeof digest !== "string" || typeof type !== "string") return refused("malformed");
  const read = readSignature(input, signatures);
  if (!read) return refused("malformed");
  if (read.keyid !== thumbprintOf(key)) return refused("key_mismatch");
  if (digest !== contentDigest(body)) return refused("wrong_digest");

  const components = {
    "@method": method,
    "@target-uri": url,
    "content-digest": digest,
    "content-type": type,
  };
  const base = Buffer.from(signatureBase(components, read.parameters));
  if (!isSignature(Buffer.from(key.x, "base64url").toString("hex"), base, read.signature))
    return refused("bad_signature");

  const seconds = secondsOf(now);
  if (read.created > seconds + skewSeconds) return refused("not_yet_valid");
  if (read.created < seconds - skewSeconds || (read.expires !== null && read.expires < seconds))
    return refused("expired");
  if (!(await isNew(read.nonce))) return refused("replayed");
  return { kind: "ok", nonce: read.nonce, createdAt: new Date(read.created * 1000) };
}

const refused = (code: RequestFault): RequestVerdict => ({ kind: "refused", code });
