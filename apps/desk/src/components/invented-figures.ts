import type { BudgetView } from "@vigie/contract";

/** Two weeks of reports and removals. */
export const inventedDays = [12, 9, 15, 22, 18, 4, 6, 14, 17, 31, 26, 19, 7, 5].map((reports, index) => ({
  day: `2026-03-${String(index + 2).padStart(2, "0")}`,
  values: [reports, Math.round(reports * 0.6)],
}));

/** What invented recipients did: acted on, refused, waiting, no answer. */
export const inventedRecipients = [
  { name: "Forum des Quais", parts: [53, 5, 8, 2] },
  { name: "Hébergeur du Nord", parts: [21, 9, 0, 4] },
  { name: "Vidéo des Trois Ports", parts: [6, 1, 3, 0] },
];

/** Budgets of a day: at ease, near its end, on a break, spent. */
export function inventedBudgets(): [BudgetView, ...BudgetView[]] {
  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const usual = {
    block: { beganAt: inMinutes(-20), endsAt: inMinutes(30) },
    breakUntil: null,
    hours: { open: true, changesAt: inMinutes(180) },
    overrideUntil: null,
    overrideRequestedAt: null,
  };
  const day = (usedMinutes: number) => ({ usedSeconds: usedMinutes * 60, ofSeconds: 300 * 60 });
  return [
    { ...usual, state: "within", day: day(80) },
    { ...usual, state: "near", day: day(252), block: { beganAt: inMinutes(-44), endsAt: inMinutes(6) } },
    { ...usual, state: "on_break", day: day(190), block: null, breakUntil: inMinutes(8) },
    { ...usual, state: "spent", day: day(300), block: null, overrideRequestedAt: inMinutes(-2) },
  ];
}
