import {
  type CasePlanView,
  type CaseView,
  type HostingView,
  type Language,
  type PlanStep,
  situationBody,
} from "@vigie/contract";

const hourMs = 3_600_000;
const at = (hours: number) => new Date(Date.now() + hours * hourMs).toISOString();
const day = (hours: number) => at(hours).slice(0, 10);

type Both = Readonly<Record<Language, string>>;

/**
 * A plan for an invented case, for looking at screens: every part of the view is filled at least once.
 * The real one is the server's; this decides nothing.
 */
export function inventedPlan(view: CaseView, language: Language): CasePlanView {
  const t = (both: Both) => both[language];
  const refused = view.summary.handling === "unknown" && view.assessments.length === 0;
  const minor = view.summary.handling === "no_fetch";
  const steps = refused ? [] : minor ? minorSteps(t) : ordinarySteps(view, t);
  return {
    plan: {
      kind: refused ? "refused" : "plan",
      says: refused
        ? t({
            fr: "Pas encore de plan : qualifiez le dossier, les voies dépendent des fondements. En attendant, voici qui appeler.",
            en: "No plan yet: assess the case, for routes depend on the grounds. Meanwhile, here is whom to call.",
          })
        : minor
          ? t({
              fr: "Un mineur est concerné : l'adresse va à l'autorité, et à personne d'autre avant elle.",
              en: "A minor is concerned: the address goes to the authority, and to nobody else before it.",
            })
          : t({
              fr: "Prévenir d'abord le service qui montre le contenu, puis son hébergeur si rien ne bouge en trois jours.",
              en: "First tell the service that shows the content, then whoever hosts it if nothing moves within three days.",
            }),
      subjects: view.contents.map(({ url, host, service, object }) => ({
        location: url,
        host,
        service: service === null ? null : { slug: "videos", name: service },
        object,
      })),
      grounds: [],
      situation: {
        ...situationBody.parse({}),
        ...(minor ? { minor: "yes" as const } : {}),
        ...(view.summary.status === "assessed" && !minor
          ? { uploaderHostile: "yes" as const, blackmail: "threatened" as const, country: "FR" }
          : {}),
      },
      people: people(t),
      steps,
      clocks: refused || minor ? [] : clocks(t),
      avoided: refused || minor ? [] : avoided(t),
      unknowns: refused
        ? []
        : [
            t({
              fr: "On ne sait pas si la personne a gardé le fichier : sans lui, aucune empreinte n'est possible.",
              en: "Whether the person still has the file is not known: without it no fingerprint can be made.",
            }),
            t({
              fr: "Le service « miroir.example » n'est pas dans le catalogue.",
              en: "The service “miroir.example” is not in the catalogue.",
            }),
          ],
      repeats: refused
        ? []
        : [
            {
              service: "Videos",
              text: t({
                fr: "Un seul signalement complet par vidéo. Au-delà, ce service peut fermer la voie à qui insiste.",
                en: "One complete report per video. Beyond that, this service may close the route to whoever insists.",
              }),
            },
          ],
    },
    hosting: view.contents
      .filter(({ kind }) => kind === "url")
      .map(({ id, host }) => ({
        contentId: id,
        hosting: host === "forum-des-quais.example" ? inventedHosting(host) : null,
        allowed: view.allowed.check,
      })),
  };
}

function people(t: (both: Both) => string): CasePlanView["plan"]["people"] {
  const person = {
    phoneBy: "call" as const,
    url: null,
    hours: null,
    open: "unknown" as const,
    urgent: false,
    verified: true,
  };
  return [
    {
      ...person,
      slug: "three-thousand",
      name: "Ligne nationale inventée",
      phone: "3000",
      takes: t({
        fr: "Jeunes, parents, images et harcèlement.",
        en: "Young people, parents, images, harassment.",
      }),
      hours: t({ fr: "tous les jours, 9 h à 23 h", en: "every day, 9 am to 11 pm" }),
      open: "open",
    },
    {
      ...person,
      slug: "emergency",
      name: t({ fr: "Secours", en: "Emergency services" }),
      phone: "112",
      takes: t({ fr: "Quelqu'un est en danger maintenant.", en: "Somebody is in danger now." }),
      hours: t({ fr: "jour et nuit", en: "day and night" }),
      open: "open",
      urgent: true,
    },
    {
      ...person,
      slug: "emergency-text",
      name: t({ fr: "Secours, par écrit", en: "Emergency services, in writing" }),
      phone: "114",
      phoneBy: "sms",
      takes: t({ fr: "Quand on ne peut pas parler.", en: "When one cannot speak." }),
      hours: t({ fr: "jour et nuit", en: "day and night" }),
      open: "open",
      urgent: true,
    },
    {
      ...person,
      slug: "victims",
      name: t({ fr: "Aide aux victimes inventée", en: "Invented victim support" }),
      phone: "116 000",
      takes: t({ fr: "Écoute, droits, accompagnement.", en: "Listening, rights, company." }),
      verified: false,
    },
    {
      ...person,
      slug: "site",
      name: "Point d'écoute des Quais",
      phone: null,
      phoneBy: null,
      url: "https://ecoute.example/contact",
      takes: t({ fr: "Par écrit, réponse en deux jours.", en: "In writing, answered within two days." }),
    },
  ];
}

const noChannel = { id: null, url: null, email: null, phone: null, postal: null };

function ordinarySteps(view: CaseView, t: (both: Both) => string): PlanStep[] {
  const verified = (hours: number): PlanStep["fact"] => ({
    verified: true,
    dateSeen: day(hours),
    confidence: "verified_text",
    sourceUrl: "https://forum-des-quais.example/regles",
    text: t({ fr: "Règles du service, lues en entier.", en: "The service's rules, read in full." }),
  });
  const unverified: PlanStep["fact"] = {
    verified: false,
    dateSeen: day(-3000),
    confidence: "memory",
    sourceUrl: null,
    text: t({ fr: "Noté de mémoire, à relire.", en: "Noted from memory, to be read again." }),
  };
  const positions = (host: string) =>
    view.contents.flatMap((content, position) => (content.host === host ? [position] : []));
  const quiet = {
    code: "nothing" as const,
    nameShown: "no" as const,
    text: t({
      fr: "Rien : le service s'engage à ne pas dire qui a signalé.",
      en: "Nothing: the service undertakes not to say who reported.",
    }),
  };
  const base = { cautions: [], after: null, next: null, done: null, locations: [] };
  return [
    {
      ...base,
      id: "flag:quais",
      kind: "flag",
      title: t({ fr: "Signaler le message dans le forum", en: "Flag the message in the forum" }),
      recipient: { name: "Forum des Quais", service: "quais", authority: null },
      channel: {
        ...noChannel,
        id: "flag",
        label: t({
          fr: "Bouton « Signaler » sous le message, motif « haine ».",
          en: "The “Report” button under the message, reason “hate”.",
        }),
        url: "https://forum-des-quais.example/aide/signaler",
      },
      locations: positions("forum-des-quais.example"),
      why: [
        t({
          fr: "La voie la plus rapide, sans pièce d'identité.",
          en: "The quickest way, without proof of identity.",
        }),
      ],
      learns: quiet,
      supply: [t({ fr: "L'adresse exacte du message.", en: "The exact address of the message." })],
      due: {
        hours: 24,
        legal: false,
        at: at(8),
        text: t({ fr: "Un jour, puis on passe à la notification.", en: "One day, then the notice." }),
      },
      next: {
        stepId: "notice:quais",
        text: t({ fr: "Notifier le service.", en: "Send the service a notice." }),
      },
      fact: verified(-200),
      done: { at: at(-16), by: "Camille" },
    },
    {
      ...base,
      id: "notice:quais",
      kind: "notice",
      title: t({ fr: "Notifier le forum", en: "Send the forum a notice" }),
      recipient: { name: "Forum des Quais", service: "quais", authority: null },
      channel: {
        ...noChannel,
        id: "email",
        label: t({
          fr: "Adresse électronique pour les notifications de contenus illicites.",
          en: "E-mail address for notices of illegal content.",
        }),
        email: "abuse@forum-des-quais.example",
      },
      locations: positions("forum-des-quais.example"),
      why: [
        t({
          fr: "Le service doit examiner toute notification complète et dire ce qu'il décide.",
          en: "The service must examine any complete notice and say what it decides.",
        }),
        t({
          fr: "Le fondement est manifeste : une notification suffit pour qu'il ne puisse plus l'ignorer.",
          en: "The ground is manifest: after one notice it can no longer say that it did not know.",
        }),
        t({ fr: "Il connaît notre ligne.", en: "It knows our hotline." }),
      ],
      learns: {
        code: "with_decision",
        nameShown: "no",
        text: t({
          fr: "L'auteur reçoit la décision et ses motifs quand le contenu est retiré. Le nom du notifiant n'y figure pas.",
          en: "The uploader receives the decision and its reasons once the content is removed, without the notifier's name.",
        }),
      },
      supply: [
        t({ fr: "L'adresse exacte de chaque message.", en: "The exact address of each message." }),
        t({ fr: "Pourquoi c'est illicite.", en: "Why it is illegal." }),
        t({ fr: "Une déclaration de bonne foi.", en: "A statement of good faith." }),
      ],
      cautions: [
        t({
          fr: "N'écrivez rien qui permette de reconnaître la victime.",
          en: "Write nothing by which the victim could be recognised.",
        }),
      ],
      due: {
        hours: 72,
        legal: false,
        at: null,
        text: t({
          fr: "Trois jours. La loi dit « sans délai indu ».",
          en: "Three days. The law says “without undue delay”.",
        }),
      },
      next: {
        stepId: "host_notice:quais",
        text: t({
          fr: "Sans retrait, notifier l'hébergeur du forum.",
          en: "Without removal, notify the forum's host.",
        }),
      },
      fact: verified(-400),
    },
    {
      ...base,
      id: "find_host:miroir",
      kind: "find_host",
      title: t({ fr: "Chercher qui héberge miroir.example", en: "Find out who hosts miroir.example" }),
      recipient: { name: "miroir.example", service: null, authority: null },
      channel: {
        ...noChannel,
        label: t({ fr: "DNS et registres publics.", en: "DNS and public registries." }),
      },
      locations: positions("miroir.example"),
      why: [t({ fr: "Ce site n'est pas dans le catalogue.", en: "This site is not in the catalogue." })],
      learns: {
        ...quiet,
        text: t({ fr: "Rien : le site n'est pas contacté.", en: "Nothing: the site is not contacted." }),
      },
      supply: [],
      due: {
        hours: null,
        legal: false,
        at: null,
        text: t({ fr: "Quelques secondes.", en: "A few seconds." }),
      },
      fact: verified(-20),
    },
    {
      ...base,
      id: "host_notice:quais",
      kind: "host_notice",
      title: t({ fr: "Notifier l'hébergeur du forum", en: "Send the forum's host a notice" }),
      recipient: { name: "Hébergeur du Nord", service: null, authority: null },
      channel: {
        ...noChannel,
        label: t({ fr: "Contact abus du réseau.", en: "Abuse contact of the network." }),
        email: "abuse@hebergeur-du-nord.example",
      },
      locations: positions("forum-des-quais.example"),
      why: [t({ fr: "Le forum n'aura pas répondu.", en: "The forum will not have answered." })],
      learns: {
        code: "possible",
        nameShown: "possible",
        text: t({
          fr: "L'hébergeur transmet souvent le texte reçu à son client, qui peut être l'auteur.",
          en: "The host often passes the text on to its customer, who may be the uploader.",
        }),
      },
      supply: [t({ fr: "La première notification et sa date.", en: "The first notice and its date." })],
      cautions: [
        t({
          fr: "Aucun nom dans l'explication : elle peut être lue par le client de l'hébergeur.",
          en: "No name in the explanation: the host's customer may read it.",
        }),
      ],
      due: { hours: 72, legal: false, at: null, text: t({ fr: "Trois jours.", en: "Three days." }) },
      after: {
        stepId: "notice:quais",
        from: at(52),
        open: false,
        text: t({
          fr: "Attendez la réponse du forum, ou la fin de son délai.",
          en: "Wait for the forum's answer, or for its time to pass.",
        }),
      },
      fact: unverified,
    },
    {
      ...base,
      id: "data_authority:fr",
      kind: "data_authority",
      title: t({
        fr: "Saisir l'autorité de protection des données",
        en: "Complain to the data-protection authority",
      }),
      recipient: { name: "Autorité inventée", service: null, authority: "invented" },
      channel: {
        ...noChannel,
        label: t({ fr: "Formulaire en ligne, ou courrier.", en: "Online form, or letter." }),
        url: "https://donnees.example/plainte",
        postal: ["Autorité inventée", "1, place des Quais", "75000 Paris"],
      },
      why: [
        t({
          fr: "Une demande d'effacement restée sans réponse pendant un mois peut lui être soumise.",
          en: "An erasure request left unanswered for a month can be brought to it.",
        }),
      ],
      learns: quiet,
      supply: [t({ fr: "La demande d'effacement et sa date.", en: "The erasure request and its date." })],
      due: {
        hours: 2160,
        legal: true,
        at: null,
        text: t({
          fr: "Trois mois pour être informé des suites.",
          en: "Three months to hear what came of it.",
        }),
      },
      after: {
        stepId: null,
        from: null,
        open: false,
        text: t({
          fr: "Après une demande d'effacement restée un mois sans réponse.",
          en: "After an erasure request that stayed unanswered for a month.",
        }),
      },
      fact: verified(-900),
    },
  ];
}

function minorSteps(t: (both: Both) => string): PlanStep[] {
  return [
    {
      id: "refer:pharos",
      kind: "refer",
      title: t({ fr: "Transmettre l'adresse à PHAROS", en: "Refer the address to PHAROS" }),
      recipient: { name: "PHAROS", service: null, authority: "pharos" },
      channel: {
        ...noChannel,
        label: t({ fr: "Formulaire officiel.", en: "Official form." }),
        url: "https://www.internet-signalement.gouv.fr",
      },
      locations: [0],
      why: [
        t({
          fr: "Un mineur est concerné : l'autorité d'abord, l'hébergeur n'apprend rien avant elle.",
          en: "A minor is concerned: the authority first, and the host learns nothing before it.",
        }),
      ],
      learns: {
        code: "nothing",
        nameShown: "no",
        text: t({
          fr: "Rien. La transmission reste entre nous et l'autorité.",
          en: "Nothing. It stays between us and the authority.",
        }),
      },
      supply: [
        t({
          fr: "L'adresse seule. Aucune image, aucune copie.",
          en: "The address only. No picture, no copy.",
        }),
      ],
      cautions: [
        t({
          fr: "N'ouvrez pas l'adresse, ne faites pas de capture.",
          en: "Do not open the address, take no screenshot.",
        }),
      ],
      due: { hours: 24, legal: false, at: null, text: t({ fr: "Le jour même.", en: "The same day." }) },
      next: null,
      after: null,
      fact: {
        verified: true,
        dateSeen: day(-100),
        confidence: "verified_text",
        sourceUrl: "https://www.internet-signalement.gouv.fr",
        text: t({ fr: "Site officiel.", en: "Official site." }),
      },
      done: null,
    },
  ];
}

function clocks(t: (both: Both) => string): CasePlanView["plan"]["clocks"] {
  return [
    {
      ground: "hate-insult",
      text: t({
        fr: "Injure publique à caractère raciste : un an pour agir.",
        en: "Public racist insult: one year to go to court.",
      }),
      from: day(-720),
      until: day(8040),
    },
    {
      ground: "defamation",
      text: t({ fr: "Diffamation : trois mois pour agir.", en: "Defamation: three months to go to court." }),
      from: day(-2000),
      until: day(200),
    },
  ];
}

function avoided(t: (both: Both) => string): CasePlanView["plan"]["avoided"] {
  return [
    {
      name: t({ fr: "Videos, formulaire droit d'auteur", en: "Videos, copyright form" }),
      why: t({
        fr: "Il donne le nom et l'adresse du plaignant à l'auteur.",
        en: "It hands the complainant's name and address to the uploader.",
      }),
    },
    {
      name: t({ fr: "Videos, atteinte à la vie privée", en: "Videos, privacy complaint" }),
      why: t({
        fr: "Il prévient l'auteur et lui laisse 48 heures avant tout retrait.",
        en: "It warns the uploader and leaves them 48 hours before any removal.",
      }),
    },
  ];
}

function inventedHosting(host: string): HostingView {
  const finding = { service: null, email: null, url: null, detail: null, at: at(-30) };
  return {
    host,
    lookedUpAt: at(-30),
    findings: [
      { ...finding, role: "registrar", name: "Bureau des Noms", source: "rdap" },
      {
        ...finding,
        role: "host",
        name: "Hébergeur du Nord",
        detail: "192.0.2.0/24",
        source: "rdap",
        email: "abuse@hebergeur-du-nord.example",
      },
      { ...finding, role: "cdn", name: "Relais Clair", detail: "ns1.relais-clair.example", source: "dns" },
      { ...finding, role: "network", name: "NORD-AS", detail: "AS64500", source: "asn" },
      {
        ...finding,
        role: "security_contact",
        name: host,
        source: "security_txt",
        url: `https://${host}/securite`,
      },
      { ...finding, role: "payment", name: "Caisse inventée", source: "team" },
    ],
    problems: [{ source: "rdap", code: "timeout" }],
  };
}
