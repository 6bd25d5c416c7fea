import { noticeChannels } from "@vigie/contract";
import { useMemo, useState } from "react";
import { useCatalogue, useRecord } from "../api/queries.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { downloadText } from "../ui/download-text.ts";
import { Picker } from "../ui/picker.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useTitle } from "../ui/use-title.ts";
import { OutcomesPart } from "./outcomes-part.tsx";
import { csvOf } from "./record-csv-rules.ts";
import { byProvider, filterRows, noFilter, type RecordOrder, sortRows } from "./record-rules.ts";
import { RecordTable } from "./record-table.tsx";
import { type RecordWords, recordCells } from "./record-words.ts";
import { TimesPart } from "./times-part.tsx";

/** What became of our notices: per provider as bars, per row as times, and all of it as a table and a file. */
export function RecordPage() {
  const texts = useTexts();
  useTitle(texts.record.title);
  const language = useLanguage();
  const read = useRecord();
  const grounds = useCatalogue().data?.grounds;
  const [filter, setFilter] = useState(noFilter);
  const [order, setOrder] = useState<RecordOrder>({ column: "sent", descending: true });
  const all = read.data?.rows;

  const words = useMemo<RecordWords>(() => {
    const labels = new Map(grounds?.map(({ slug, label }) => [slug, label[language]]));
    return {
      name: ({ name }) => name,
      ground: ({ ground }) => labels.get(ground) ?? ground,
      channel: ({ channel }) => texts.notice.channels[channel],
    };
  }, [grounds, language, texts]);
  const rows = useMemo(
    () => sortRows(filterRows(all ?? [], filter), order, (row, column) => words[column](row)),
    [all, filter, order, words],
  );
  const choices = useMemo(() => {
    const options = (pairs: readonly (readonly [string, string])[]) =>
      [...new Map(pairs)]
        .map(([value, label]) => ({ value, label }))
        .sort((left, right) => left.label.localeCompare(right.label));
    const known = all ?? [];
    return {
      provider: options(known.map((row) => [row.provider, row.name])),
      ground: options(known.map((row) => [row.ground, words.ground(row)])),
      channel: noticeChannels
        .filter((channel) => known.some((row) => row.channel === channel))
        .map((value) => ({ value, label: texts.notice.channels[value] })),
    };
  }, [all, words, texts]);

  return (
    <section className="page page-record">
      <header className="list-head">
        <h1 className="title-1">{texts.record.title}</h1>
      </header>
      <Trouble error={read.error} onRetry={() => void read.refetch()} />
      {read.isLoading && (
        <p className="quiet" role="status">
          {texts.loading}
        </p>
      )}
      {all?.length === 0 && (
        <div className="empty">
          <p className="title-2">{texts.record.emptyTitle}</p>
          <p>{texts.record.empty}</p>
        </div>
      )}
      {all !== undefined && all.length > 0 && (
        <>
          <p>
            {texts.record.intro} <span className="quiet">{texts.record.twice}</span>
          </p>
          <div className="record-tools">
            {(["provider", "ground", "channel"] as const).map((name) => (
              <Picker
                key={name}
                label={texts.record.columns[name === "provider" ? "name" : name]}
                sections={[
                  { title: null, options: [{ value: "", label: texts.record.all[name] }, ...choices[name]] },
                ]}
                value={filter[name]}
                onChange={(value) => setFilter({ ...filter, [name]: value })}
              />
            ))}
            <ActionButton
              isDisabled={rows.length === 0}
              onPress={() =>
                downloadText(csvOf(recordCells(rows, words, texts), language), {
                  name: `${texts.record.file}.csv`,
                  type: "text/csv;charset=utf-8",
                })
              }
            >
              {texts.record.download}
            </ActionButton>
          </div>
          {rows.length === 0 ? (
            <p role="status">{texts.record.nothing}</p>
          ) : (
            <>
              <OutcomesPart providers={byProvider(rows)} />
              <TimesPart rows={rows} words={words} />
              <RecordTable rows={rows} words={words} order={order} onOrder={setOrder} />
            </>
          )}
        </>
      )}
    </section>
  );
}
