// Length of an IBAN by country: SWIFT IBAN registry, release 99.
const lengths = new Map(
  "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const),
);

const start = /(?<![\p{L}\p{N}])[A-Za-z]{2}\d{2}(?=[ .-]?[A-Za-z0-9])/gu;

/** IBANs in a text, in capitals without spaces. Only those whose length and check digits (ISO 7064) are right. */
export function* ibansIn(text: string): Generator<string> {
  for (const { index } of text.matchAll(start)) {
    const wanted = lengths.get(text.slice(index, index + 2).toUpperCase());
    const iban = wanted === undefined ? null : readCharacters(text, index, wanted);
    if (iban !== null && hasRightCheckDigits(iban)) yield iban;
  }
}

/** So many letters and digits from a place on, one separator at most between two of them. */
function readCharacters(text: string, from: number, wanted: number): string | null {
  let read = "";
  let separated = false;
  let position = from;
  for (; read.length < wanted; position += 1) {
    const character = text.charAt(position);
    if (/[A-Za-z0-9]/.test(character)) {
      read += character;
      separated = false;
    } else if (separated || !/[ .-]/.test(character)) return null;
    else separated = true;
  }
  return /[A-Za-z0-9]/.test(text.charAt(position)) ? null : read.toUpperCase();
}

function hasRightCheckDigits(iban: string): boolean {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
