import { createHash } from "node:crypto";
import type { Language } from "@vigie/contract";

/** Addresses stay in histories: a sheet has a number, so that no word in them tells what it is about. */
const sheets = { fr: "fiche", en: "sheet" } as const satisfies Record<Language, string>;

/** The address of something in every language. */
export type Addresses = Readonly<Record<Language, string>>;

/** @example situationAddresses(3) // { fr: "/fr/guides/fiche-3", en: "/en/guides/sheet-3" } */
export function situationAddresses(number: number): Addresses {
  return { fr: `/fr/guides/${sheets.fr}-${number}`, en: `/en/guides/${sheets.en}-${number}` };
}

/** @example serviceAddresses("kd4821") // { fr: "/fr/guides/kd4821", en: "/en/guides/kd4821" } */
export function serviceAddresses(code: string): Addresses {
  return { fr: `/fr/guides/${code}`, en: `/en/guides/${code}` };
}

/**
 * A code for each service, which stands in the address of its guide instead of its name: two letters and four digits
 * drawn from the digest of its slug. It stays the same for as long as the slug does, also for a service that an
 * installation adds. Where two would be the same, the later slug in the alphabet takes more digits.
 */
export function serviceCodes(slugs: readonly string[]): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  const taken = new Set<string>();
  for (const slug of [...new Set(slugs)].sort()) {
    let digits = 4;
    while (taken.has(serviceCode(slug, digits))) digits += 1;
    const code = serviceCode(slug, digits);
    taken.add(code);
    codes.set(slug, code);
  }
  return codes;
}

// No vowel: two of these letters spell nothing.
const letters = "bcdfghjkmnpqrstvwxz";

function serviceCode(slug: string, digits: number): string {
  const digest = createHash("sha256").update(slug).digest();
  const first = letters[digest.readUInt16BE(0) % letters.length];
  const second = letters[digest.readUInt16BE(2) % letters.length];
  const number = BigInt(`0x${digest.subarray(4).toString("hex")}`).toString();
  return `${first}${second}${number.slice(-digits)}`;
}
