import type { CaseSummary, WeekView } from "@vigie/contract";

const hourMs = 3_600_000;

/** A week in which a few things went well. @param about cases to name. */
export function inventedWeek(about: readonly CaseSummary[]): WeekView {
  const at = (hours: number) => new Date(Date.now() - hours * hourMs).toISOString();
  const of = (index: number) => {
    const summary = about[index % Math.max(1, about.length)];
    return {
      caseId: summary?.id ?? "",
      number: summary?.number ?? "",
      title: summary?.title ?? null,
    };
  };
  return {
    since: at(168),
    removed: 9,
    medianHours: 18.4,
    answered: 3,
    returned: 1,
    outcomes: [
      { kind: "removed", at: at(2), ...of(0), contents: 3, hours: 7.5 },
      { kind: "answered", at: at(5), ...of(1), by: "Forum des Quais", answer: "acted" },
      { kind: "removed", at: at(26), ...of(2), contents: 1, hours: 22 },
      { kind: "authority_answered", at: at(30), ...of(3), by: "PHAROS", acted: true },
      { kind: "returned", at: at(49), ...of(4), contents: 1 },
      { kind: "removed", at: at(52), ...of(5), contents: 2, hours: 51 },
      { kind: "answered", at: at(75), ...of(6), by: "Hébergeur du Nord", answer: "asked" },
      { kind: "removed", at: at(98), ...of(7), contents: 2, hours: 12 },
      { kind: "removed", at: at(121), ...of(8), contents: 1, hours: null },
    ],
  };
}
