import type { NoticeKind } from "@vigie/contract";
import type { Vigie } from "../vigie.ts";

/** How long a recipient can answer with the token of its notice. */
export const answerTokenDays = 180;

/**
 * The token with which the recipient of a notice answers it. It is derived, so that nothing has to keep it; the notice
 * holds its hash (`tokenHash`).
 */
export function answerToken(keys: Pick<Vigie["keys"], "macOf">, noticeId: string): string {
  return keys.macOf("link", `notice answer ${noticeId}`).toString("base64url");
}

/**
 * Where the recipient answers; null while this installation has no public address, and for a network: it is asked to
 * pass what it reads on to its customer.
 */
export function answerLink(
  { config, keys }: Pick<Vigie, "config" | "keys">,
  { id, kind }: { id: string; kind: NoticeKind },
): string | null {
  if (config.publicUrl === undefined || kind === "upstream") return null;
  return `${config.publicUrl}/n/${answerToken(keys, id)}`;
}
