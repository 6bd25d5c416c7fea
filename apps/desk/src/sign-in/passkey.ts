import type { AddPasskeyBody, PasskeyCreation, PasskeyQuestion, PasskeySignInBody } from "@vigie/contract";

/** Whether this browser makes and presents passkeys at this address: a domain name over https, or `localhost`. */
export function passkeysHere(): boolean {
  const isNumber = /^[\d.]+$|^\[/.test(window.location.hostname);
  return window.isSecureContext && !isNumber && "PublicKeyCredential" in window;
}

/** Has the device make a passkey. Null when the person declined, or it did not work. */
export async function makePasskey(creation: PasskeyCreation): Promise<AddPasskeyBody["credential"] | null> {
  const credential = await presented(() =>
    navigator.credentials.create({
      publicKey: {
        ...creation,
        challenge: bytesOf(creation.challenge),
        user: { ...creation.user, id: bytesOf(creation.user.id) },
        excludeCredentials: creation.excludeCredentials.map(({ type, id }) => ({ type, id: bytesOf(id) })),
      },
    }),
  );
  if (!(credential?.response instanceof AuthenticatorAttestationResponse)) return null;
  const { clientDataJSON, attestationObject } = credential.response;
  return {
    id: credential.id,
    clientDataJSON: textOf(clientDataJSON),
    attestationObject: textOf(attestationObject),
  };
}

/** Has the device present a passkey of this place. Null when the person declined, or there is none. */
export async function presentPasskey(
  question: PasskeyQuestion,
): Promise<PasskeySignInBody["credential"] | null> {
  const credential = await presented(() =>
    navigator.credentials.get({ publicKey: { ...question, challenge: bytesOf(question.challenge) } }),
  );
  if (!(credential?.response instanceof AuthenticatorAssertionResponse)) return null;
  const { clientDataJSON, authenticatorData, signature } = credential.response;
  return {
    id: credential.id,
    clientDataJSON: textOf(clientDataJSON),
    authenticatorData: textOf(authenticatorData),
    signature: textOf(signature),
  };
}

/** A device that was asked and gave nothing: the page says so in its own words. */
export class NoPasskeyError extends Error {}

// Browsers throw the same for "declined", "too late" and "none here", on purpose: pages must not learn which.
async function presented(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential | null> {
  try {
    const credential = await ask();
    return credential instanceof PublicKeyCredential ? credential : null;
  } catch {
    return null;
  }
}

/** base64url, as WebAuthn's JSON forms have it. */
export function textOf(bytes: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
