import { PartBars, type PartLook } from "../charts/part-bars.tsx";
import { useTexts } from "../texts/texts.ts";
import { ScrollingTable } from "../ui/scrolling-table.tsx";
import { outcomes, type ProviderRecord, precisionOf, type RecordOutcome } from "./record-rules.ts";
import { precisionInWords } from "./record-words.ts";

const shown = 12;
// Refusals stay apart from the rest without a colour.
const looks = {
  acted: "full",
  refused: "hatched",
  undecided: "light",
  failed: "outlined",
} as const satisfies Record<RecordOutcome, PartLook>;

/** What recipients did, a bar each, with the same numbers beside. */
export function OutcomesPart({ providers }: { providers: readonly ProviderRecord[] }) {
  const texts = useTexts();
  return (
    <section className="chart-part" aria-labelledby="record-outcomes">
      <h2 className="title-2" id="record-outcomes">
        {texts.record.outcomesTitle}
      </h2>
      <div className="figures-columns">
        <figure className="chart">
          <PartBars
            label={texts.record.outcomesChart}
            parts={outcomes.map((outcome) => ({ look: looks[outcome], name: texts.record.columns[outcome] }))}
            rows={providers.slice(0, shown).map((provider) => ({
              key: provider.provider,
              name: <bdi>{provider.name}</bdi>,
              values: outcomes.map((outcome) => provider[outcome]),
            }))}
          />
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
