import type { AddPasskeyBody, PasskeySignInBody } from "@vigie/contract";
import type { PasskeySite } from "./passkey-site-rules.ts";

// Loaded when the first passkey comes: it brings 23 packages that a start need not wait for.
const library = () => import("@simplewebauthn/server");

/** COSE numbers of the signatures that are taken: EdDSA, ES256, RS256. */
export const passkeyAlgorithms = [-8, -7, -257];

/** What an authenticator proved. `null`: nothing, for whatever reason. */
type Proof<T> = Promise<T | null>;

/**
 * Whether a new passkey answers the question asked here, made for this site, with the person verified.
 * @param asked.challenge as it was given.
 * @returns the credential id, its public key (COSE) and counter.
 */
export async function verifyNewPasskey(
  credential: AddPasskeyBody["credential"],
  { challenge, site }: { challenge: string; site: PasskeySite },
): Proof<{ credentialId: string; publicKey: Buffer; counter: number }> {
  return proofOf(async () => {
    if (!(await statesNoMaker(credential.attestationObject))) return null;
    const { verifyRegistrationResponse } = await library();
    const { registrationInfo } = await verifyRegistrationResponse({
      response: {
        id: credential.id,
        rawId: credential.id,
        type: "public-key",
        clientExtensionResults: {},
        response: {
          clientDataJSON: credential.clientDataJSON,
          attestationObject: credential.attestationObject,
        },
      },
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: passkeyAlgorithms,
    });
    if (!registrationInfo) return null;
    const { id, publicKey, counter } = registrationInfo.credential;
    return { credentialId: id, publicKey: Buffer.from(publicKey), counter };
  });
}

/**
 * Whether a known passkey signed the question asked here, for this site, with the person verified.
 * @returns the counter it states. Whether it grew is decided where it is stored, in one statement.
 */
export async function verifyPasskeyAnswer(
  credential: PasskeySignInBody["credential"],
  { challenge, site, publicKey }: { challenge: string; site: PasskeySite; publicKey: Buffer },
): Proof<{ counter: number }> {
  return proofOf(async () => {
    const { verifyAuthenticationResponse } = await library();
    const { id, ...response } = credential;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { id, rawId: id, type: "public-key", clientExtensionResults: {}, response },
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
      requireUserVerification: true,
      credential: { id, publicKey: new Uint8Array(publicKey), counter: 0 },
    });
    return verified ? { counter: authenticationInfo.newCounter } : null;
  });
}

// A certificate of the maker may name an address of revoked ones, which the library would fetch: a stranger's address,
// past the guarded fetcher. Nothing is asked of makers, so nothing of theirs is taken.
async function statesNoMaker(attestationObject: string): Promise<boolean> {
  const { decodeAttestationObject } = await import("@simplewebauthn/server/helpers");
  const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, "base64url")));
  const format = decoded.get("fmt");
  return format === "none" || (format === "packed" && decoded.get("attStmt").get("x5c") === undefined);
}

// The library throws for whatever is wrong, and what is wrong with an answer is nobody's business but ours.
async function proofOf<T>(verify: () => Proof<T>): Proof<T> {
  try {
    return await verify();
  } catch {
    return null;
  }
}
