import { useFigures } from "../api/queries.ts";
import { DayBars } from "../charts/day-bars.tsx";
import { PartBars } from "../charts/part-bars.tsx";
import { shortDay } from "../format/time.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ScrollingTable } from "../ui/scrolling-table.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useTitle } from "../ui/use-title.ts";

/** The figures of the installation: six numbers, the days, the states. Numbers only, no case. */
export function FiguresPage() {
  const texts = useTexts();
  useTitle(texts.figures.title);
  const language = useLanguage();
  const read = useFigures();
  const figures = read.data;
  return (
    <section className="page page-figures">
      <header className="list-head">
        <h1 className="title-1">{texts.figures.title}</h1>
      </header>
      <Trouble error={read.error} onRetry={() => void read.refetch()} />
      {read.isLoading && (
        <p className="quiet" role="status">
          {texts.loading}
        </p>
      )}
      {figures !== undefined && (
        <>
          <dl className="tiles">
            <Tile label={texts.figures.reports} value={figures.reports.toLocaleString(language)} />
            <Tile label={texts.figures.openCases} value={figures.openCases.toLocaleString(language)} />
            <Tile label={texts.figures.noticesSent} value={figures.noticesSent.toLocaleString(language)} />
            <Tile
              label={texts.figures.referralsFiled}
              value={figures.referralsFiled.toLocaleString(language)}
            />
            <Tile label={texts.figures.removed} value={figures.removed.toLocaleString(language)} />
            <Tile
              label={texts.figures.median}
              value={
                figures.medianHoursToRemoval === null
                  ? texts.figures.medianNone
                  : texts.figures.hours(figures.medianHoursToRemoval)
              }
            />
          </dl>
          <section className="chart-part" aria-labelledby="by-day">
            <h2 className="title-2" id="by-day">
              {texts.figures.byDay}
            </h2>
            {figures.byDay.length === 0 ? (
              <p className="quiet">{texts.figures.empty}</p>
            ) : (
              <div className="figures-columns">
                <DayBars
                  label={texts.figures.chart}
                  series={[texts.figures.reports, texts.figures.removed]}
                  days={figures.byDay.map(({ day, reports, removed }) => ({
                    key: day,
                    name: shortDay(day, language),
                    values: [reports, removed],
                  }))}
                />
                <ScrollingTable label={texts.figures.table}>
                  <thead>
                    <tr>
                      <th scope="col">{texts.figures.day}</th>
                      <th scope="col" className="number">
                        {texts.figures.reports}
                      </th>
                      <th scope="col" className="number">
                        {texts.figures.removed}
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {[...figures.byDay].reverse().map(({ day, reports, removed }) => (
                      <tr key={day}>
                        <th scope="row">{shortDay(day, language)}</th>
                        <td className="number">{reports.toLocaleString(language)}</td>
                        <td className="number">{removed.toLocaleString(language)}</td>
                      </tr>
                    ))}
                  </tbody>
                </ScrollingTable>
              </div>
            )}
          </section>
          <section className="chart-part" aria-labelledby="by-status">
            <h2 className="title-2" id="by-status">
              {texts.figures.byStatus}
            </h2>
            <div className="figures-columns">
              <figure className="chart">
                <PartBars
                  label={texts.figures.statusChart}
                  parts={[{ look: "full", name: texts.figures.byStatus }]}
                  rows={figures.byStatus.map(({ status, cases }) => ({
                    key: status,
                    name: texts.caseStatuses[status],
                    values: [cases],
                  }))}
                />
              </figure>
              <div className="table-frame">
                <table className="table" aria-labelledby="by-status">
                  <tbody>
                    {figures.byStatus.map(({ status, cases }) => (
                      <tr key={status}>
                        <th scope="row">{texts.caseStatuses[status]}</th>
                        <td className="number">{cases.toLocaleString(language)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </div>
          </section>
        </>
      )}
    </section>
  );
}

function Tile({ label, value }: { label: string; value: string }) {
  return (
    <div className="tile">
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
