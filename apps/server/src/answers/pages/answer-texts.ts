import type { AnswerKind, AnswerState, Language, NoticeKind } from "@vigie/contract";

type Choice = Exclude<AnswerState, "none">;

/** The sentences of the page on which the recipient of a notice answers. */
export interface AnswerTexts {
  title(reference: string): string;
  lead(hotline: string, date: string, contents: number): string;
  asked: Record<NoticeKind, string>;
  /** What the request is not: no order of an authority. */
  nature: string;
  addresses: string;
  opening: string;
  languages: string;
  saidTitle: string;
  said: Record<AnswerKind, string>;
  ticket(number: string): string;
  decidedTitle: string;
  decided: string;
  legend: string;
  choices: Record<Choice, { label: string; about: string }>;
  /** What "we acted" means for a kind of notice. */
  acted: Record<NoticeKind, string>;
  text: string;
  textHint: string;
  reference: string;
  optional: string;
  send: string;
  problemTitle: string;
  kept: string;
  chooseFirst: string;
  wordsMissing: string;
  textTooLong(limit: string): string;
  referenceTooLong: string;
  footer(hotline: string): string;
  until(date: string): string;
  closedTitle: string;
}

const several = (count: number, one: string, more: string) => (count === 1 ? one : `${count}\u00a0${more}`);

const frDecision =
  "Nous vous demandons d’examiner ces contenus, que nous estimons illicites, et de nous dire ce que vous décidez.";
const frRemoved = "Contenus retirés, ou rendus inaccessibles. Pour une partie seulement, dites laquelle.";
const enDecision =
  "We ask you to examine this content, which we consider illegal, and to tell us what you decide.";
const enRemoved = "Content removed, or access to it disabled. If only part of it, say which.";

export const answerTexts: Record<Language, AnswerTexts> = {
  fr: {
    title: (reference) => `Répondre au dossier ${reference}`,
    lead: (hotline, date, contents) =>
      `${hotline} vous a écrit le ${date} au sujet de ${several(contents, "un emplacement", "emplacements")}.`,
    asked: {
      service: frDecision,
      host: frDecision,
      upstream: frDecision,
      registrar:
        "Nous vous demandons d’examiner l’usage de ce nom de domaine et de nous dire ce que vous décidez.",
      site_owner:
        "Nous vous prions de bien vouloir retirer ces contenus, et de nous dire ce que vous décidez.",
      search_engine:
        "Nous vous demandons d’examiner ces résultats de recherche et de nous dire ce que vous décidez.",
      payment_service:
        "Nous vous demandons d’examiner l’usage qui est fait de votre service et de nous dire ce que vous décidez.",
      erasure: "Nous vous demandons d’effacer des données personnelles et de nous dire ce que vous décidez.",
      delisting:
        "Nous vous demandons de ne plus afficher ces adresses dans les résultats et de nous dire ce que vous décidez.",
      complaint: "Nous vous avons adressé une réclamation et vous demandons quelle suite elle reçoit.",
    },
    nature: "Nous sommes un service de signalement, pas une autorité : notre demande ne vaut pas injonction.",
    addresses: "Les adresses sont dans le message que vous avez reçu. Cette page ne les répète pas.",
    opening: "Ouvrir cette page ne vaut pas réponse : seul le bouton en bas de page envoie quelque chose.",
    languages: "Langue",
    saidTitle: "Votre réponse est enregistrée",
    said: {
      automatic: "Réponse automatique",
      bounce: "Message non remis",
      acknowledgement: "Réception confirmée",
      question: "Question posée",
      action: "Suite donnée",
      refusal: "Refus",
      other: "Autre réponse",
    },
    ticket: (number) => `votre numéro : ${number}`,
    decidedTitle: "Votre décision est enregistrée",
    decided: "Pour la changer ou la préciser, répondez au message que vous avez reçu.",
    legend: "Que voulez-vous nous dire ?",
    choices: {
      acknowledged: {
        label: "Nous l’avons reçu",
        about: "Vous direz plus tard ce que vous décidez, par ce même lien.",
      },
      asked: {
        label: "Il nous manque quelque chose",
        about: "Écrivez ci-dessous ce qu’il vous faut pour décider.",
      },
      acted: { label: "Nous avons donné suite", about: "" },
      refused: { label: "Nous ne donnons pas suite", about: "Dites pourquoi en quelques mots ci-dessous." },
    },
    acted: {
      service: frRemoved,
      host: frRemoved,
      upstream: frRemoved,
      registrar: "Nom de domaine suspendu, ou autre mesure. Dites laquelle.",
      site_owner: frRemoved,
      search_engine: "Résultats retirés. Pour une partie seulement, dites laquelle.",
      payment_service: "Paiements arrêtés, ou autre mesure. Dites laquelle.",
      erasure: "Données effacées. Pour une partie seulement, dites laquelle.",
      delisting: "Résultats retirés. Pour une partie seulement, dites laquelle.",
      complaint: "Réclamation traitée. Dites en quelques mots comment.",
    },
    text: "Précisions",
    textHint: "Nécessaires pour une question ou un refus. 10 000 caractères au plus.",
    reference: "Votre numéro de dossier",
    optional: "facultatif",
    send: "Envoyer la réponse",
    problemTitle: "La réponse n’est pas partie",
    kept: "Ce que vous avez écrit est toujours là.",
    chooseFirst: "Choisissez une des quatre réponses.",
    wordsMissing: "Ajoutez quelques mots : sans eux, nous ne pourrions pas vous répondre utilement.",
    textTooLong: (limit) =>
      `Les précisions dépassent ${limit} caractères. Raccourcissez-les, ou répondez au message.`,
    referenceTooLong: "Votre numéro de dossier dépasse 200 caractères.",
    footer: (hotline) => `Page de ${hotline}, réservée à qui a reçu ce message.`,
    until: (date) => `Ce lien fonctionne jusqu’au ${date}.`,
    closedTitle: "Ce lien n’ouvre rien",
  },
  en: {
    title: (reference) => `Answer case ${reference}`,
    lead: (hotline, date, contents) =>
      `${hotline} wrote to you on ${date} about ${several(contents, "one location", "locations")}.`,
    asked: {
      service: enDecision,
      host: enDecision,
      upstream: enDecision,
      registrar: "We ask you to examine how this domain name is used, and to tell us what you decide.",
      site_owner: "We kindly ask you to remove this content, and to tell us what you decide.",
      search_engine: "We ask you to examine these search results, and to tell us what you decide.",
      payment_service: "We ask you to examine how your service is used, and to tell us what you decide.",
      erasure: "We ask you to erase personal data, and to tell us what you decide.",
      delisting:
        "We ask you to stop showing these addresses in search results, and to tell us what you decide.",
      complaint: "We sent you a complaint, and ask what becomes of it.",
    },
    nature: "We are a reporting hotline, not an authority: our request is not an order.",
    addresses: "The addresses are in the message you received. This page does not repeat them.",
    opening: "Opening this page is no answer: only the button at the end of the page sends anything.",
    languages: "Language",
    saidTitle: "Your answer is recorded",
    said: {
      automatic: "Automatic answer",
      bounce: "Message not delivered",
      acknowledgement: "Receipt confirmed",
      question: "Question asked",
      action: "Acted on",
      refusal: "Refused",
      other: "Another answer",
    },
    ticket: (number) => `your number: ${number}`,
    decidedTitle: "Your decision is recorded",
    decided: "To change it or add to it, reply to the message you received.",
    legend: "What do you want to tell us?",
    choices: {
      acknowledged: {
        label: "We have received it",
        about: "You can say later what you decide, by this same link.",
      },
      asked: { label: "We need to know more", about: "Write below what you need in order to decide." },
      acted: { label: "We have acted on it", about: "" },
      refused: { label: "We will not act on it", about: "Say why in a few words below." },
    },
    acted: {
      service: enRemoved,
      host: enRemoved,
      upstream: enRemoved,
      registrar: "Domain name suspended, or another measure. Say which.",
      site_owner: enRemoved,
      search_engine: "Results removed. If only part of them, say which.",
      payment_service: "Payments stopped, or another measure. Say which.",
      erasure: "Data erased. If only part of it, say which.",
      delisting: "Results removed. If only part of them, say which.",
      complaint: "Complaint dealt with. Say in a few words how.",
    },
    text: "Details",
    textHint: "Needed for a question or a refusal. 10,000 characters at most.",
    reference: "Your reference number",
    optional: "optional",
    send: "Send the answer",
    problemTitle: "The answer was not sent",
    kept: "What you wrote is still there.",
    chooseFirst: "Choose one of the four answers.",
    wordsMissing: "Add a few words: without them we could not answer you to any use.",
    textTooLong: (limit) =>
      `The details are longer than ${limit} characters. Shorten them, or reply to the message.`,
    referenceTooLong: "Your reference number is longer than 200 characters.",
    footer: (hotline) => `A page of ${hotline}, for whoever received this message.`,
    until: (date) => `This link works until ${date}.`,
    closedTitle: "This link opens nothing",
  },
};
