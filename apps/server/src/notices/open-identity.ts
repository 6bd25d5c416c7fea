import type { Vigie } from "../vigie.ts";

/**
 * The identity block of a notice, for its recipient alone; null when it names nobody, or has left already.
 * @throws Error when it was sealed to another installation's key.
 */
export function openIdentity(
  { keys }: Pick<Vigie, "keys">,
  { identity_sealed: sealed }: { identity_sealed: Buffer | null },
): string | null {
  if (sealed === null) return null;
  const opened = keys.openWithService(sealed);
  if (!opened) throw new Error("an identity block was sealed to another service key");
  return opened.toString("utf8");
}
