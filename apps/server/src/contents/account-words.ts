import { allServices } from "../catalogue/installed-catalogue.ts";

interface NamedService {
  handle: RegExp;
  url: string;
}

const byWord = new Map<string, NamedService>();
for (const { accountWords } of allServices()) {
  if (accountWords === null) continue;
  const named = { handle: new RegExp(`^(?:${accountWords.handle})$`), url: accountWords.url };
  for (const word of accountWords.words) byWord.set(word.replaceAll(" ", ""), named);
}

/** Words that say "this is an account", in both languages. */
const accountWord = new Set(
  "compte account profil profile pseudo pseudonyme utilisateur utilisatrice username user handle identifiant nom chaine channel page".split(
    " ",
  ),
);

/** Words that may stand around an account's name without being it. */
const smallWord = new Set(
  "sur on at the le la un une du de d of in chez est is dont called named appele nomme a son sa mon ma c ce cette this that il elle he she son his her reseau app appli application site".split(
    " ",
  ),
);

/** Words that name a thing of the service, never an account. */
const thingWord = new Set(
  "photo photos video videos image images story stories message messages dm mp groupe group groupes groups publication publications post posts reel reels live commentaire commentaires comment comments conversation discussion inconnu unknown tout all lien link".split(
    " ",
  ),
);

/**
 * The address of the account that words name, when service and name are both plain to see:
 * "@jean on instagram", "instagram : jean.dupont", "compte snap toto75".
 * @param text already in its normal form.
 * @returns the account's address, or undefined when there is any doubt.
 */
export function accountFromWords(text: string): string | undefined {
  if (text.length > 120) return undefined;
  const tokens = text
    .replace(/\btik tok\b/gi, "tiktok")
    .replace(/\byou tube\b/gi, "youtube")
    .replace(/\bonly fans\b/gi, "onlyfans")
    .replace(/[:=,;()"«»“”]/g, " $& ")
    .split(/\s+/)
    .filter((token) => token !== "");
  let service: NamedService | undefined;
  let sure = false;
  const names: string[] = [];
  for (const token of tokens) {
    if (token === ":" || token === "=") {
      sure = true;
      continue;
    }
    if (/^[,;()"«»“”\-–]$/.test(token)) continue;
    const plain = plainWord(token);
    const named = byWord.get(plain);
    if (named !== undefined && !token.startsWith("@")) {
      if (service !== undefined && service !== named) return undefined;
      service = named;
    } else if (accountWord.has(plain)) sure = true;
    else if (thingWord.has(plain)) return undefined;
    else if (!smallWord.has(plain)) names.push(token);
  }
  const name = names[0];
  if (service === undefined || name === undefined || names.length > 1) return undefined;
  const handle = name.replace(/^@/, "").replace(/[.!?]+$/, "");
  if (!sure && !name.startsWith("@") && !/[\d_.]/.test(handle)) return undefined;
  if (!service.handle.test(handle)) return undefined;
  return service.url.replace("{handle}", handle.toLowerCase());
}

function plainWord(token: string): string {
  return token
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/^[ldcsn]['’]/, "")
    .replace(/[.!?]+$/, "");
}
