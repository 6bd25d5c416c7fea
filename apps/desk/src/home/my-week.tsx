import type { WeekView } from "@vigie/contract";
import { useState } from "react";
import { useWeek } from "../api/queries.ts";
import { DayBars } from "../charts/day-bars.tsx";
import { showInvisible } from "../format/address.ts";
import { hoursInWords } from "../format/time.ts";
import { PlaceLink } from "../shell/place-link.tsx";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useNow } from "../ui/use-now.ts";
import { When } from "../ui/when.tsx";
import { dayName, weekDays } from "./week-rules.ts";

type Outcome = WeekView["outcomes"][number];
const shownAtFirst = 8;

/** What became of the cases in which somebody had a part: the reason to do this work, without fanfare. */
export function MyWeek() {
  const texts = useTexts();
  const language = useLanguage();
  const now = useNow();
  const week = useWeek();
  const [whole, setWhole] = useState(false);
  const words = texts.queue.home;
  const { data } = week;
  const outcomes = data?.outcomes ?? [];
  const days = weekDays(outcomes, now);
  const hidden = whole ? 0 : outcomes.length - shownAtFirst;
  return (
    <section className="side-card my-week" aria-labelledby="week-title">
      <h2 className="title-2" id="week-title">
        {words.week}
      </h2>
      <Trouble error={week.error} onRetry={() => void week.refetch()} />
      {data !== undefined && (
        <p className="week-text">
          {words.weekText(
            data.removed,
            data.medianHours === null ? null : hoursInWords(data.medianHours, language),
          )}
        </p>
      )}
      {data !== undefined && outcomes.length === 0 && <p className="quiet">{words.weekEmpty}</p>}
      {outcomes.length > 0 && (
        <>
          <p className="quiet">
            {words.answered(data?.answered ?? 0)} · {words.returned(data?.returned ?? 0)}
          </p>
          <DayBars
            label={words.chart}
            series={[words.removedColumn]}
            days={days.map(({ day, removed }) => ({
              key: day,
              name: dayName(day, language).slice(0, 3),
              values: [removed],
            }))}
          />
          <details className="fold">
            <summary>{words.chartTable}</summary>
            <table className="table small">
              <thead>
                <tr>
                  <th scope="col">{words.day}</th>
                  <th scope="col" className="number">
                    {words.removedColumn}
                  </th>
                  <th scope="col" className="number">
                    {words.answeredColumn}
                  </th>
                  <th scope="col" className="number">
                    {words.returnedColumn}
                  </th>
                </tr>
              </thead>
              <tbody>
                {days.map(({ day, removed, answered, returned }) => (
                  <tr key={day}>
                    <th scope="row">{dayName(day, language)}</th>
                    <td className="number">{removed.toLocaleString(language)}</td>
                    <td className="number">{answered.toLocaleString(language)}</td>
                    <td className="number">{returned.toLocaleString(language)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
          <h3 className="title-3">{words.outcomes}</h3>
          <ul className="outcomes">
            {outcomes.slice(0, whole ? undefined : shownAtFirst).map((outcome) => (
              <OneOutcome key={`${outcome.kind} ${outcome.caseId} ${outcome.at}`} outcome={outcome} />
            ))}
          </ul>
          {hidden > 0 && (
            <ActionButton small onPress={() => setWhole(true)}>
              {words.more(hidden)}
            </ActionButton>
          )}
        </>
      )}
    </section>
  );
}

function OneOutcome({ outcome }: { outcome: Outcome }) {
  const texts = useTexts();
  const language = useLanguage();
  return (
    <li className="outcome" data-kind={outcome.kind}>
      <span className="outcome-what">{inWords()}</span>
      <span className="small quiet">
        <PlaceLink to={{ page: "case", caseId: outcome.caseId, panel: null }}>
          {texts.case.number(outcome.number)}
        </PlaceLink>
        {outcome.title !== null && (
          <>
            {", "}
            <bdi>{showInvisible(outcome.title)}</bdi>
          </>
        )}
        {", "}
        <When at={outcome.at} />
      </span>
    </li>
  );

  function inWords(): string {
    const words = texts.queue.home;
    switch (outcome.kind) {
      case "removed":
        return words.removed(
          outcome.contents,
          outcome.hours === null ? null : hoursInWords(outcome.hours, language),
        );
      case "answered":
        return words.answeredBy(outcome.by, words.answers[outcome.answer]);
      case "authority_answered":
        return words.authority(outcome.by, outcome.acted);
      case "returned":
        return words.returnedLine(outcome.contents);
    }
  }
}
