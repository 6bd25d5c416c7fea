/** What the search reads of a ground; a catalogue row fits, and so does what the desk receives. */
export interface SearchableGround {
  slug: string;
  family: string;
  label: { fr: string; en: string };
  law: { text: string; articles: readonly string[] };
  elements: { fr: readonly string[]; en: readonly string[] };
}

// Words people type that the labels do not use.
const otherWords: Record<string, string> = {
  "csam-depiction": "pedopornographie pedo csam cp child porn pornographie infantile mineur under 18",
  "csam-possession-consultation": "pedopornographie csam",
  "csam-virtual-ai": "pedopornographie csam ia ai deepfake lolicon hypertrucage",
  grooming: "pedocriminel predateur predator",
  "minor-image-solicitation": "nudes sextorsion",
  "minor-sexual-incitement": "sextortion chantage nudes",
  ncii: "revenge porn vengeance pornographique nudes nude intime intimate leak",
  "sexual-deepfake": "ia ai nudify deepnude",
  voyeurism: "upskirting upskirt camera cachee hidden camera",
  "filmed-violence": "happy slapping bagarre lynchage fight",
  "torture-images": "gore decapitation",
  cyberharassment: "cyberharcelement raid bullying stalking",
  "school-harassment": "ecole college lycee bullying",
  doxing: "doxxing adresse telephone",
  "identity-theft": "faux compte fake account usurpation fake profile",
  "adult-sextortion": "webcam sextorsion extorsion",
  "suicide-provocation": "automutilation self harm",
  terrorism: "djihad jihad daech isis attentat apologie",
  "hate-incitement": "racisme antisemitisme homophobie sexisme racism antisemitism homophobia hate speech",
  "holocaust-denial": "negationnisme revisionnisme shoah",
  "explosives-manual": "bombe bomb",
  fraud: "arnaque scam brouteur",
  phishing: "fishing hameconnage faux site",
  drugs: "drogue deal dealer cannabis cocaine",
  "drug-incitement": "drogue",
  weapons: "arme gun",
  "animal-cruelty": "maltraitance animale zoophilie",
  "gdpr-erasure": "rgpd droit a l'oubli right to be forgotten",
  delisting: "google droit a l'oubli right to be forgotten",
  "data-leak": "fuite leak piratage hack",
  "malware-hacking-tools": "virus ransomware rancongiciel",
};

/**
 * The grounds that match what an analyst types: in French or English, with or without accents, by slug,
 * article number or everyday word. Every word typed must be found; the better the place, the higher.
 * @returns best first; every ground in its order when nothing is typed.
 */
export function searchGrounds<T extends SearchableGround>(grounds: readonly T[], typed: string): T[] {
  const words = plain(typed.slice(0, 200))
    .split(" ")
    .filter((word) => word !== "");
  if (words.length === 0) return [...grounds];
  return grounds
    .map((ground, position) => ({ ground, position, score: scoreGround(ground, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.position - b.position)
    .map(({ ground }) => ground);
}

interface Places {
  slug: string;
  labels: readonly string[];
  articles: string;
  other: string;
  rest: string;
}

// The same grounds are searched at each key stroke.
const prepared = new WeakMap<SearchableGround, Places>();

function placesOf(ground: SearchableGround): Places {
  const known = prepared.get(ground);
  if (known !== undefined) return known;
  const places = {
    slug: plain(ground.slug),
    labels: [plain(ground.label.fr), plain(ground.label.en)],
    articles: plain(ground.law.articles.join(" ")),
    other: plain(otherWords[ground.slug] ?? ""),
    rest: plain([ground.family, ground.law.text, ...ground.elements.fr, ...ground.elements.en].join(" ")),
  };
  prepared.set(ground, places);
  return places;
}

function scoreGround(ground: SearchableGround, words: readonly string[]): number {
  const { slug, labels, articles, other, rest } = placesOf(ground);
  let total = 0;
  for (const word of words) {
    const score = Math.max(
      placeScore(slug, word, 12),
      ...labels.map((label) => placeScore(label, word, 10)),
      placeScore(articles, word, 11),
      placeScore(other, word, 8),
      placeScore(rest, word, 3),
    );
    if (score === 0) return 0;
    total += score;
  }
  const phrase = words.join(" ");
  if (slug === phrase) total += 40;
  if (labels.some((label) => label.startsWith(phrase))) total += 15;
  return total;
}

/** Whole word, start of a word, inside a word: three, two, one parts of what the place is worth. */
function placeScore(text: string, word: string, worth: number): number {
  const padded = ` ${text} `;
  if (padded.includes(` ${word} `)) return worth * 3;
  if (padded.includes(` ${word}`)) return worth * 2;
  return word.length >= 3 && padded.includes(word) ? worth : 0;
}

/** Lower case, no accents, and only letters, digits and the hyphens inside article numbers. */
function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}-]+/gu, " ")
    .replace(/(?<!\d)-|-(?!\d)/g, " ")
    .replace(/ {2,}/g, " ")
    .trim();
}
