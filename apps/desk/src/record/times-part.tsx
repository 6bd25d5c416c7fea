import { useState } from "react";
import { hoursInWords } from "../format/time.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { Choice } from "../ui/choice.tsx";
import { ScrollingTable } from "../ui/scrolling-table.tsx";
import { type RecordRow, type RowTime, type TimeName, timeNames, timeOf, timeScale } from "./record-rules.ts";
import type { RecordWords } from "./record-words.ts";

const shown = 12;

/** How long it took: the median as a dot, and a line as far as nine in ten came. */
export function TimesPart({ rows, words }: { rows: readonly RecordRow[]; words: RecordWords }) {
  const texts = useTexts();
  const language = useLanguage();
  const [name, setName] = useState<TimeName>("decide");
  const timed = rows.flatMap((row) => {
    const time = timeOf(row, name);
    return time === null ? [] : [{ row, key: keyOfRow(row), time }];
  });
  const drawn = timed.slice(0, shown);
  const scale = timeScale(drawn.flatMap(({ time }) => [time.median, time.p90 ?? time.median]));
  return (
    <section className="chart-part" aria-labelledby="record-times">
      <h2 className="title-2" id="record-times">
        {texts.record.timesTitle}
      </h2>
      <Choice
        label={texts.record.timesUntil}
        options={timeNames.map((value) => ({ value, label: texts.record.times[value] }))}
        value={name}
        onChange={setName}
      />
      {timed.length === 0 ? (
        <p className="quiet">{texts.record.noTime}</p>
      ) : (
        <div className="figures-columns">
          <figure className="chart">
            <figcaption className="small quiet">{texts.record.timesLegend}</figcaption>
            <div className="bar-rows" role="img" aria-label={texts.record.timesChart}>
              {drawn.map(({ row, key, time }) => (
                <div key={key} className="bar-row">
                  <span className="bar-name">
                    <bdi>{row.name}</bdi>{" "}
                    <span className="quiet">
                      {words.ground(row)}, {words.channel(row)}
                    </span>
                  </span>
                  <svg className="bar-track" aria-hidden="true">
                    <Lines lines={scale.lines} place={scale.place} />
                    <TimeMark time={time} place={scale.place} />
                  </svg>
                </div>
              ))}
              <svg className="bar-axis" aria-hidden="true">
                {scale.named.map((line, index) => (
                  <text
                    key={line}
                    className="chart-text"
                    x={percent(scale.place(line))}
                    y="12"
                    textAnchor={index === 0 ? "start" : index === scale.named.length - 1 ? "end" : "middle"}
                  >
                    {hoursInWords(line, language)}
                  </text>
                ))}
              </svg>
            </div>
            {timed.length > shown && (
              <p className="small quiet">{texts.record.firstOf(shown, timed.length)}</p>
            )}
          </figure>
          <ScrollingTable label={texts.record.timesTable}>
            <thead>
              <tr>
                <th scope="col">{texts.record.columns.name}</th>
                <th scope="col" className="number">
                  {texts.record.median}
                </th>
                <th scope="col" className="number">
                  {texts.record.p90}
                </th>
                <th scope="col" className="number">
                  {texts.record.restsOn}
                </th>
              </tr>
            </thead>
            <tbody>
              {timed.map(({ row, key, time }) => (
                <tr key={key}>
                  <th scope="row">
                    <bdi>{row.name}</bdi>{" "}
                    <span className="small quiet">
                      {words.ground(row)}, {words.channel(row)}
                    </span>
                  </th>
                  <td className="number">{hoursInWords(time.median, language)}</td>
                  <td className="number">
                    {time.p90 === null ? texts.record.tooFew : hoursInWords(time.p90, language)}
                  </td>
                  <td className="number">{time.count}</td>
                </tr>
              ))}
            </tbody>
          </ScrollingTable>
        </div>
      )}
    </section>
  );
}

/** Names a row: no two of the record have the same. */
export function keyOfRow({ provider, ground, channel, channelId }: RecordRow): string {
  return JSON.stringify([provider, ground, channel, channelId]);
}

type Place = (hours: number) => number;

function Lines({ lines, place }: { lines: readonly number[]; place: Place }) {
  return lines.map((line) => (
    <line
      key={line}
      className="chart-line"
      x1={percent(place(line))}
      x2={percent(place(line))}
      y1="0"
      y2="16"
    />
  ));
}

function TimeMark({ time: { median, p90 }, place }: { time: RowTime; place: Place }) {
  return (
    <>
      {p90 !== null && (
        <>
          <line className="time-reach" x1={percent(place(median))} x2={percent(place(p90))} y1="8" y2="8" />
          <line className="time-reach" x1={percent(place(p90))} x2={percent(place(p90))} y1="4" y2="12" />
        </>
      )}
      <circle
        className={p90 === null ? "time-dot-few" : "time-dot"}
        cx={percent(place(median))}
        cy="8"
        r="5"
      />
    </>
  );
}

// Dots at either end stay whole.
function percent(place: number): string {
  return `${2 + 96 * place}%`;
}
