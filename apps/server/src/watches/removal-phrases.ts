/**
 * Sentences by which a page says that what it showed is gone. They must fill a title, a heading or a whole
 * sentence: a text that quotes one of them among other words does not match.
 */

/** `gone` says it outright; `unavailable` may also mean private, or not shown to everybody. */
export type PhraseMeaning = "gone" | "unavailable" | "geo" | "private" | "challenge" | "login";

const nounsFr =
  "(?:page|vidéo|photo|image|publication|annonce|contenu|compte|profil|message|article|fichier|post|tweet|document|sujet|discussion|groupe|chaîne|album|site|blog|billet|commentaire|lien|utilisateur|utilisatrice|membre|story|galerie|produit|offre|clip|diffusion)s?";
const subjectFr = `(?:l'|la |le |les |cette |ce |cet |ces |votre )?${nounsFr}(?: web)?(?: demandée?| recherchée?| que vous [^,.:;]{1,40})?`;
const exclaimFr = "(?:(?:désolée?|oups|oh non|aïe|mince|erreur 404|404)[\\s,.!:…-]+(?:mais )?)?";
const tailFr =
  "(?: (?:définitivement|temporairement|ou |et |par (?:son|sa|l'|la|le|un|une|notre|nos|ses) ?(?:auteur|autrice|utilisateur|utilisatrice|propriétaire|modération|modérateur|équipe|vendeur|créateur|administrateur)|pour (?:non-respect|violation|des raisons|infraction|cause)|en raison|suite à|à la suite|à la demande|conformément|car |sur (?:ce|cette|notre)|de (?:ce|cette|notre)|depuis|aujourd'hui)[^:«»“”\"?]{0,90})?";

const nounsEn =
  "(?:page|video|photo|picture|image|post|listing|ad|advert|content|account|profile|message|article|file|tweet|document|topic|thread|group|channel|album|site|website|blog|comment|link|user|member|story|gallery|product|offer|clip|stream|item|media|board)s?";
const subjectEn = `(?:this |the |that |these |your )?(?:web)?${nounsEn}(?: (?:you|that you)[^,.:;]{1,40})?`;
const exclaimEn = "(?:(?:sorry|oops|whoops|uh oh|oh no|we're sorry|error 404|404)[\\s,.!:…-]+(?:but )?)?";
const tailEn =
  '(?: (?:anymore|any longer|permanently|temporarily|or |and |by (?:its|the|their|a|our) ?(?:original )?(?:author|owner|user|uploader|poster|moderators?|moderation|seller|creator|administrators?|team)|by moderators?|for (?:violating|violation|breaching|breach|a |policy|legal)|due to|because|as a result|following|at the request|in response|from (?:this|our)|on (?:this|our))[^:«»“”"?]{0,90})?';

const anchored = (pattern: string) => new RegExp(`^${pattern}$`, "u");

const phrases: readonly { meaning: PhraseMeaning; pattern: RegExp }[] = [
  // Told by country first: "is not available" would match it too.
  {
    meaning: "geo",
    pattern: anchored(
      `${exclaimFr}(?:${subjectFr} )?(?:n'est pas |n'est plus |est )?(?:disponible|accessible|indisponible|bloquée?|inaccessible|non disponible) dans (?:votre|ce) (?:pays|région|zone|territoire).{0,60}`,
    ),
  },
  {
    meaning: "geo",
    pattern: anchored(
      `${exclaimEn}(?:${subjectEn} )?(?:is |isn't |has been |are )?(?:not |currently )?(?:available|unavailable|blocked|restricted|withheld|accessible)(?: to watch)? in (?:your|this) (?:country|region|location|area|territory).{0,60}`,
    ),
  },

  {
    meaning: "gone",
    pattern: anchored(
      `${exclaimFr}${subjectFr} (?:n'est plus|ne sont plus) (?:disponible|accessible|en ligne|visible|active?|publiée?)s?${tailFr}`,
    ),
  },
  {
    meaning: "gone",
    pattern: anchored(`${exclaimFr}${subjectFr} (?:n'existe|n'existent) (?:plus|pas)${tailFr}`),
  },
  {
    meaning: "gone",
    pattern: anchored(
      `${exclaimFr}${subjectFr} (?:a|ont) été (?:définitivement )?(?:supprimé|retiré|effacé|désactivé|suspendu|fermé|bloqué|banni|clôturé|dépublié)e?s?${tailFr}`,
    ),
  },
  {
    meaning: "gone",
    pattern: anchored(
      `${exclaimFr}${subjectFr} (?:est |est désormais )?(?:introuvable|inexistant|supprimé|retiré|effacé|suspendu|désactivé|fermé|clôturé|expiré|non trouvé)e?s?${tailFr}`,
    ),
  },
  {
    meaning: "gone",
    pattern: anchored(
      `${exclaimFr}(?:nous n'avons pas trouvé|nous ne trouvons pas) (?:la |cette )?page.{0,40}`,
    ),
  },
  {
    meaning: "gone",
    pattern: anchored(
      `${exclaimEn}${subjectEn} (?:is|are) no longer (?:available|online|accessible|active|here|live|published)${tailEn}`,
    ),
  },
  {
    meaning: "gone",
    pattern: anchored(`${exclaimEn}${subjectEn} (?:isn't|is not) available any(?:more| longer)`),
  },
  {
    meaning: "gone",
    pattern: anchored(
      `${exclaimEn}${subjectEn} (?:(?:has|have) been|was|were)(?: permanently)? (?:removed|deleted|suspended|deactivated|disabled|terminated|taken down|closed|banned|unpublished)${tailEn}`,
    ),
  },
  {
    meaning: "gone",
    pattern: anchored(
      `${exclaimEn}${subjectEn} (?:(?:does not|doesn't|do not|don't) exist|no longer exists?|(?:could not|couldn't|cannot|can't) be found|(?:was |were |is )?not found|is gone|has expired)${tailEn}`,
    ),
  },
  {
    meaning: "gone",
    pattern: anchored(
      `${exclaimEn}${subjectEn} (?:removed|deleted|suspended|terminated|deactivated|taken down|expired)${tailEn}`,
    ),
  },
  {
    meaning: "gone",
    pattern: anchored(
      `${exclaimEn}we (?:can't|couldn't|could not|cannot) find (?:this|that|the) page.{0,40}`,
    ),
  },
  {
    meaning: "gone",
    pattern: anchored("(?:http |erreur |error )?404(?: error| erreur)?(?:[\\s:.-]+not found)?"),
  },
  { meaning: "gone", pattern: anchored("not found|non trouvée?|introuvable|410 gone|gone") },

  {
    meaning: "unavailable",
    pattern: anchored(
      `${exclaimFr}${subjectFr} (?:(?:n'est|ne sont)(?: actuellement)? pas (?:disponible|accessible)s?|(?:est |sont )?(?:actuellement |momentanément )?(?:indisponible|inaccessible|non disponible)s?)(?: actuellement| pour le moment| en ce moment)?`,
    ),
  },
  {
    meaning: "unavailable",
    pattern: anchored(
      `${exclaimEn}${subjectEn} (?:(?:isn't|is not|are not|aren't)(?: currently)? available|(?:is |are )?(?:currently )?unavailable|not available)(?: right now| at the moment| at this time)?`,
    ),
  },

  { meaning: "private", pattern: anchored(`${subjectFr} (?:est )?privée?`) },
  {
    meaning: "private",
    pattern: anchored(`(?:${subjectEn} is private|private (?:video|account|profile|page|group))`),
  },

  {
    meaning: "challenge",
    pattern: anchored(
      "(?:just a moment|un instant|one moment, please|attention required|access denied|accès refusé|access to this page has been denied|are you (?:a robot|human)|êtes-vous un (?:robot|humain)|robot check|security check|(?:contrôle|vérification) de sécurité|human verification|verify(?:ing)? (?:that )?you are (?:a )?human|vérifiez que vous êtes (?:un )?humain|checking your browser.{0,60}|one more step|pardon our interruption|ddos-guard|captcha|request blocked|bot verification)(?: ?\\?)?",
    ),
  },
  {
    meaning: "login",
    pattern: anchored(
      "(?:log ?in|sign ?in|login|connexion|se connecter|connectez-vous|s'identifier|identifiez-vous|log in or sign up|connexion ou inscription)(?: (?:to|on|à|sur) .{1,40}| required| requise)?",
    ),
  },
];

/** What a title, a heading or a sentence says as a whole, or null when it is about something else. */
export function phraseMeaning(text: string): PhraseMeaning | null {
  // Normalising a long run of combining marks takes quadratic time: what is far too long is not read at all.
  if (text.length > 2_000) return null;
  const sentence = plainSentence(text);
  if (sentence === "" || sentence.length > 200) return null;
  return phrases.find(({ pattern }) => pattern.test(sentence))?.meaning ?? null;
}

/** The name of the site stands before or after the words: each part of a title may be the phrase. */
export function titleMeaning(title: string): PhraseMeaning | null {
  const parts = [title, ...title.split(/\s+[|·•:–—-]+\s+|\s*[|·•]\s*|\s+::\s+/)];
  for (const part of parts) {
    const meaning = phraseMeaning(part);
    if (meaning) return meaning;
  }
  return null;
}

function plainSentence(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[’‘ʼ´`]/g, "'")
    .replace(/[\s\u00a0\u202f]+/g, " ")
    .replace(/^[^\p{L}\p{N}]+/u, "")
    .replace(/[\s.!…:;,)\]]+$/u, "");
}
