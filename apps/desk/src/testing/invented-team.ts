import { randomUUID } from "node:crypto";
import type {
  ColleagueView,
  EventType,
  HandoverView,
  MemberView,
  OwnActivityView,
  OwnSettingsView,
  PasskeyView,
} from "@vigie/contract";

const dayMs = 86_400_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const dayIn = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);

/** A team of invented people, and what one of them set. @param ownId who is at the desk. */
export function inventedTeam(ownId: string): {
  members: MemberView[];
  settings: OwnSettingsView;
  passkeys: PasskeyView[];
  handovers: HandoverView[];
} {
  const people = [
    { id: ownId, name: "Camille", role: "admin", active: true, holdsTeamKey: true },
    { id: randomUUID(), name: "Noé", role: "analyst", active: true, holdsTeamKey: true },
    { id: randomUUID(), name: "Aïcha", role: "reviewer", active: true, holdsTeamKey: false },
    { id: randomUUID(), name: "Jo", role: "observer", active: false, holdsTeamKey: false },
  ] as const;
  return {
    members: people.map((member, index) => ({
      ...member,
      joinedAt: new Date(Date.UTC(2026, 8, 3 + index * 5, 9)).toISOString(),
      topics: index === 1 ? ["hate", "harassment", "threats"] : null,
      backOn: index === 2 ? dayIn(4) : null,
    })),
    settings: {
      topics: null,
      optOuts: ["terrorism"],
      languagesRead: ["fr", "en"],
      viewing: { usual: ["grey", "smaller"], byTopic: { threats: ["edges"] } },
      absence: null,
    },
    passkeys: [
      {
        id: randomUUID(),
        name: "Portable du bureau",
        createdAt: ago(40 * dayMs),
        lastUsedAt: ago(3_600_000),
      },
      { id: randomUUID(), name: "Clé de secours", createdAt: ago(39 * dayMs), lastUsedAt: null },
    ],
    handovers: [
      note({
        by: "Aïcha",
        text: "Le Forum des Quais répond au téléphone après 14 h, demandez Mme Lenoir.\nLa vague d'hier soir est retombée.",
        hours: 2,
        to: null,
      }),
      note({
        by: "Noé",
        text: "Peux-tu relire avant midi ? Rien ne presse au-delà.",
        hours: 5,
        to: "Camille",
      }),
      note({ by: "Camille", text: "Je reprends les relances jeudi.", hours: 26, to: null }),
    ],
  };
}

function note({
  by,
  text,
  hours,
  to,
}: {
  by: string;
  text: string;
  hours: number;
  to: string | null;
}): HandoverView {
  return {
    id: randomUUID(),
    at: ago(hours * 3_600_000),
    expiresAt: new Date(Date.now() + 14 * dayMs - hours * 3_600_000).toISOString(),
    text,
    by,
    mine: by === "Camille",
    to,
    case: null,
  };
}

export const inventedColleagues = (members: readonly MemberView[]): ColleagueView[] =>
  members.filter(({ active }) => active).map(({ id, name, role, backOn }) => ({ id, name, role, backOn }));

/** A few days of one person's work. @param about a case to name. */
export function inventedActivity(about: { id: string; number: string } | null): OwnActivityView {
  const done: readonly EventType[] = [
    "session.started",
    "case.claimed",
    "case.assessed",
    "notice.queued",
    "case.note_written",
    "case.released",
    "member.settings_changed",
  ];
  const events = Array.from({ length: 24 }, (_, index) => {
    const type = done[(24 - index) % done.length] ?? "session.started";
    const named = type.startsWith("case.") || type.startsWith("notice.");
    return {
      seq: 900 - index,
      at: ago(index * 2.3 * 3_600_000),
      type,
      caseId: named ? (about?.id ?? null) : null,
      caseNumber: named ? (about?.number ?? null) : null,
    };
  });
  return { events, next: null, timeZone: "Europe/Paris" };
}
