import { Button } from "react-aria-components";
import { useTexts } from "../texts/texts.ts";
import { Icon } from "../ui/icon.tsx";
import { ScrollingTable } from "../ui/scrolling-table.tsx";
import {
  countNames,
  nextOrder,
  precisionOf,
  type RecordOrder,
  type RecordRow,
  type SortColumn,
  sortColumns,
  sumOf,
} from "./record-rules.ts";
import { precisionInWords, type RecordWords } from "./record-words.ts";
import { keyOfRow } from "./times-part.tsx";

interface RecordTableProps {
  rows: readonly RecordRow[];
  words: RecordWords;
  order: RecordOrder;
  onOrder: (order: RecordOrder) => void;
}

/** Every row with its counts, in the order of a chosen column. */
export function RecordTable({ rows, words, order, onOrder }: RecordTableProps) {
  const texts = useTexts();
  const sum = sumOf(rows);
  const isWord = (column: SortColumn) => column === "name" || column === "ground" || column === "channel";
  return (
    <section className="chart-part" aria-labelledby="record-all">
      <h2 className="title-2" id="record-all">
        {texts.record.allTitle}
      </h2>
      <ScrollingTable label={texts.record.allTable}>
        <thead>
          <tr>
            {sortColumns.map((column) => (
              <th
                key={column}
                scope="col"
                className={isWord(column) || column === "precision" ? undefined : "number"}
                aria-sort={
                  order.column === column ? (order.descending ? "descending" : "ascending") : undefined
                }
              >
                <Button className="sort-button" onPress={() => onOrder(nextOrder(order, column))}>
                  {texts.record.columns[column]}
                  <Icon name="down" />
                </Button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOfRow(row)}>
              <th scope="row">
                <bdi>{row.name}</bdi>
              </th>
              <td>{words.ground(row)}</td>
              <td>
                {words.channel(row)}
                {row.channelId !== null && <span className="small quiet"> {row.channelId}</span>}
              </td>
              {countNames.map((name) => (
                <td key={name} className="number">
                  {row[name]}
                </td>
              ))}
              <td className="record-precision">{precisionInWords(precisionOf(row), texts)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {texts.record.together}
            </th>
            {countNames.map((name) => (
              <td key={name} className="number">
                {sum[name]}
              </td>
            ))}
            <td className="record-precision">{precisionInWords(precisionOf(sum), texts)}</td>
          </tr>
        </tfoot>
      </ScrollingTable>
      <p className="small quiet">{texts.record.sentMeans}</p>
    </section>
  );
}
