import { allServices } from "../catalogue/installed-catalogue.ts";
import type { Service } from "../catalogue/service-schema.ts";

interface NamedService {
  handle: RegExp;
  url: string;
}

type ServicesByWord = ReadonlyMap<string, NamedService>;

let built: { from: readonly Service[]; byWord: ServicesByWord } | null = null;

/** Services by the words people use for them; built anew when the catalogue is another. */
function servicesByWord(): ServicesByWord {
  const services = allServices();
  if (built?.from !== services) built = { from: services, byWord: indexWords(services) };
  return built.byWord;
}

function indexWords(services: readonly Service[]): ServicesByWord {
  return new Map(
    services.flatMap(({ accountWords }) => {
      if (accountWords === null) return [];
      const named = { handle: new RegExp(`^(?:${accountWords.handle})$`), url: accountWords.url };
      return accountWords.words.map((word) => [word.replaceAll(" ", ""), named] as const);
    }),
  );
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
  const byWord = servicesByWord();
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
