import type { Channel } from "../catalogue/service-schema.ts";

type Confidence = Channel["confidence"];

const rank: Record<Confidence, number> = { high: 0, medium: 1, low: 2 };

/**
 * The address of a service that a notice may be proposed for: one for any kind of illegal content, the surest first.
 * Others are for one purpose (copyright, delisting, phishing) or for the police: a notice must not land there.
 */
export function generalAddress(
  channels: readonly Channel[],
): { email: string; confidence: Confidence } | null {
  const general = channels.flatMap(({ kind, purpose, email, confidence }) =>
    kind === "email" && purpose === "general" && email !== null ? [{ email, confidence }] : [],
  );
  return general.sort((a, b) => rank[a.confidence] - rank[b.confidence])[0] ?? null;
}
