import { useCallback, useMemo, useRef } from "react";
import { Input, Label, SearchField } from "react-aria-components";
import { useCases } from "../api/queries.ts";
import { useKeys } from "../keys/use-keys.ts";
import { setQuery, useQuery } from "../router/use-place.ts";
import { useTexts } from "../texts/texts.ts";
import { KeyHint } from "../ui/key-hint.tsx";
import { Picker } from "../ui/picker.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useSettled } from "../ui/use-settled.ts";
import { useTitle } from "../ui/use-title.ts";
import { CaseTable } from "./case-table.tsx";
import { listStatuses, readFilter, writeFilter } from "./list-filter.ts";

// A search is sent when the typing pauses, not at each letter.
const typingMs = 180;

/** Every case, searched and filtered; what is late comes first because the server sorts it so. */
export function CaseListPage() {
  const texts = useTexts();
  useTitle(texts.list.title);
  const query = useQuery();
  const filter = useMemo(() => readFilter(query), [query]);
  const asked = useSettled(filter, typingMs);
  const search = useRef<HTMLInputElement>(null);
  const list = useCases(asked);
  const cases = useMemo(() => list.data?.pages.flatMap((page) => page.cases) ?? [], [list.data]);
  const counts = list.data?.pages[0]?.counts;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const readOn = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  useKeys("list", (action) => {
    if (action !== "search") return false;
    search.current?.focus();
    return true;
  });

  const label = (status: (typeof listStatuses)[number]) =>
    status === ""
      ? texts.list.statusAll
      : status === "open"
        ? texts.list.statusOpen
        : texts.caseStatuses[status];

  return (
    <section className="page page-list">
      <header className="list-head">
        <h1 className="title-1">{texts.list.title}</h1>
        {counts !== undefined && (
          <p className="list-counts">
            {texts.list.open(counts.open)} <span className="quiet">· {texts.list.total(counts.total)}</span>
          </p>
        )}
        <SearchField
          className="field search"
          value={filter.q}
          onChange={(q) => setQuery(writeFilter({ ...filter, q }))}
        >
          <Label className="visually-hidden">{texts.list.search}</Label>
          <Input ref={search} className="input" placeholder={texts.list.searchPlaceholder} maxLength={200} />
          <KeyHint keys="/" />
        </SearchField>
        <Picker
          label={texts.list.status}
          hiddenLabel
          sections={[
            {
              title: null,
              options: listStatuses.map((status) => ({
                value: status === "" ? "all" : status,
                label: label(status),
              })),
            },
          ]}
          value={filter.status === "" ? "all" : filter.status}
          onChange={(status) => setQuery(writeFilter({ ...filter, status: status === "all" ? "" : status }))}
        />
      </header>
      <Trouble error={list.error} onRetry={() => void list.refetch()} />
      {list.isLoading && (
        <p className="quiet" role="status">
          {texts.loading}
        </p>
      )}
      {list.data !== undefined && cases.length === 0 && (
        <div className="empty">
          <p className="title-2">{texts.list.emptyTitle}</p>
          <p>{counts?.total === 0 ? texts.list.emptyAll : texts.list.empty}</p>
        </div>
      )}
      {cases.length > 0 && (
        <CaseTable
          key={writeFilter(asked)}
          cases={cases}
          total={hasNextPage ? null : cases.length}
          onNearEnd={readOn}
        />
      )}
    </section>
  );
}
