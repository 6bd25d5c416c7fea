import { type Fingerprint, fingerprint, fingerprintsPerReport, framesPerReport } from "@vigie/contract";

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
  let frames = 0;
  for (const [at, one] of listed.entries()) {
    const read = fingerprint.safeParse(one);
    frames += read.data?.frames?.length ?? 0;
    if (!read.success) posted.refused.push({ position: at + 1, ...incomplete });
    else if (frames > framesPerReport) posted.refused.push({ position: at + 1, ...tooManyFrames });
    else posted.fingerprints.push(read.data);
  }
  return posted;
}

// Which hash is wrong helps nobody who made them by pressing a button.
const incomplete = {
  why_fr: "elle n’est pas complète. Choisissez de nouveau le fichier.",
  why_en: "it is not complete. Choose the file again.",
};
const tooManyFrames = {
  why_fr: "les vidéos sont trop longues pour un seul signalement. Envoyez celle-ci dans un autre.",
  why_en: "the videos are too long for one report. Send this one in another.",
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
