import { type ReactNode, useId } from "react";
import { useLanguage } from "../texts/texts.ts";
import { partsOfBar } from "./bar-rules.ts";

/** Told apart without colour: full, hatched, light with an edge, or a dashed edge alone. */
export type PartLook = "full" | "hatched" | "light" | "outlined";

interface PartBarsProps {
  label: string;
  parts: readonly { look: PartLook; name: string }[];
  /** `values` in the order of `parts`. */
  rows: readonly { key: string; name: ReactNode; values: readonly number[] }[];
}

/** What a number is made of, one bar a row, all to one scale. A table beside holds the same numbers. */
export function PartBars({ label, parts, rows }: PartBarsProps) {
  const hatch = useId();
  const language = useLanguage();
  const longest = Math.max(1, ...rows.map(({ values }) => sumOf(values)));
  const lookOf = (which: number) => parts[which]?.look ?? "outlined";
  return (
    <>
      <Hatching id={hatch} />
      {parts.length > 1 && (
        <figcaption className="chart-legend" aria-hidden="true">
          {parts.map(({ look, name }) => (
            <span key={look} className="part-legend">
              <svg className="part-swatch" aria-hidden="true">
                <Part look={look} hatch={hatch} x={0} width={100} />
              </svg>
              {name}
            </span>
          ))}
        </figcaption>
      )}
      <div className="bar-rows" role="img" aria-label={label}>
        {rows.map(({ key, name, values }) => (
          <div key={key} className="bar-row">
            <span className="bar-name">
              {name} <span className="quiet">{sumOf(values).toLocaleString(language)}</span>
            </span>
            <svg className="bar-track" aria-hidden="true">
              {partsOfBar(values, longest).map(({ which, x, width }) => (
                <Part key={which} look={lookOf(which)} hatch={hatch} x={x} width={width} />
              ))}
            </svg>
          </div>
        ))}
      </div>
    </>
  );
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function Part({ look, hatch, x, width }: { look: PartLook; hatch: string; x: number; width: number }) {
  return (
    <rect
      className={`part-${look}`}
      x={`${x}%`}
      y="1"
      width={`${width}%`}
      height="14"
      {...(look === "hatched" ? { fill: `url(#${hatch})` } : {})}
    />
  );
}

function Hatching({ id }: { id: string }) {
  return (
    <svg className="chart-defs" aria-hidden="true">
      <defs>
        <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path className="part-hatch" d="M0 0v6" />
        </pattern>
      </defs>
    </svg>
  );
}
