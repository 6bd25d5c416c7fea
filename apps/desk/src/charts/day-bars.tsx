import { chartScale } from "../figures/chart-rules.ts";
import { useLanguage } from "../texts/texts.ts";
import { barsOfDay, labelledDays } from "./bar-rules.ts";

// In pixels; along the days everything is in hundredths, so that words keep their size on a telephone.
const top = 12;
const plot = 200;
const under = 28;

interface DayBarsProps {
  /** Says what is drawn and where its table is, for those who do not see it. */
  label: string;
  /** One or two: the first is drawn full, the second light. */
  series: readonly string[];
  days: readonly { key: string; name: string; values: readonly number[] }[];
}

/** Numbers by day as bars. A table beside holds the same numbers. */
export function DayBars({ label, series, days }: DayBarsProps) {
  const language = useLanguage();
  const { top: highest, lines } = chartScale(Math.max(0, ...days.flatMap(({ values }) => values)));
  const y = (value: number) => top + plot * (1 - value / highest);
  const labelled = labelledDays(days.length);
  return (
    <figure className="chart">
      {series.length > 1 && (
        <figcaption className="chart-legend" aria-hidden="true">
          {series.map((name, index) => (
            <span key={name} className={`legend ${index === 0 ? "legend-full" : "legend-light"}`}>
              {name}
            </span>
          ))}
        </figcaption>
      )}
      <svg className="day-bars" height={top + plot + under} role="img" aria-label={label}>
        {lines.map((value) => (
          <g key={value}>
            <line className="chart-line" x1="0" x2="100%" y1={y(value)} y2={y(value)} />
            <text className="chart-text" x="-8" y={y(value) + 4} textAnchor="end">
              {value.toLocaleString(language)}
            </text>
          </g>
        ))}
        {days.map(({ key, name, values }, index) => {
          const { middle, bars } = barsOfDay(index, { days: days.length, series: series.length });
          return (
            <g key={key}>
              {bars.map(({ x, width }, which) => (
                <rect
                  key={series[which]}
                  className={which === 0 ? "bar-full" : "bar-light"}
                  x={`${x}%`}
                  y={y(values[which] ?? 0)}
                  width={`${width}%`}
                  height={y(0) - y(values[which] ?? 0)}
                />
              ))}
              {labelled.has(index) && (
                <text className="chart-text" x={`${middle}%`} y={top + plot + 20} textAnchor="middle">
                  {name}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
