import { randomUUID } from "node:crypto";
import type {
  CaseStatus,
  CaseSummary,
  CaseView,
  CaseWordsView,
  CheckView,
  ContentView,
} from "@vigie/contract";

const hourMs = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * hourMs).toISOString();
const ahead = (hours: number) => new Date(Date.now() + hours * hourMs).toISOString();

/** Kinds of invented case: each status, and the ones that look different on screen. */
export type InventedKind =
  | CaseStatus
  | "no_fetch"
  | "unknown_minor"
  | "danger"
  | "words_only"
  | "in_doubt"
  | "failed"
  | "prepared";

export const inventedKinds = [
  "danger",
  "unknown_minor",
  "no_fetch",
  "received",
  "assessed",
  "in_doubt",
  "failed",
  "prepared",
  "notified",
  "referred",
  "returned",
  "words_only",
  "removed",
  "closed",
] as const satisfies readonly InventedKind[];

const summaries = {
  danger: {
    status: "received",
    handling: "unknown",
    concern: "threat_or_violence",
    urgency: "P0",
    dueAt: ahead(2.5),
    nextStep: "assess",
  },
  unknown_minor: {
    status: "received",
    handling: "unknown",
    concern: "intimate_images",
    urgency: "P1",
    dueAt: ago(5),
    nextStep: "assess",
  },
  no_fetch: {
    status: "assessed",
    handling: "no_fetch",
    concern: "minor_abuse",
    urgency: "P1",
    dueAt: ahead(9),
    nextStep: "refer",
  },
  received: {
    status: "received",
    handling: "unknown",
    concern: "hate",
    urgency: "P2",
    dueAt: ahead(41),
    nextStep: "assess",
  },
  assessed: {
    status: "assessed",
    handling: "normal",
    concern: "hate",
    urgency: "P2",
    dueAt: ahead(30),
    nextStep: "notify",
  },
  in_doubt: {
    status: "assessed",
    handling: "normal",
    concern: "scam_or_other",
    urgency: "P3",
    dueAt: ahead(70),
    nextStep: "notify",
  },
  failed: {
    status: "notified",
    handling: "normal",
    concern: "hate",
    urgency: "P2",
    dueAt: ahead(50),
    nextStep: "escalate",
  },
  prepared: {
    status: "assessed",
    handling: "normal",
    concern: "harassment",
    urgency: "P2",
    dueAt: ahead(26),
    nextStep: "wait",
  },
  notified: {
    status: "notified",
    handling: "normal",
    concern: "harassment",
    urgency: "P2",
    dueAt: ago(50),
    nextStep: "escalate",
  },
  referred: {
    status: "referred",
    handling: "no_fetch",
    concern: "minor_abuse",
    urgency: "P1",
    dueAt: ahead(100),
    nextStep: "wait",
  },
  returned: {
    status: "returned",
    handling: "restricted",
    concern: "intimate_images",
    urgency: "P1",
    dueAt: ago(1),
    nextStep: "notify",
  },
  words_only: {
    status: "received",
    handling: "unknown",
    concern: "blackmail",
    urgency: "P2",
    dueAt: ahead(20),
    nextStep: "answer",
  },
  removed: {
    status: "removed",
    handling: "normal",
    concern: "hate",
    urgency: "P2",
    dueAt: null,
    nextStep: "close",
  },
  closed: {
    status: "closed",
    handling: "normal",
    concern: "scam_or_other",
    urgency: "P4",
    dueAt: null,
    nextStep: "none",
  },
} as const satisfies Record<InventedKind, Partial<CaseSummary>>;

const grounds = {
  danger: [],
  unknown_minor: [],
  received: [],
  words_only: [],
  no_fetch: ["csam-depiction"],
  referred: ["csam-depiction"],
  assessed: ["hate-incitement", "hate-insult"],
  in_doubt: ["phishing"],
  failed: ["hate-insult"],
  prepared: ["doxxing"],
  notified: ["doxxing"],
  returned: ["ncii"],
  removed: ["hate-incitement"],
  closed: ["phishing"],
} as const satisfies Record<InventedKind, readonly string[]>;

let counter = 0;

const check = (verdict: CheckView["verdict"], hours: number, more: Partial<CheckView> = {}): CheckView => ({
  id: randomUUID(),
  at: ago(hours),
  verdict,
  reasons: verdict === "removed" ? ["status_410"] : [],
  httpStatus: verdict === "removed" ? 410 : 200,
  finalUrl: null,
  bodySha256: "9f2c1f0b6f6c0a4d5d0d7a3c8f31b6a4f1a0c8ee1b2b5f4f4f2c1de0aa119c07",
  proof: false,
  ...more,
});

function content(host: string, path: string, more: Partial<ContentView> = {}): ContentView {
  const url = `https://${host}${path}`;
  return {
    id: randomUUID(),
    kind: "url",
    key: url,
    url,
    readableUrl: url,
    host,
    service: null,
    object: null,
    sealed: false,
    privateReported: false,
    minorReported: false,
    reports: 2,
    watch: { status: "waiting", verdict: null, lastCheckAt: null, nextCheckAt: null, removedAt: null },
    checks: [],
    recipient: null,
    ...more,
  };
}

const sealed = {
  sealed: true,
  url: null,
  key: null,
  readableUrl: null,
  host: null,
  minorReported: true,
} as const;
const watching = {
  watch: {
    status: "watching",
    verdict: "online",
    lastCheckAt: ago(2),
    nextCheckAt: ahead(4),
    removedAt: null,
  },
} as const;
const removed = {
  watch: {
    status: "removed",
    verdict: "removed",
    lastCheckAt: ago(3),
    nextCheckAt: ahead(140),
    removedAt: ago(20),
  },
} as const;
const recipient = (host: string) => ({
  host,
  name: "Service abuse",
  email: `abuse@${host}`,
  language: "fr" as const,
  source: "catalogue" as const,
  confidence: "verified_secondary",
});

function contentsOf(kind: InventedKind): ContentView[] {
  switch (kind) {
    case "no_fetch":
    case "referred":
      return [content("img.example", "/a", { ...sealed, reports: 1 })];
    case "unknown_minor":
      return [content("partage.example", "/f/8812", { ...sealed, privateReported: true, reports: 1 })];
    case "words_only":
      return [
        content("x.example", "", {
          ...sealed,
          sealed: false,
          kind: "words",
          minorReported: false,
          reports: 1,
        }),
      ];
    case "danger":
      return [content("forum-des-quais.example", "/fil/4471", { reports: 3 })];
    case "received":
      return [
        content("xn--mdias-bsa.example", "/2026/11/billet-17", {
          readableUrl: "https://médias.example/2026/11/billet-17",
          reports: 5,
        }),
        content("videos.example", "/watch?v=k2JhZ01", { service: "Videos", object: "video" }),
      ];
    case "removed":
      return [
        content("forum-des-quais.example", "/fil/3120", {
          ...removed,
          checks: [
            check("online", 60),
            check("removed", 21, { proof: true }),
            check("removed", 20, { proof: true }),
            check("removed", 3),
          ],
          recipient: recipient("forum-des-quais.example"),
        }),
      ];
    case "returned":
      return [
        content("partage.example", "/f/5590", {
          watch: {
            status: "returned",
            verdict: "online",
            lastCheckAt: ago(1),
            nextCheckAt: ahead(1),
            removedAt: null,
          },
          checks: [
            check("online", 1),
            check("removed", 40, { proof: true }),
            check("removed", 42, { proof: true }),
          ],
          recipient: recipient("partage.example"),
        }),
      ];
    default:
      return [
        content("forum-des-quais.example", "/fil/4102#message-9", {
          ...watching,
          reports: 4,
          checks: [check("online", 2), check("online", 8)],
          recipient: recipient("forum-des-quais.example"),
        }),
        content("forum-des-quais.example", "/fil/4103", {
          watch: {
            status: "removal_seen",
            verdict: "removed",
            lastCheckAt: ago(0.3),
            nextCheckAt: ahead(0.4),
            removedAt: null,
          },
          checks: [check("removed", 0.3), check("online", 6)],
          recipient: recipient("forum-des-quais.example"),
        }),
        content("xn--mdias-bsa.example", "/2026/11/billet-17", {
          ...watching,
          readableUrl: "https://médias.example/2026/11/billet-17",
          checks: [check("online", 2)],
        }),
        content("miroir.example", "/copie/17", removed),
      ];
  }
}

const topicOf = {
  minor_abuse: "minors",
  intimate_images: "intimate_image",
  blackmail: "blackmail",
  threat_or_violence: "threats",
  harassment: "harassment",
  hate: "hate",
  scam_or_other: "fraud",
} as const;

/** One invented case, whole. Nothing in it exists. */
export function inventedCase(kind: InventedKind): CaseView {
  counter += 1;
  const base = summaries[kind];
  const contents = contentsOf(kind);
  const hosts = [...new Set(contents.flatMap(({ host }) => (host === null ? [] : [host])))];
  const assessed = grounds[kind].length > 0;
  const minor = base.handling === "no_fetch" ? "yes" : "no";
  const told = toldKinds.includes(kind);
  const reports = kind === "danger" ? 3 : kind === "received" ? 5 : kind === "assessed" ? 4 : 2;
  const summary: CaseSummary = {
    id: randomUUID(),
    number: `2026-${String(counter).padStart(6, "0")}`,
    title: hosts[0] ?? null,
    hosts,
    reports,
    contents: contents.length,
    dangerAt: kind === "danger" ? ago(1) : null,
    firstReportedAt: ago(30),
    overdue: base.dueAt !== null && Date.parse(base.dueAt) < Date.now(),
    unread: kind === "words_only" || kind === "notified" ? 1 : 0,
    topics: [topicOf[base.concern]],
    languages: ["fr", "en"],
    why: [
      ...(kind === "danger" ? [{ factor: "danger" as const, since: ago(1) }] : []),
      ...(base.dueAt !== null && Date.parse(base.dueAt) < Date.now()
        ? [{ factor: "stuck" as const, because: ["overdue" as const] }]
        : []),
      { factor: "urgency", urgency: base.urgency, from: assessed ? "grounds" : "concern" },
      ...(kind === "unknown_minor" ? [{ factor: "minor" as const }, { factor: "private" as const }] : []),
      ...(kind === "words_only" ? [{ factor: "blackmail" as const, stage: "under_way" as const }] : []),
      { factor: "spread", reports },
      { factor: "age", since: ago(30) },
    ],
    claim: null,
    wave: kind === "in_doubt" ? { reports: 412, since: ago(7) } : null,
    version: 0,
    ...base,
  };
  return {
    summary,
    contents,
    reports: Array.from({ length: reports }, (_, index) => ({
      id: randomUUID(),
      at: ago(30 - index * 4),
      language: index === 1 ? ("en" as const) : ("fr" as const),
      concern: summary.concern,
      minor: base.handling === "no_fetch" || kind === "unknown_minor",
      private: kind === "unknown_minor",
      withdrawn: index === 3,
      hasReceipt: index !== 2,
      hasContact: index === 0,
      contentIds: contents.map(({ id }) => id),
    })),
    assessments: assessed
      ? [
          {
            id: randomUUID(),
            at: ago(20),
            by: "Camille",
            grounds: [...grounds[kind]],
            manifest: "manifest",
            minor,
            reasons:
              "Le fil appelle à s'en prendre aux habitants d'un quartier à raison de leur origine.\nLes messages 9 et 14 donnent une date et un lieu.",
            publicReasons: null,
            grade: null,
            second: null,
            undoableUntil: null,
          },
        ]
      : [],
    proposed:
      kind === "unknown_minor"
        ? {
            at: ago(0.6),
            by: "Aïcha",
            byId: "7d1f0f5e-3f0a-4c3e-9b55-0f6f6f0f0002",
            grounds: ["ncii"],
            manifest: "likely",
            minor: "no",
            reasons: "Une personne dit que ses images circulent sans son accord. Elle est majeure.",
            publicReasons: "Ces images sont diffusées sans l'accord de la personne.",
            grade: null,
            because: ["ncii"],
          }
        : null,
    ...inventedFollowUp(kind, summary.number, contents),
    matches: [],
    referrals:
      kind === "referred"
        ? [
            {
              id: randomUUID(),
              status: "filed",
              authority: {
                slug: "pharos",
                name: "PHAROS",
                country: "FR",
                url: "https://www.internet-signalement.gouv.fr",
                confidence: "verified_secondary",
              },
              reference: "PH-2026-118820",
              filedAt: ago(15),
              answeredAt: null,
              note: null,
              createdAt: ago(16),
              by: "Camille",
            },
          ]
        : [],
    notes:
      kind === "assessed"
        ? [
            {
              id: randomUUID(),
              at: ago(5),
              by: "Noé",
              text: "Même auteur que le dossier 2026-000012, sans certitude.",
            },
          ]
        : [],
    duties:
      kind === "danger"
        ? ["dsa_18", "cp_434_1"]
        : base.handling === "no_fetch"
          ? ["cp_434_3", "cpp_40"]
          : ["dsa_18"],
    allowed: {
      notify: assessed && base.handling !== "no_fetch" && kind !== "closed",
      refer: kind !== "closed",
      check: base.handling === "normal" || base.handling === "restricted",
    },
    history: [
      { at: ago(30), type: "report.received", by: null, details: { locations: contents.length } },
      ...(assessed
        ? [
            {
              at: ago(20),
              type: "case.assessed" as const,
              by: "Camille",
              details: { grounds: grounds[kind].length, minor },
            },
          ]
        : []),
      ...(told
        ? [
            {
              at: ago(19),
              type: "notice.sent" as const,
              by: "Camille",
              details: { contents: contents.length },
            },
          ]
        : []),
    ],
  };
}

const carriedKinds: readonly InventedKind[] = ["prepared"];
const toldKinds: readonly InventedKind[] = ["notified", "removed", "returned", "in_doubt", "failed"];

/** What was sent, what came back and what is proposed next. */
function inventedFollowUp(
  kind: InventedKind,
  number: string,
  contents: readonly ContentView[],
): Pick<CaseView, "notices" | "answers" | "escalations"> {
  const urls = contents.flatMap(({ url }) => (url === null ? [] : [url]));
  const base = {
    kind: "service",
    channelId: null,
    language: "fr",
    subject: `Notification de contenu illicite, dossier ${number}`,
    body: inventedLetter(urls, "Appel à la violence."),
    form: [],
    contents: contents.flatMap(({ id, url }) =>
      url === null ? [] : [{ contentId: id, url, outcome: "included" as const }],
    ),
    createdAt: ago(19),
    sentAt: null,
    dueAt: null,
    failure: null,
    reference: null,
    proof: null,
    answer: "none",
    answeredAt: null,
    messageId: `<${number}.1@vigie.example>`,
    by: "Camille",
  } as const;
  if (carriedKinds.includes(kind)) {
    const [address = ""] = urls;
    return {
      notices: [
        {
          ...base,
          form: inventedForm(address),
          contents: [...base.contents],
          id: randomUUID(),
          channel: "web_form",
          channelId: "quais.form.1",
          status: "prepared",
          to: {
            name: "Forum des Quais",
            email: null,
            url: "https://forum-des-quais.example/dsa",
            postal: null,
          },
        },
        {
          ...base,
          form: [],
          contents: [...base.contents],
          id: randomUUID(),
          channel: "post",
          kind: "host",
          status: "prepared",
          createdAt: ago(18),
          to: {
            name: "Hébergeur du Nord",
            email: null,
            url: null,
            postal: ["Hébergeur du Nord", "Service des notifications", "4, quai du Port", "59000 Lille"],
          },
        },
      ],
      answers: [],
      escalations: [],
    };
  }
  if (!toldKinds.includes(kind)) return { notices: [], answers: [], escalations: [] };
  const status = kind === "in_doubt" || kind === "failed" ? kind : "sent";
  const notice: CaseView["notices"][number] = {
    ...base,
    form: [],
    contents: [...base.contents],
    id: randomUUID(),
    channel: "email",
    status,
    to: { name: "Service abuse", email: "abuse@forum-des-quais.example", url: null, postal: null },
    sentAt: status === "sent" ? ago(19) : null,
    dueAt: kind === "notified" ? ago(2) : status === "sent" ? ahead(50) : null,
    failure: status === "failed" ? "550 5.1.1: no such mailbox" : null,
    answer: kind === "notified" ? "acknowledged" : "none",
    answeredAt: kind === "notified" ? ago(18) : null,
  };
  return {
    notices: [notice],
    answers: kind === "notified" ? inventedAnswers(notice.id) : [],
    escalations:
      kind === "notified" || kind === "failed"
        ? inventedEscalations(notice, kind === "failed" ? "bounced" : "deadline")
        : [],
  };
}

function inventedAnswers(noticeId: string): CaseView["answers"] {
  const base = { noticeId, ticket: null, by: null, cautions: [], attachments: [] };
  return [
    {
      ...base,
      id: randomUUID(),
      way: "mail",
      kind: "automatic",
      at: ago(18.9),
      sender: "abuse@forum-des-quais.example",
      subject: "[#48213] Nous avons bien reçu votre message",
      text: "Bonjour,\n\nVotre demande porte le numéro 48213. Un modérateur la lira.",
      ticket: "48213",
      proposed: "acknowledged",
      confirmed: "acknowledged",
      by: "Camille",
      authentication: { spf: "pass", dkim: "pass", dmarc: "pass" },
    },
    {
      ...base,
      id: randomUUID(),
      way: "mail",
      kind: "action",
      at: ago(3),
      sender: "moderation@autre-domaine.example",
      subject: "Re: [#48213] Notification de contenu illicite \u202etset",
      text: `Bonjour,\n\nNous avons retiré le message 9. Les autres messages sont à l'étude.\n\n${"Cette réponse a été écrite par une personne de la modération, selon nos règles de publication. ".repeat(12)}`,
      proposed: "acted",
      confirmed: null,
      authentication: { spf: "pass", dkim: "none", dmarc: "none" },
      cautions: ["other_domain", "attachments_left_out"],
      attachments: [
        {
          name: "capture.png",
          bytes: 184_000,
          sha256: "9f2c1f0b6f6c0a4d5d0d7a3c8f31b6a4f1a0c8ee1b2b5f4f4f2c1de0aa119c07",
        },
      ],
    },
  ];
}

function inventedEscalations(
  notice: CaseView["notices"][number],
  because: "deadline" | "bounced",
): CaseView["escalations"] {
  const base = {
    noticeId: notice.id,
    because,
    authority: null,
    contentIds: notice.contents.map(({ contentId }) => contentId).slice(0, 3),
    proposedAt: ago(1.5),
    heldWhy: null,
    automatic: false,
    by: null,
    takenNoticeId: null,
  } as const;
  const host = {
    name: "Hébergeur du Nord",
    email: "abuse@hebergeur-du-nord.example",
    url: null,
    postal: null,
  };
  if (because === "bounced") {
    return [
      {
        ...base,
        contentIds: [...base.contentIds],
        id: randomUUID(),
        rung: "host",
        status: "proposed",
        to: host,
      },
    ];
  }
  return [
    {
      ...base,
      contentIds: [...base.contentIds],
      id: randomUUID(),
      rung: "remind",
      status: "proposed",
      to: notice.to,
    },
    {
      ...base,
      contentIds: [...base.contentIds],
      id: randomUUID(),
      rung: "host",
      status: "held",
      to: host,
      heldWhy: "host_changed",
      changed: [{ host: "forum-des-quais.example", was: "Hébergeur du Nord", is: "Hébergeur du Sud" }],
    },
  ];
}

/** Prepared answers of an invented form. */
export function inventedForm(address: string): { label: string; value: string }[] {
  return [
    { label: "Adresse du contenu", value: address },
    { label: "Motif", value: "Divulgation d'informations personnelles" },
    {
      label: "Description",
      value:
        "Le message donne l'adresse et le lieu de travail d'une personne, avec un appel à s'y rendre.\nArticle 223-1-1 du code pénal.",
    },
    { label: "Votre nom", value: "Ligne d'écoute des Quais" },
    { label: "Votre adresse électronique", value: "notifications@quais.example" },
  ];
}

/** The sealed side of an invented case: words, addresses as typed, messages. */
export function inventedWords(view: CaseView): CaseWordsView {
  return {
    reports: view.reports.map(({ id }, index) => ({
      id,
      text:
        index === 0
          ? "Bonjour, je suis tombée sur ce fil hier soir. Les messages 9 et 14 donnent une date et un lieu.\nJe n'ai répondu à personne."
          : index === 1
            ? "Someone posted this in our group. السلام عليكم\u202e txet desrever"
            : null,
      locations: view.contents.slice(0, 1).map((content) => ({
        contentId: content.id,
        typed: `${content.url ?? "https://partage.example/f/8812"}?share=7Ycd2&from=messenger`,
      })),
      messages:
        index === 0
          ? [
              {
                from: "hotline" as const,
                at: ago(6),
                text: "Merci. Le message 14 est-il toujours visible pour vous ?",
              },
              { from: "reporter" as const, at: ago(3), text: "Oui, il y est encore ce matin." },
            ]
          : [],
      evidence:
        index === 0
          ? [
              {
                id: "5b1f0f5e-3f0a-4c3e-9b55-0f6f6f0f0001",
                addedAt: ago(5),
                kind: "handle" as const,
                text: "@quai_9",
                typed: "@quai\u202e_9",
                when: { day: "2026-11-19", time: "21:05", timeZone: "Europe/Paris" },
              },
            ]
          : [],
    })),
    addresses: view.contents
      .filter((content) => content.sealed)
      .map(({ id }) => ({ contentId: id, url: "https://partage.example/f/8812" })),
  };
}

/** A letter with the four elements of DSA Art. 16(2), for looking at the preview. */
export function inventedLetter(urls: readonly string[], explanation: string): string {
  return [
    "Madame, Monsieur,",
    "",
    "Nous vous signalons, au titre de l'article 16 du règlement (UE) 2022/2065, un contenu que nous estimons illicite.",
    "",
    "1. Pourquoi",
    explanation,
    "",
    "2. Où",
    ...urls.map((url) => `   ${url}`),
    "",
    "3. Qui vous écrit",
    "   Ligne d'écoute des Quais, notifications@quais.example",
    "",
    "4. Nous déclarons de bonne foi que les informations de cette notification sont exactes et complètes.",
  ].join("\n");
}
