import type {
  BudgetView,
  CaseView,
  ContentView,
  OwnExposure,
  Topic,
  Viewing,
  ViewingFilter,
} from "@vigie/contract";

/** Contents whose media the rules of the case allow to be opened: addresses that are not sealed. */
export function viewable({
  summary,
  contents,
}: {
  summary: Pick<CaseView["summary"], "handling">;
  contents: readonly ContentView[];
}): ContentView[] {
  if (summary.handling !== "normal" && summary.handling !== "restricted") return [];
  return contents.filter(({ kind, sealed }) => kind === "url" && !sealed);
}

/** The filters a member set for these topics, together; where no topic has a rule, what they set for everything. */
export function filtersFor({ usual, byTopic }: Viewing, topics: readonly Topic[]): ViewingFilter[] {
  const ruled = topics.flatMap((topic) => byTopic[topic] ?? []);
  return topics.some((topic) => byTopic[topic] !== undefined) ? [...new Set(ruled)] : usual;
}

/** Whether asking a second person would change anything now. */
export function mayAskForMore({ state, overrideUntil, overrideRequestedAt }: BudgetView): boolean {
  return (
    overrideUntil === null && overrideRequestedAt === null && (state === "spent" || state === "on_break")
  );
}

/** How much of the present block is over: 0 to 1. */
export function blockPart({ beganAt, endsAt }: NonNullable<BudgetView["block"]>, now: number): number {
  const [start, end] = [Date.parse(beganAt), Date.parse(endsAt)];
  return Math.min(1, Math.max(0, (now - start) / Math.max(1, end - start)));
}

type LedgerDay = OwnExposure["days"][number];

/** So many days fit side by side. */
const chartDays = 31;

/** The last days up to the newest of the ledger, those without a look too, oldest first. */
export function lastDays(
  days: readonly LedgerDay[],
): { day: string; seconds: number; severeSeconds: number }[] {
  const newest = days[0];
  if (newest === undefined) return [];
  const known = new Map(days.map((day) => [day.day, day]));
  const end = Date.parse(`${newest.day}T00:00:00Z`);
  return Array.from({ length: chartDays }, (_, index) => {
    const day = new Date(end - (chartDays - 1 - index) * 86_400_000).toISOString().slice(0, 10);
    const { seconds = 0, severeSeconds = 0 } = known.get(day) ?? {};
    return { day, seconds, severeSeconds };
  });
}

/** Seconds by hour of the day, 0 to 23, over all these days. */
export function byHour(days: readonly LedgerDay[]): number[] {
  const hours = Array.from({ length: 24 }, () => 0);
  for (const { hour, seconds } of days.flatMap((day) => day.hours))
    hours[hour] = (hours[hour] ?? 0) + seconds;
  return hours;
}

/** Minutes to one decimal: shorter is not worth a figure. */
export function minutesOf(seconds: number): number {
  return Math.round(seconds / 6) / 10;
}
