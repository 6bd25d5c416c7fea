import { isSignature, type Signer, signerOf } from "./signer.ts";

// Signatures of two uses never meet, even over the same bytes.
const domain = Buffer.from("vigie bundle 1\0");
const inDomain = (bytes: Uint8Array) => Buffer.concat([domain, bytes]);

/** The signer of bundles that belongs to a secret. */
export function bundleSignerOf(secret: Uint8Array): Signer {
  const { publicKey, sign } = signerOf(secret, "vigie bundle signing 1");
  return { publicKey, sign: (bytes) => sign(inDomain(bytes)) };
}

/** Whether a signature over these bytes was made with the key. A key or signature of another shape is no. */
export function isBundleSignature(publicKey: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  return isSignature(publicKey, inDomain(bytes), signature);
}
