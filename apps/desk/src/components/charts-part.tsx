import { DayBars } from "../charts/day-bars.tsx";
import { PartBars } from "../charts/part-bars.tsx";
import { BudgetBars } from "../exposure/budget-bars.tsx";
import { shortDay } from "../format/time.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ScrollingTable } from "../ui/scrolling-table.tsx";
import { inventedBudgets, inventedDays, inventedRecipients } from "./invented-figures.ts";
import { Shown } from "./shown.tsx";

const looks = ["full", "hatched", "light", "outlined"] as const;

/** Charts, each with its table, and the bars of budgets. */
export function ChartsPart() {
  const words = useTexts().components;
  const language = useLanguage();
  const parts = looks.map((look) => ({ look, name: words.partNames[look] }));
  return (
    <>
      <Shown title={words.charts} help={words.chartsHelp}>
        <h3 className="title-3">{words.byDay}</h3>
        <div className="figures-columns">
          <DayBars
            label={words.byDay}
            series={[words.received, words.removed]}
            days={inventedDays.map(({ day, values }) => ({
              key: day,
              name: shortDay(day, language),
              values,
            }))}
          />
          <NumbersTable
            label={words.byDay}
            columns={[words.received, words.removed]}
            rows={inventedDays.map(({ day, values }) => ({ name: shortDay(day, language), values }))}
          />
        </div>
        <h3 className="title-3">{words.parts}</h3>
        <div className="figures-columns">
          <figure className="chart">
            <PartBars
              label={words.parts}
              parts={parts}
              rows={inventedRecipients.map(({ name, parts: values }) => ({ key: name, name, values }))}
            />
          </figure>
          <NumbersTable
            label={words.parts}
            columns={parts.map(({ name }) => name)}
            rows={inventedRecipients.map(({ name, parts: values }) => ({ name, values }))}
          />
        </div>
      </Shown>
      <Shown title={words.budgets}>
        <div className="fields-shown">
          {inventedBudgets().map((budget) => (
            <BudgetBars key={budget.state} budget={budget} />
          ))}
        </div>
      </Shown>
    </>
  );
}

interface NumbersTableProps {
  label: string;
  columns: readonly string[];
  rows: readonly { name: string; values: readonly number[] }[];
}

function NumbersTable({ label, columns, rows }: NumbersTableProps) {
  return (
    <ScrollingTable label={label}>
      <thead>
        <tr>
          <td />
          {columns.map((column) => (
            <th key={column} scope="col" className="number">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, values }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {columns.map((column, index) => (
              <td key={column} className="number">
                {values[index]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </ScrollingTable>
  );
}
