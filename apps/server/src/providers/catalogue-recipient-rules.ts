type Confidence = "high" | "medium" | "low";

export interface CatalogueEmail {
  kind: string;
  label: string;
  email: string;
  confidence: Confidence;
}

const rank: Record<Confidence, number> = { high: 0, medium: 1, low: 2 };

// Desks that take any kind of illegal content. Others are for one purpose (copyright, delisting, phishing), for the
// police, or tell the uploader who complained: a notice must not land there.
const generalDesk = /\b(?:abuse|trust\s*(?:&|and)\s*safety|moderation|content complaints|notices?)\b/i;
const narrowDesk = /\b(?:child|minors?|copyright|police|law|authorit(?:y|ies)|decision)\b/i;

/** The address of a service that a notice may be proposed for: general, the surest first. */
export function generalAddress(emails: readonly CatalogueEmail[]): CatalogueEmail | null {
  const general = emails.filter(
    ({ kind, label }) => kind === "email" && generalDesk.test(label) && !narrowDesk.test(label),
  );
  return general.sort((a, b) => rank[a.confidence] - rank[b.confidence])[0] ?? null;
}
