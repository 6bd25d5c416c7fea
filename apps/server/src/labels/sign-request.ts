import { randomBytes } from "node:crypto";
import type { Vigie } from "../vigie.ts";
import { jwkOf, thumbprintOf } from "./jws-rules.ts";
import { secondsOf } from "./label-rules.ts";
import {
  contentDigest,
  signatureBase,
  signatureName,
  signatureParameters,
} from "./request-signature-rules.ts";

export interface SignedRequest {
  method: string;
  /** As the recipient knows it: scheme, host, path and query. */
  url: string;
  /** `content-type` is signed, and needed. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array | string;
}

/**
 * Headers that sign a request (RFC 9421, RFC 9530), to be added to its own. Each try is signed anew: what makes two
 * tries one notice is the `id` in the body, which is signed with it.
 */
export async function signRequest(
  { keys, clock }: Pick<Vigie, "keys" | "clock">,
  { method, url, headers, body }: SignedRequest,
): Promise<Record<string, string>> {
  const digest = contentDigest(Buffer.from(body));
  const parameters = signatureParameters({
    created: secondsOf(clock.now()),
    nonce: randomBytes(16).toString("base64url"),
    keyid: thumbprintOf(jwkOf(keys.labels)),
  });
  const components = {
    "@method": method.toUpperCase(),
    "@target-uri": new URL(url).href,
    "content-digest": digest,
    "content-type": headers["content-type"] ?? "",
  };
  const signature = keys.labels.sign(Buffer.from(signatureBase(components, parameters)));
  return {
    "content-digest": digest,
    "signature-input": `${signatureName}=${parameters}`,
    signature: `${signatureName}=:${signature.toString("base64")}:`,
  };
}
