import { generateSecret, generateURI, verify } from "otplib";
import type { ServiceKeys } from "../vault/service-keys.ts";

const stepSeconds = 30;

/** A new second factor: 160 random bits in Base32 (RFC 6238 with SHA-1, six digits, 30 seconds). */
export function newTotpSecret(): string {
  return generateSecret();
}

/** What an authenticator application reads from a square code. */
export function totpUri({
  secret,
  issuer,
  label,
}: {
  secret: string;
  issuer: string;
  label: string;
}): string {
  // A colon separates issuer and label.
  const [safeIssuer = "", safeLabel = ""] = [issuer, label].map((text) => text.replaceAll(":", " ").trim());
  return generateURI({ secret, issuer: safeIssuer, label: safeLabel });
}

/**
 * The time step (30 seconds since 1970) whose code this is, one step of tolerance each way; null when it is the
 * code of none. The caller refuses a step that was used before.
 * @param code six digits; spaces between them do not count.
 */
export async function matchTotpStep(input: {
  secret: string;
  code: string;
  now: Date;
}): Promise<number | null> {
  const token = input.code.replace(/\s/g, "");
  if (!/^[0-9]{6}$/.test(token)) return null;
  const epoch = Math.floor(input.now.getTime() / 1000);
  const result = await verify({ secret: input.secret, token, epoch, epochTolerance: stepSeconds });
  return result.valid && "timeStep" in result ? result.timeStep : null;
}

/**
 * Opens a second factor as the database keeps it.
 * @throws Error when it was sealed to another service key: the keys folder was checked at start, so this is a bug.
 */
export function openTotpSecret(keys: Pick<ServiceKeys, "openWithService">, sealed: Buffer): string {
  const secret = keys.openWithService(sealed);
  if (secret === null) throw new Error("a second factor does not open with this service key");
  return secret.toString("utf8");
}
