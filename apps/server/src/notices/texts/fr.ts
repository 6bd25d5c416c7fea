import type { NoticeTexts } from "./texts-type.ts";

const service =
  "Ce message vient d’un service de signalement. Il n’émane d’aucune autorité et ne vaut pas injonction : la décision " +
  "vous appartient.";
const request =
  "Cette demande vient d’un service de signalement, qui agit pour la personne concernée. Elle n’émane d’aucune autorité " +
  "et ne vaut pas injonction.";
const complaint =
  "Cette démarche vient d’un service de signalement, qui n’est pas une autorité et agit pour la personne concernée.";
const noticeRequest = "Nous vous prions de nous adresser, comme l’article 16 le prévoit :";
const noticeRequests = [
  "un accusé de réception, dans les meilleurs délais (paragraphe 4) ;",
  "votre décision, dans les meilleurs délais, avec les voies de recours possibles (paragraphe 5).",
] as const;
const fourParts = "Ses quatre parties suivent les points a) à d) du paragraphe 2 de cet article.";
const hostingInFrance =
  "En droit français, l’hébergement relève aussi de l’article 6 de la loi n° 2004-575 du 21 juin 2004 pour la confiance " +
  "dans l’économie numérique (LCEN).";
const oneMonth =
  "L’article 12, paragraphe 3, prévoit une réponse dans un délai d’un mois à compter de la réception. Ce délai peut " +
  "être prolongé de deux mois lorsque la demande est complexe, à condition de le dire et de l’expliquer pendant le " +
  "premier mois.";

export const noticeTextsFr: NoticeTexts = {
  greeting: "Bonjour,",
  headings: {
    reasons: "1. MOTIFS",
    where: "2. EMPLACEMENT EXACT",
    who: "3. QUI VOUS ÉCRIT",
    goodFaith: "4. BONNE FOI",
  },
  groundsLead: "Fondements :",
  elementsLead: "Ce que ce texte vise : ",
  explanationLead: "Explication :",
  readable: "lisible : ",
  placeInWords: "(un emplacement sans adresse, décrit dans l’explication)",
  name: "Nom : ",
  email: "Adresse électronique : ",
  reference: "Dossier : ",
  date: "Date : ",
  goodFaithStatement:
    "Nous pensons, de bonne foi, que les informations et les allégations de ce message sont exactes et complètes.",
  earlierLead: "Nous avons déjà écrit à ce sujet :",
  earlierAnswer: {
    none: "sans réponse à ce jour",
    acknowledged: "réception confirmée, sans décision à ce jour",
    asked: "des précisions nous ont été demandées, sans décision à ce jour",
    acted: "le destinataire dit avoir agi",
    refused: "le destinataire a refusé",
    not_delivered: "le message n’a pas pu être remis",
  },
  within: {
    hours: (count) =>
      `Une réponse sous ${count === 1 ? "une heure" : `${count} heures`} nous aiderait beaucoup : ces contenus peuvent causer un tort à tout moment.`,
    officeDays: (count) =>
      `Une réponse sous ${count === 1 ? "un jour ouvré" : `${count} jours ouvrés`} nous aiderait.`,
    month: "Une réponse dans le délai d’un mois rappelé plus haut nous aiderait.",
  },
  closing: {
    byReply: (number) =>
      `Il suffit de répondre à ce message en gardant le numéro de dossier ${number}. S’il vous manque un élément pour ` +
      "décider, écrivez-nous : nous vous répondrons.",
    byAddress: (number) =>
      `Vous pouvez nous répondre à l’adresse électronique ci-dessus, avec le numéro de dossier ${number}. S’il vous ` +
      "manque un élément pour décider, écrivez-nous : nous vous répondrons.",
  },
  answerPart: {
    invitation:
      "Vous pouvez aussi nous répondre sur cette page, sans compte : confirmer la réception, poser une question, dire ce " +
      "que vous avez décidé.",
    caution:
      "Ce lien est fait pour vous seul : il vaut mieux ne pas le transmettre ni le publier. L’ouvrir ne vaut pas réponse. " +
      "Il fonctionne pendant 180 jours.",
  },
  identity: {
    heading: (recipient) => `PARTIE RÉSERVÉE À ${recipient}`,
    caution:
      "Cette partie nomme la personne concernée, pour que vous puissiez traiter la demande. Nous vous demandons de ne pas " +
      "la transmettre à qui a publié les contenus, ni à un tiers, et de ne pas la publier.",
    person: "Personne concernée : ",
    searchedName: "Nom recherché, celui de la personne concernée : ",
    mandate: "Mandat : cette personne nous a chargés de faire cette démarche en son nom.",
  },
  form: {
    address: "Adresse du contenu",
    description: "Explication",
    email: "Adresse électronique",
    good_faith: "Déclaration de bonne foi",
    law: "Textes de loi",
    mandate: "Mandat",
    name: "Nom",
    person: "Personne concernée",
    reason: "Motif",
    reference: "Numéro de dossier",
    searched_name: "Nom recherché",
    signature: "Signature",
  },
  voices: {
    service: {
      subject: (number) => `Notification de contenus illicites (DSA, article 16), dossier ${number}`,
      opening:
        "Nous vous adressons une notification au sens de l’article 16 du règlement (UE) 2022/2065 sur les services " +
        "numériques (DSA). Elle porte sur des contenus accessibles par votre service, que nous estimons illicites. " +
        fourParts,
      nature: service,
      law: [],
      lawInFrance: null,
      request: noticeRequest,
      requests: noticeRequests,
    },
    host: {
      subject: (number) => `Notification de contenus illicites hébergés (DSA, article 16), dossier ${number}`,
      opening:
        "Nous vous adressons, comme à l’hébergeur que désignent les registres publics, une notification au sens de " +
        "l’article 16 du règlement (UE) 2022/2065 sur les services numériques (DSA). Elle porte sur des contenus que nous " +
        `estimons illicites. ${fourParts}`,
      nature: service,
      law: [
        "Selon l’article 6 de ce règlement, un hébergeur n’est pas responsable de ce qu’il stocke s’il n’en connaît pas le " +
          "caractère illicite, ou s’il agit promptement dès qu’il le connaît. Une notification assez précise peut donner cette " +
          "connaissance, quand l’illicéité se voit sans examen juridique détaillé (article 16, paragraphe 3).",
      ],
      lawInFrance: hostingInFrance,
      request: noticeRequest,
      requests: noticeRequests,
    },
    upstream: {
      subject: (number) =>
        `Signalement de contenus illicites accessibles par votre réseau, dossier ${number}`,
      opening:
        "D’après les registres publics, votre réseau relie à internet un serveur qui diffuse les contenus ci-dessous. Nous " +
        "les estimons illicites.",
      nature: service,
      law: [
        "Si vous stockez vous-même ces contenus, ce message est une notification au sens de l’article 16 du règlement (UE) " +
          "2022/2065 sur les services numériques (DSA), et l’article 6 de ce règlement s’applique. Si vous ne faites que " +
          "transporter, il vous informe, afin que vos propres conditions puissent s’appliquer.",
      ],
      lawInFrance: null,
      request: "Nous vous serions reconnaissants :",
      requests: [
        "de transmettre les parties 1 à 4 de ce message à votre client qui exploite ce serveur ;",
        "d’examiner ce que vos conditions prévoient dans ce cas ;",
        "de nous dire ce qu’il en est.",
      ],
    },
    registrar: {
      subject: (number) => `Signalement d’abus d’un nom de domaine, dossier ${number}`,
      opening:
        "D’après les registres publics, le nom de domaine des adresses ci-dessous est enregistré par votre intermédiaire. " +
        "Des contenus que nous estimons illicites y sont diffusés.",
      nature: service,
      law: [
        "Un bureau d’enregistrement n’héberge pas ces contenus : ce message n’est pas une notification au sens de " +
          "l’article 16 du règlement (UE) 2022/2065 sur les services numériques (DSA). C’est un signalement d’abus " +
          "au titre de vos conditions et de la politique du registre dont relève le domaine. L’explication dit " +
          "quelle part le nom lui-même prend dans les faits, s’il en prend une.",
        "La directive (UE) 2022/2555, article 28, prévoit que les données d’enregistrement d’un domaine sont exactes et " +
          "complètes.",
      ],
      lawInFrance: null,
      request: "Nous vous serions reconnaissants :",
      requests: [
        "de nous dire quelle procédure vous suivez pour un tel signalement, et ce qu’elle demande encore ;",
        "d’examiner celui-ci selon vos conditions et la politique du registre ;",
        "de nous faire connaître la suite que vous lui donnez.",
      ],
    },
    site_owner: {
      subject: (number) => `Demande de retrait de contenus de votre site, dossier ${number}`,
      opening:
        "Des contenus de votre site nous ont été signalés. Après examen, nous les estimons illicites, et nous vous prions de " +
        "bien vouloir les retirer.",
      nature: service,
      law: [
        "Comme éditeur du site, vous pouvez décider de ce retrait. Si un utilisateur a déposé ces contenus, votre site les " +
          "héberge, et ce message est aussi une notification au sens de l’article 16 du règlement (UE) 2022/2065 sur les " +
          "services numériques (DSA).",
        "Quand une personne y est reconnaissable, le règlement (UE) 2016/679 (RGPD) peut aussi s’appliquer : son article 17 " +
          "prévoit l’effacement de données traitées de manière illicite.",
      ],
      lawInFrance: hostingInFrance,
      request: "Nous vous serions reconnaissants :",
      requests: [
        "de retirer ces contenus, ou d’en fermer l’accès ;",
        "de nous dire ce que vous avez fait, ou pourquoi vous ne le faites pas.",
      ],
    },
    search_engine: {
      subject: (number) =>
        `Notification de contenus illicites parmi vos résultats (DSA, article 16), dossier ${number}`,
      opening:
        "Nous vous adressons une notification au sens de l’article 16 du règlement (UE) 2022/2065 sur les services " +
        "numériques (DSA), dans la mesure où cet article s’applique à votre service. Elle porte sur des adresses " +
        `que votre moteur de recherche peut afficher, et dont nous estimons le contenu illicite. ${fourParts}`,
      nature: service,
      law: [
        "Retirer une adresse de vos résultats ne retire pas la page : c’est une démarche qui s’ajoute à celles que nous " +
          "faisons auprès de qui la publie ou l’héberge.",
      ],
      lawInFrance: null,
      request: noticeRequest,
      requests: noticeRequests,
    },
    payment_service: {
      subject: (number) => `Signalement d’un usage contraire à vos conditions, dossier ${number}`,
      opening:
        "Un moyen de paiement que vous fournissez sert, d’après notre examen, aux faits décrits ci-dessous. Les contenus en " +
        "cause nous paraissent illicites.",
      nature: service,
      law: [
        "Ce message n’est pas une notification au sens de l’article 16 du règlement (UE) 2022/2065 sur les " +
          "services numériques (DSA) : c’est un signalement au titre de vos conditions d’utilisation. L’explication " +
          "dit où ce moyen de paiement apparaît, et à quoi il sert.",
      ],
      lawInFrance: null,
      request: "Nous vous serions reconnaissants :",
      requests: [
        "d’examiner ce signalement selon vos conditions ;",
        "de nous dire s’il vous manque un élément, et ce que vous pouvez nous communiquer de la suite donnée.",
      ],
    },
    erasure: {
      subject: (number) => `Demande d’effacement de données (RGPD, article 17), dossier ${number}`,
      opening:
        "Au nom de la personne concernée, qui nous en a chargés, nous vous demandons d’effacer les données à caractère " +
        "personnel qui se trouvent aux adresses ci-dessous. La demande se fonde sur l’article 17 du règlement (UE) 2016/679 " +
        "(RGPD). L’identité de cette personne figure dans une partie à part, qui vous est réservée.",
      nature: request,
      law: [
        oneMonth,
        "Un refus indique ses motifs, et la possibilité de saisir l’autorité de contrôle et le juge (article 12, " +
          "paragraphe 4). L’effacement est porté à la connaissance de ceux qui ont reçu ces données de vous (article 19).",
      ],
      lawInFrance: null,
      request: "Nous vous serions reconnaissants :",
      requests: [
        "d’effacer ces données, et de nous le confirmer ;",
        "ou de nous dire les motifs d’un refus, et les recours possibles.",
      ],
    },
    delisting: {
      subject: (number) => `Demande de déréférencement (RGPD, article 17), dossier ${number}`,
      opening:
        "Au nom de la personne concernée, qui nous en a chargés, nous vous demandons de ne plus afficher les adresses " +
        "ci-dessous quand une recherche porte sur son nom. La demande se fonde sur les articles 17 et 21 du règlement (UE) " +
        "2016/679 (RGPD) et sur l’arrêt de la Cour de justice du 13 mai 2014, Google Spain (C-131/12). Le nom recherché " +
        "figure dans une partie à part, qui vous est réservée.",
      nature: request,
      law: [
        "La demande porte sur les résultats affichés pour ce nom dans les versions européennes de votre moteur (arrêt du " +
          "24 septembre 2019, C-507/17). Les pages elles-mêmes n’en sont pas l’objet.",
        oneMonth,
        "Un refus indique ses motifs, et la possibilité de saisir l’autorité de contrôle et le juge (article 12, " +
          "paragraphe 4).",
      ],
      lawInFrance: null,
      request: "Nous vous serions reconnaissants :",
      requests: [
        "de ne plus afficher ces adresses pour ce nom, et de nous le confirmer ;",
        "ou de nous dire les motifs d’un refus, et les recours possibles.",
      ],
    },
    complaint_data: {
      subject: (number) => `Réclamation (RGPD, article 77), dossier ${number}`,
      opening:
        "Au nom de la personne concernée, qui nous en a chargés, nous introduisons une réclamation au sens de l’article 77 " +
        "du règlement (UE) 2016/679 (RGPD). Elle porte sur des données à caractère personnel qui se trouvent aux adresses " +
        "ci-dessous. L’identité de cette personne figure dans une partie à part, qui vous est réservée.",
      nature: complaint,
      law: [
        "Nous agissons en vertu du mandat que cette personne nous a donné (article 80, paragraphe 1).",
        "Nous estimons que le traitement de ces données est contraire à ce règlement, en particulier à l’article 17, pour " +
          "les motifs qui suivent.",
      ],
      lawInFrance: null,
      request: "Nous vous serions reconnaissants :",
      requests: [
        "de nous confirmer la réception de cette réclamation ;",
        "de nous informer de son état d’avancement et de son issue (article 77, paragraphe 2).",
      ],
    },
    complaint_regulator: {
      subject: (number) =>
        `Plainte au coordinateur pour les services numériques (DSA, article 53), dossier ${number}`,
      opening:
        "Au nom de la personne concernée, qui nous en a chargés, nous introduisons une plainte au sens de l’article 53 du " +
        "règlement (UE) 2022/2065 sur les services numériques (DSA). Nous estimons qu’un fournisseur n’a pas satisfait à ce " +
        "règlement à propos des contenus ci-dessous. L’identité de cette personne figure dans une partie à part, qui vous " +
        "est réservée.",
      nature: complaint,
      law: [
        "L’article 16 prévoit qu’un hébergeur confirme la réception d’une notification, décide en temps opportun, avec " +
          "diligence, et fait connaître sa décision et les recours possibles.",
      ],
      lawInFrance: null,
      request: "Nous vous serions reconnaissants :",
      requests: [
        "de nous confirmer la réception de cette plainte ;",
        "de la transmettre, s’il y a lieu, au coordinateur de l’État où le fournisseur est établi ;",
        "de nous informer de la suite qui lui est donnée.",
      ],
    },
  },
};
