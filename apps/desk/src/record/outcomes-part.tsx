import { useTexts } from "../texts/texts.ts";
import { outcomes, type ProviderRecord, precisionOf, type RecordOutcome } from "./record-rules.ts";
import { precisionInWords } from "./record-words.ts";
import { ScrollingTable } from "./scrolling-table.tsx";

const shown = 12;

/** What recipients did, a bar each, with the same numbers beside. */
export function OutcomesPart({ providers }: { providers: readonly ProviderRecord[] }) {
  const texts = useTexts();
  const drawn = providers.slice(0, shown);
  const longest = Math.max(1, ...drawn.map(lengthOf));
  return (
    <section className="record-part" aria-labelledby="record-outcomes">
      <h2 className="title-2" id="record-outcomes">
        {texts.record.outcomesTitle}
      </h2>
      <div className="figures-columns">
        <figure className="chart">
          <RefusedPattern />
          <figcaption className="chart-legend" aria-hidden="true">
            {outcomes.map((outcome) => (
              <span key={outcome} className="record-legend">
                <svg className="record-swatch" aria-hidden="true">
                  <Bar outcome={outcome} x={0} width={100} />
                </svg>
                {texts.record.columns[outcome]}
              </span>
            ))}
          </figcaption>
          <div className="record-bars" role="img" aria-label={texts.record.outcomesChart}>
            {drawn.map((provider) => (
              <div key={provider.provider} className="record-bar">
                <span className="record-bar-name">
                  <bdi>{provider.name}</bdi> <span className="number quiet">{lengthOf(provider)}</span>
                </span>
                <svg className="record-track" aria-hidden="true">
                  {placed(provider, longest).map(({ outcome, x, width }) => (
                    <Bar key={outcome} outcome={outcome} x={x} width={width} />
                  ))}
                </svg>
              </div>
            ))}
          </div>
          {providers.length > shown && (
            <p className="small quiet">{texts.record.firstOf(shown, providers.length)}</p>
          )}
        </figure>
        <ScrollingTable label={texts.record.outcomesTable}>
          <thead>
            <tr>
              <th scope="col">{texts.record.columns.name}</th>
              {outcomes.map((outcome) => (
                <th key={outcome} scope="col" className="number">
                  {texts.record.columns[outcome]}
                </th>
              ))}
              <th scope="col">{texts.record.columns.precision}</th>
            </tr>
          </thead>
          <tbody>
            {providers.map((provider) => (
              <tr key={provider.provider}>
                <th scope="row">
                  <bdi>{provider.name}</bdi>
                </th>
                {outcomes.map((outcome) => (
                  <td key={outcome} className="number">
                    {provider[outcome]}
                  </td>
                ))}
                <td className="record-precision">{precisionInWords(precisionOf(provider), texts)}</td>
              </tr>
            ))}
          </tbody>
        </ScrollingTable>
      </div>
      <p className="small quiet">{texts.record.precisionMeans}</p>
    </section>
  );
}

function lengthOf(provider: ProviderRecord): number {
  return outcomes.reduce((sum, outcome) => sum + provider[outcome], 0);
}

/** Where each part of a bar begins and how long it is, in hundredths of the longest. */
function placed(
  provider: ProviderRecord,
  longest: number,
): { outcome: RecordOutcome; x: number; width: number }[] {
  let x = 0;
  return outcomes.flatMap((outcome) => {
    const width = (100 * provider[outcome]) / longest;
    const part = { outcome, x, width };
    x += width;
    return width === 0 ? [] : [part];
  });
}

function Bar({ outcome, x, width }: { outcome: RecordOutcome; x: number; width: number }) {
  return (
    <rect
      className={`record-${outcome}`}
      x={`${x}%`}
      y="1"
      width={`${width}%`}
      height="14"
      {...(outcome === "refused" ? { fill: "url(#record-refused)" } : {})}
    />
  );
}

/** Hatching: refusals stay apart from the rest without a colour. */
function RefusedPattern() {
  return (
    <svg className="record-defs" aria-hidden="true">
      <defs>
        <pattern
          id="record-refused"
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <path className="record-hatch" d="M0 0v6" />
        </pattern>
      </defs>
    </svg>
  );
}
