import type { MediumFilter, MediumToShow, RevealRefused } from "./view-protocol.ts";

/** Everything that the element says. */
export interface ViewerWords {
  view: string;
  medium: (place: number, of: number, shown: Pick<MediumToShow, "kind" | "video" | "timeMs">) => string;
  size: (width: number, height: number) => string;
  grid: string;
  region: (row: number, rows: number, column: number, columns: number) => string;
  sizes: string;
  part: (regions: number) => string;
  filters: string;
  filter: Record<MediumFilter, string>;
  help: string;
  asking: string;
  shown: (seconds: number) => string;
  covered: string;
  late: string;
  failed: string;
  damaged: string;
  refused: Record<RevealRefused["why"], (when: string) => string>;
}

const clock = (timeMs: number) => {
  const seconds = Math.floor(timeMs / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

const fr: ViewerWords = {
  view: "Images de cette vue",
  medium: (place, of, { kind, video, timeMs }) =>
    kind === "picture"
      ? `Image ${place} sur ${of}`
      : `Image ${place} sur ${of}, vidéo ${(video ?? 0) + 1} à ${clock(timeMs ?? 0)}`,
  size: (width, height) => `${width} × ${height} pixels`,
  grid: "Zones de l'image, couvertes",
  region: (row, rows, column, columns) => `Zone : ligne ${row} sur ${rows}, colonne ${column} sur ${columns}`,
  sizes: "Taille d'une zone",
  part: (regions) => (regions === 2 ? "la moitié" : `1/${regions}`),
  filters: "Filtres",
  filter: {
    grey: "en gris",
    sepia: "en sépia",
    edges: "contours seuls",
    flipped: "à l'envers",
    smaller: "plus petit",
  },
  help: "Tenez appuyé sur une zone (souris, doigt, Espace ou Entrée) pour la voir ; relâchez, elle se recouvre. Les flèches changent de zone. Échap recouvre tout.",
  asking: "Demandée…",
  shown: (seconds) => `Montrée, ${seconds} secondes au plus.`,
  covered: "Recouverte.",
  late: "La zone est arrivée trop tard : ses secondes étaient passées. Elles comptent.",
  failed: "Le serveur n'a pas répondu. Réessayez.",
  damaged: "Le navigateur n'a pas pu lire la zone reçue. Réessayez.",
  refused: {
    day_spent: (when) =>
      `Votre temps d'images pour aujourd'hui est pris. Elles se rouvrent ${when}. Le texte du dossier reste là ; si regarder ne peut pas attendre, demandez à une deuxième personne.`,
    on_break: (when) =>
      `C'est le moment d'une pause. Les images se rouvrent ${when}. Le texte du dossier reste là ; si regarder ne peut pas attendre, demandez à une deuxième personne.`,
    stopped: (when) =>
      `À cette heure, les images sont fermées. Elles se rouvrent ${when}. Le texte du dossier reste là ; si regarder ne peut pas attendre, demandez à une deuxième personne.`,
    severe_after_severe: (when) =>
      `Vous venez de regarder un dossier éprouvant ; celui-ci l'est aussi. Il s'ouvre ${when}. D'ici là, prenez-en un d'une autre sorte, ou demandez à une deuxième personne.`,
  },
};

const en: ViewerWords = {
  view: "Pictures of this view",
  medium: (place, of, { kind, video, timeMs }) =>
    kind === "picture"
      ? `Picture ${place} of ${of}`
      : `Picture ${place} of ${of}, video ${(video ?? 0) + 1} at ${clock(timeMs ?? 0)}`,
  size: (width, height) => `${width} × ${height} pixels`,
  grid: "Regions of the picture, covered",
  region: (row, rows, column, columns) => `Region: row ${row} of ${rows}, column ${column} of ${columns}`,
  sizes: "Size of a region",
  part: (regions) => (regions === 2 ? "half" : `1/${regions}`),
  filters: "Filters",
  filter: {
    grey: "grey",
    sepia: "sepia",
    edges: "outlines only",
    flipped: "upside down",
    smaller: "smaller",
  },
  help: "Hold a region (mouse, finger, Space or Enter) to see it; let go and it is covered. Arrows move to another region. Escape covers everything.",
  asking: "Asked for…",
  shown: (seconds) => `Shown, for ${seconds} seconds at most.`,
  covered: "Covered.",
  late: "The region came too late: its seconds were over. They count.",
  failed: "The server did not answer. Try again.",
  damaged: "The browser could not read the region it got. Try again.",
  refused: {
    day_spent: (when) =>
      `Your viewing time for today is used up. Pictures open again ${when}. The case's text stays; if looking cannot wait, ask a second person.`,
    on_break: (when) =>
      `It is time for a break. Pictures open again ${when}. The case's text stays; if looking cannot wait, ask a second person.`,
    stopped: (when) =>
      `Pictures are closed at this hour. They open again ${when}. The case's text stays; if looking cannot wait, ask a second person.`,
    severe_after_severe: (when) =>
      `You have just looked at a harrowing case, and this is another. It opens ${when}. Until then take one of another kind, or ask a second person.`,
  },
};

const languages = { fr, en } as const;
const locales = { fr: "fr-FR", en: "en-GB" } as const;
const on = { fr: "à", en: "at" } as const;

type ViewerLanguage = keyof typeof languages;

/** French for a `lang` that begins with it, English for any other. */
export function languageOf(lang: string): ViewerLanguage {
  return /^fr\b/i.test(lang) ? "fr" : "en";
}

export function wordsOf(language: ViewerLanguage): ViewerWords {
  return languages[language];
}

/** Why not now, and what can be done. @param now ms since 1970, to tell this day from another. */
export function refusalInWords({ why, until }: RevealRefused, language: ViewerLanguage, now: number): string {
  return languages[language].refused[why](momentInWords(until, language, now));
}

/** "at 14:35"; on another day "Tuesday at 08:00", in the browser's time zone. */
function momentInWords(until: string, language: ViewerLanguage, now: number): string {
  const moment = new Date(until);
  const locale = locales[language];
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "short" }).format(moment);
  const at = `${on[language]}\u00a0${time}`;
  if (moment.toDateString() === new Date(now).toDateString()) return at;
  const day = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }).format(
    moment,
  );
  return language === "fr" ? `${day} ${at}` : `on ${day} ${at}`;
}
