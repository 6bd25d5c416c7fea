import type {
  AssessGroupAnswer,
  CaseFilter,
  Factor,
  gradeScales,
  SkipReason,
  stuckReasons,
  Urgency,
} from "@vigie/contract";
import { counted } from "./plural.ts";

const n = (count: number, one: string, other: string) => counted("fr", count, one, other);

/** The first page, the queue and the judgement, in French: the reference for keys. */
export const queueFr = {
  home: {
    title: "Accueil",
    hello: (name: string) => `Bonjour ${name}`,
    next: "Dossier suivant",
    nextHelp:
      "Le plus pressant que personne n'a pris. Il est à vous pendant 30 minutes, prolongées à chaque geste.",
    mine: (count: number) => `Reprendre ${n(count, "dossier pris", "dossiers pris")}`,
    nothing: "Aucun dossier n'attend de geste pour vous en ce moment.",
    waits: "Ce qui attend",
    danger: (count: number) =>
      count > 1
        ? `${count.toLocaleString("fr")}\u00a0dossiers où une vie est peut-être en danger`
        : "1\u00a0dossier où une vie est peut-être en danger",
    noDanger: "Aucune parole ne fait craindre pour une vie.",
    overdue: (count: number) => n(count, "échéance passée", "échéances passées"),
    free: (count: number) => `${n(count, "dossier libre", "dossiers libres")}`,
    all: "Voir tous les dossiers",
    week: "Ma semaine",
    weekText: (removed: number, median: string | null) =>
      removed === 0
        ? "Rien n'est encore retiré cette semaine dans les dossiers auxquels vous avez pris part. Vigie continue de veiller."
        : `${removed > 1 ? `${removed.toLocaleString("fr")}\u00a0contenus sont partis` : "1\u00a0contenu est parti"} cette semaine, dans des dossiers auxquels vous avez pris part${median === null ? "" : `, en ${median} pour la moitié d'entre eux`}.`,
    weekEmpty: "Ce que deviennent les dossiers auxquels vous prenez part apparaîtra ici.",
    answered: (count: number) => n(count, "réponse", "réponses"),
    returned: (count: number) => n(count, "retour", "retours"),
    chart: "Contenus retirés par jour",
    chartTable: "Les chiffres du graphique",
    day: "Jour",
    removedColumn: "Retirés",
    answeredColumn: "Réponses",
    returnedColumn: "Revenus",
    outcomes: "Suites, les plus récentes d'abord",
    more: (count: number) => `Voir ${n(count, "autre suite", "autres suites")}`,
    removed: (contents: number, time: string | null) =>
      `${contents > 1 ? `${contents.toLocaleString("fr")}\u00a0contenus retirés` : "Contenu retiré"}${time === null ? "" : `, en ${time}`}`,
    answeredBy: (by: string, answer: string) => `${by} a répondu : ${answer}`,
    answers: {
      none: "rien encore",
      acknowledged: "bien reçu",
      asked: "une question",
      acted: "retiré",
      refused: "refusé",
    },
    authority: (by: string, acted: boolean) => (acted ? `${by} a agi` : `${by} a répondu sans suite`),
    returnedLine: (contents: number) =>
      contents > 1 ? `${contents.toLocaleString("fr")}\u00a0contenus sont revenus` : "Le contenu est revenu",
  },
  why: {
    title: "Pourquoi ici",
    danger: "une vie est peut-être en danger",
    stuck: {
      overdue: "une échéance est passée",
      notice_failed: "une notification n'est pas arrivée",
      escalation_open: "une relance attend",
    } satisfies Record<(typeof stuckReasons)[number], string>,
    urgency: {
      P0: "danger immédiat",
      P1: "très urgent",
      P2: "urgent",
      P3: "urgence ordinaire",
      P4: "peut attendre",
    } satisfies Record<Urgency, string>,
    from: { grounds: "d'après la qualification", concern: "d'après le signalement" } satisfies Record<
      Extract<Factor, { factor: "urgency" }>["from"],
      string
    >,
    minor: "un mineur est peut-être concerné",
    own: "la personne concernée le demande",
    blackmail: { threatened: "on menace de faire chanter", under_way: "un chantage est en cours" },
    private: "reçu en privé par la personne qui signale",
    spread: (reports: number) => `${n(reports, "signalement", "signalements")} en 24\u00a0heures`,
    deadline: (due: string) => `échéance ${due}`,
    age: (when: string) => `signalé ${when}`,
  },
  claim: {
    mine: "à vous",
    free: "libre",
    by: (name: string) => `pris par ${name}`,
    mineUntil: (time: string) => `Ce dossier est à vous jusqu'à ${time}. Chaque geste prolonge.`,
    heldUntil: (name: string, time: string) =>
      `${name} travaille sur ce dossier jusqu'à ${time}. Vous pouvez le lire ; pour décider, demandez-lui ou reprenez-le.`,
    nobody: "Personne ne travaille sur ce dossier.",
    take: "Prendre",
    takeOver: (name: string) => `Reprendre à ${name}`,
    release: "Rendre à la file",
    skip: "Laisser à d'autres",
    taken: "Ce dossier est à vous.",
    takenOver: (name: string) => `Vous avez repris le dossier. ${name} en est averti.`,
    released: "Dossier rendu à la file.",
    heldKey: (name: string) => `${name} a ce dossier. Entrée pour le reprendre.`,
    notMine: "Ce dossier n'est pas à vous.",
  },
  skip: {
    title: "Laisser à d'autres",
    help: "Personne ne vous demandera d'explication. Ce dossier ne vous sera pas proposé pendant 12 heures.",
    reason: "Pourquoi ?",
    reasons: {
      not_now: "Pas maintenant",
      too_hard: "Trop dur pour moi",
      language: "Langue que je ne lis pas",
      knows_someone: "Je connais quelqu'un de concerné",
      needs_other: "Il y faut quelqu'un d'autre",
      other: "Autre raison",
    } satisfies Record<SkipReason, string>,
    submit: "Laisser, et passer au suivant",
    needReason: "Choisissez une raison.",
    done: "Dossier laissé à d'autres.",
  },
  wave: {
    mark: "vague",
    title: (reports: number) => `${n(reports, "signalement", "signalements")} en 24\u00a0heures`,
    text: (since: string) =>
      `Une vague de signalements, commencée ${since}. Ils disent presque tous la même chose : un seul regard suffit, une seule décision vaut pour tous.`,
  },
  filters: {
    topic: "Sujet",
    anyTopic: "Tous les sujets",
    urgency: "Urgence",
    anyUrgency: "Toutes les urgences",
    claimed: "Pris par",
    anyClaim: "Pris ou libres",
    claims: { mine: "À moi", free: "Libres", others: "À d'autres" } satisfies Record<
      NonNullable<CaseFilter["claimed"]>,
      string
    >,
    overdue: "En retard",
    language: "Langue",
    anyLanguage: "Toutes les langues",
    host: (host: string) => `Hôte ${host}`,
    clear: "Tout montrer",
    saved: "Filtres gardés",
    save: "Garder ce filtre",
    name: "Nom du filtre",
    nameHelp: "Pour vous seul. Par exemple : « haine, libre ».",
    kept: "Filtre gardé.",
    remove: (name: string) => `Effacer le filtre « ${name} »`,
    removed: "Filtre effacé.",
    more: "Voir plus de filtres",
    alike: "ressemblant",
    alikeCount: (count: number) =>
      `${n(count, "dossier", "dossiers")} à la fin ${count > 1 ? "ressemblent" : "ressemble"} seulement à votre recherche.`,
  },
  card: {
    title: "En mots",
    sealed: "adresse scellée",
    described: "décrit en mots",
    reports: (count: number) => n(count, "signalement", "signalements"),
    minor: "mineur possible",
    before: { illegal: "déjà jugé illicite", legal: "déjà jugé licite" },
    alike: "semblable déjà jugé",
    host: "Hôte",
    guess: "Fondement probable",
    guessFrom: {
      match: "d'après un rapprochement",
      assessment: "d'après la qualification",
      concern: "d'après le signalement",
    },
    noGuess: "Rien ne l'indique encore",
    duplicates: "Déjà vu",
    duplicatesText: (reports: number, matches: number) =>
      [
        reports > 1 ? `signalé ${reports.toLocaleString("fr")} fois` : "signalé une fois",
        ...(matches > 0 ? [n(matches, "rapprochement d'empreinte", "rapprochements d'empreintes")] : []),
      ].join(", "),
    verdicts: "Jugé avant",
    noVerdict: "Jamais",
    verdictThere: (number: string) => `dans le dossier ${number}`,
    links: "Liens",
    linksText: (waiting: number, confirmed: number) =>
      waiting + confirmed === 0
        ? "Aucun"
        : [
            ...(waiting > 0 ? [`${waiting.toLocaleString("fr")} à confirmer`] : []),
            ...(confirmed > 0
              ? [`${confirmed.toLocaleString("fr")} ${confirmed > 1 ? "confirmés" : "confirmé"}`]
              : []),
          ].join(", "),
    decide: "Décider sans regarder",
    decideHelp: "Le plus souvent, ces mots suffisent. Regarder reste un choix, jamais un devoir.",
    confirmVerdict: "Reprendre le verdict du rapprochement",
  },
  judge: {
    proposedGrounds: "Fondements probables",
    proposedHelp:
      "Un chiffre choisit : les éléments sont cochés, les motifs préparés. Décochez ce qui ne s'y trouve pas.",
    minorKeys: "Touches : y oui, n non, i je ne sais pas.",
    elementsHelp: "Aide-mémoire. Les cases restent dans votre brouillon ; seuls les motifs sont enregistrés.",
    fromMatch: (where: string) => `Même contenu que ${where}, rapproché par son empreinte, déjà qualifié.`,
    fromMatchHelp: "Ce verdict vient du rapprochement. L'enregistrer confirme aussi que c'est la même chose.",
    whereCase: (number: string) => `dans le dossier ${number}`,
    whereBank: (name: string) => `dans la banque « ${name} »`,
    publicReasons: "Motifs lisibles par les signalants",
    publicReasonsHelp:
      "Tous ceux qui ont signalé peuvent les lire sur leur récépissé ; l'auteur du contenu aussi, s'il l'a signalé. Rien qui désigne quelqu'un.",
    grade: "Grade énoncé par un service habilité",
    gradeHelp:
      "Seulement s'il a été énoncé par un service qui en a le droit. Nous n'en donnons pas nous-mêmes.",
    scale: "Échelle",
    scales: {
      interpol_baseline: "Base commune d'Interpol",
      universal_classification: "Classification universelle (INHOPE)",
      iwf: "Catégories de l'IWF",
    } satisfies Record<(typeof gradeScales)[number], string>,
    noGrade: "Aucun grade",
    gradeValue: "Grade",
    statedBy: "Énoncé par",
    needGrade: "Dites le grade et qui l'a énoncé, ou choisissez « Aucun grade ».",
    gradeLine: (scale: string, grade: string, by: string) => `${scale} : ${grade}, énoncé par ${by}`,
    publicLine: "Lisible par les signalants",
    second: (name: string) => `avec l'accord de ${name}`,
    group: (count: number) =>
      count > 1
        ? `Valable aussi pour ${count.toLocaleString("fr")}\u00a0dossiers reliés ?`
        : "Valable aussi pour 1\u00a0dossier relié ?",
    groupHelp:
      "Des liens ou des rapprochements confirmés les tiennent ensemble. Chacun reçoit la même qualification, ou dit pourquoi non.",
    groupMore: "Les 100 premiers sont montrés.",
    groupAll: "Tous",
    groupDone: "Ce qu'il en est, dossier par dossier",
    outcomes: {
      assessed: "qualifié",
      proposed: "proposé à une seconde personne",
      refused: "refusé",
    } satisfies Record<AssessGroupAnswer["outcomes"][number]["outcome"], string>,
    problems: {
      "case.claimed_elsewhere": "quelqu'un d'autre y travaille",
      "request.conflict": "il a changé entre-temps",
      "session.locked": "déverrouillez d'abord les paroles",
      "case.unknown": "il n'existe plus pour vous",
    } as Record<string, string>,
    submitFor: (count: number) => `Enregistrer pour ${n(count, "dossier", "dossiers")}`,
    proposed: "Proposée : une seconde personne la confirmera.",
    proposal: {
      title: "Une qualification attend une seconde personne",
      by: (name: string) => `Proposée par ${name}`,
      because: (grounds: string) => `À deux pour : ${grounds}.`,
      own: "Elle est de vous : quelqu'un d'autre la confirmera ou la déclinera. En proposer une autre la remplace.",
      confirm: "Confirmer",
      decline: "Décliner",
      confirmed: "Qualification confirmée.",
      declined: "Qualification déclinée. Le dossier est à qualifier à nouveau.",
      watch: "Une personne qui peut décider la confirmera ou la déclinera.",
    },
    undo: {
      text: (left: string) => `Qualifié par vous. Vous pouvez encore annuler : il reste ${left}.`,
      action: "Annuler la qualification",
      done: "Qualification annulée. Le dossier est comme avant.",
      tooLate: "Il n'y a rien à annuler ici.",
    },
    moved: {
      title: "Le dossier a changé depuis que vous l'avez ouvert",
      text: "Ce que vous avez écrit est toujours là. Voici ce qui s'est passé :",
      nothing: "Quelqu'un d'autre a avancé ce dossier.",
      seen: "J'ai vu, continuer",
    },
  },
} as const;
