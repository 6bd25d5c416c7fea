import type { OwnExposure } from "@vigie/contract";
import { mayCall, useBudget, useOwnExposure } from "../api/queries.ts";
import { DayBars } from "../charts/day-bars.tsx";
import { shortDay } from "../format/time.ts";
import { useSession } from "../shell/session-context.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { ScrollingTable } from "../ui/scrolling-table.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useTitle } from "../ui/use-title.ts";
import { BudgetBars } from "./budget-bars.tsx";
import { byHour, lastDays, mayAskForMore, minutesOf } from "./exposure-rules.ts";
import { OverrideGrants } from "./override-grants.tsx";
import { OverrideRequest } from "./override-request.tsx";
import { TeamExposurePart } from "./team-exposure-part.tsx";

/** One's own ledger of looking, which nobody else can read; below it, for managers, what may be known of the team. */
export function ExposurePage() {
  const texts = useTexts();
  useTitle(texts.exposure.title);
  const { role } = useSession().me.member;
  const ledger = useOwnExposure();
  const budget = useBudget();
  const days = ledger.data?.pages.flatMap((page) => page.days) ?? [];
  return (
    <section className="page">
      <header className="list-head">
        <h1 className="title-1">{texts.exposure.title}</h1>
      </header>
      <p>{texts.exposure.nobodyElse}</p>
      <Trouble error={ledger.error} onRetry={() => void ledger.refetch()} />
      {ledger.isLoading && (
        <p className="quiet" role="status">
          {texts.loading}
        </p>
      )}
      <div className="exposure-columns">
        <div className="exposure-main">
          {ledger.isSuccess && days.length === 0 && <p className="quiet">{texts.exposure.empty}</p>}
          {days.length > 0 && <Ledger days={days} />}
          {ledger.hasNextPage && (
            <ActionButton
              small
              isPending={ledger.isFetchingNextPage}
              onPress={() => void ledger.fetchNextPage()}
            >
              {texts.exposure.earlier}
            </ActionButton>
          )}
        </div>
        <div className="own-side">
          {budget.data !== undefined && (
            <section className="side-card" aria-labelledby="budget-title">
              <h2 className="title-2" id="budget-title">
                {texts.exposure.budget}
              </h2>
              <BudgetBars budget={budget.data} />
              <p className="field-help">{texts.exposure.neverHidden}</p>
              {mayAskForMore(budget.data) && <OverrideRequest />}
            </section>
          )}
          {mayCall(role, "overrides") && <OverrideGrants />}
        </div>
      </div>
      {mayCall(role, "teamExposure") && <TeamExposurePart />}
    </section>
  );
}

function Ledger({ days }: { days: OwnExposure["days"] }) {
  const texts = useTexts();
  const language = useLanguage();
  const hours = byHour(days);
  const minutes = (seconds: number) => minutesOf(seconds).toLocaleString(language);
  return (
    <>
      <h2 className="title-2">{texts.exposure.byDay}</h2>
      <div className="chart-beside">
        <DayBars
          label={texts.exposure.chartDays}
          series={[texts.exposure.minutes, texts.exposure.severeMinutes]}
          days={lastDays(days).map(({ day, seconds, severeSeconds }) => ({
            key: day,
            name: shortDay(day, language),
            values: [minutesOf(seconds), minutesOf(severeSeconds)],
          }))}
        />
        <ScrollingTable label={texts.exposure.tableDays}>
          <thead>
            <tr>
              <th scope="col">{texts.exposure.day}</th>
              <th scope="col" className="number">
                {texts.exposure.minutes}
              </th>
              <th scope="col" className="number">
                {texts.exposure.severeMinutes}
              </th>
              <th scope="col" className="number">
                {texts.exposure.reveals}
              </th>
              <th scope="col">{texts.exposure.topics}</th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ day, seconds, severeSeconds, reveals, topics }) => (
              <tr key={day}>
                <th scope="row">{shortDay(day, language)}</th>
                <td className="number">{minutes(seconds)}</td>
                <td className="number">{minutes(severeSeconds)}</td>
                <td className="number">{reveals.toLocaleString(language)}</td>
                <td>{topics.map(({ topic }) => texts.topics[topic]).join(", ")}</td>
              </tr>
            ))}
          </tbody>
        </ScrollingTable>
      </div>
      <h2 className="title-2">{texts.exposure.byHour}</h2>
      <div className="chart-beside">
        <DayBars
          label={texts.exposure.chartHours}
          series={[texts.exposure.minutes]}
          days={hours.map((seconds, hour) => ({
            key: String(hour),
            name: texts.exposure.hour(hour),
            values: [minutesOf(seconds)],
          }))}
        />
        <ScrollingTable label={texts.exposure.tableHours}>
          <thead>
            <tr>
              <th scope="col">{texts.exposure.hourColumn}</th>
              <th scope="col" className="number">
                {texts.exposure.minutes}
              </th>
            </tr>
          </thead>
          <tbody>
            {hours.map((seconds, hour) =>
              seconds === 0 ? null : (
                <tr key={texts.exposure.hour(hour)}>
                  <th scope="row">{texts.exposure.hour(hour)}</th>
                  <td className="number">{minutes(seconds)}</td>
                </tr>
              ),
            )}
          </tbody>
        </ScrollingTable>
      </div>
    </>
  );
}
