import type { FiguresView } from "@vigie/contract";
import { shortDay } from "../format/time.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { chartScale } from "./chart-rules.ts";

const width = 720;
const height = 240;
const left = 40;
const bottom = 28;
const top = 12;

/** Reports and removals per day as pairs of bars. The table beside holds the same numbers. */
export function DayChart({ days }: { days: FiguresView["byDay"] }) {
  const texts = useTexts();
  const language = useLanguage();
  const { top: highest, lines } = chartScale(
    Math.max(0, ...days.flatMap(({ reports, removed }) => [reports, removed])),
  );
  const plotHeight = height - top - bottom;
  const slot = (width - left) / days.length;
  const bar = Math.min(14, slot * 0.36);
  const y = (value: number) => top + plotHeight * (1 - value / highest);
  // A day label needs about 56 units to stay apart from the next.
  const labelEvery = Math.max(1, Math.ceil(56 / slot));
  return (
    <figure className="chart">
      <figcaption className="chart-legend" aria-hidden="true">
        <span className="legend legend-reports">{texts.figures.reports}</span>
        <span className="legend legend-removed">{texts.figures.removed}</span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={texts.figures.chart}>
        {lines.map((value) => (
          <g key={value}>
            <line className="chart-line" x1={left} x2={width} y1={y(value)} y2={y(value)} />
            <text className="chart-text" x={left - 8} y={y(value) + 4} textAnchor="end">
              {value.toLocaleString(language)}
            </text>
          </g>
        ))}
        {days.map(({ day, reports, removed }, index) => {
          const middle = left + slot * (index + 0.5);
          return (
            <g key={day}>
              <rect
                className="bar-reports"
                x={middle - bar - 0.5}
                y={y(reports)}
                width={bar}
                height={y(0) - y(reports)}
              />
              <rect
                className="bar-removed"
                x={middle + 0.5}
                y={y(removed)}
                width={bar}
                height={y(0) - y(removed)}
              />
              {index % labelEvery === 0 && (
                <text className="chart-text" x={middle} y={height - 8} textAnchor="middle">
                  {shortDay(day, language)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
