import { type Fingerprint, fingerprint, fingerprintsPerReport } from "@vigie/contract";

/** What a posted form brings. */
export interface PostedFingerprints {
  fingerprints: Fingerprint[];
  /** Those that cannot be taken, with their place from 1 and why. */
  refused: { position: number; why_fr: string; why_en: string }[];
}

/**
 * Reads the hidden field of fingerprints: a JSON list, or nothing.
 * @returns null when it is no list that our page can send.
 */
export function readPostedFingerprints(field: string | undefined): PostedFingerprints | null {
  if (field === undefined || field === "") return { fingerprints: [], refused: [] };
  const listed = parsed(field);
  if (!Array.isArray(listed) || listed.length > fingerprintsPerReport) return null;
  const posted: PostedFingerprints = { fingerprints: [], refused: [] };
  for (const [at, one] of listed.entries()) {
    const read = fingerprint.safeParse(one);
    if (read.success) posted.fingerprints.push(read.data);
    else posted.refused.push({ position: at + 1, ...why });
  }
  return posted;
}

// Which hash is wrong helps nobody who made them by pressing a button.
const why = {
  why_fr: "elle n’est pas complète. Choisissez de nouveau le fichier.",
  why_en: "it is not complete. Choose the file again.",
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
