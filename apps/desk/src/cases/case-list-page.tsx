import { useCallback, useMemo, useRef } from "react";
import { Input, Label, SearchField } from "react-aria-components";
import { useCases } from "../api/queries.ts";
import { useKeys } from "../keys/use-keys.ts";
import { setQuery, useQuery } from "../router/use-place.ts";
import { useTexts } from "../texts/texts.ts";
import { KeyHint } from "../ui/key-hint.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useSettled } from "../ui/use-settled.ts";
import { useTitle } from "../ui/use-title.ts";
import { CaseTable } from "./case-table.tsx";
import { readFilter, writeFilter } from "./list-filter.ts";
import { ListFilters } from "./list-filters.tsx";
import { SavedFilters } from "./saved-filters.tsx";

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
  const counts = list.data?.pages[0]?.counts ?? null;
  const alike = list.data?.pages[0]?.alike ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const readOn = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  useKeys("list", (action) => {
    if (action !== "search") return false;
    search.current?.focus();
    return true;
  });

  return (
    <section className="page page-list">
      <header className="list-head">
        <h1 className="title-1">{texts.list.title}</h1>
        {counts !== null && (
          <p className="list-counts">
            {texts.list.open(counts.open)}{" "}
            <span className="quiet">
              · {texts.queue.home.free(counts.free)} · {texts.list.total(counts.total)}
            </span>
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
        <ListFilters filter={filter} onChange={(change) => setQuery(writeFilter({ ...filter, ...change }))} />
        <SavedFilters filter={filter} onChoose={(chosen) => setQuery(writeFilter(chosen))} />
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
      {alike > 0 && <p className="quiet small">{texts.queue.filters.alikeCount(alike)}</p>}
      {cases.length > 0 && (
        <CaseTable
          key={writeFilter(asked)}
          cases={cases}
          total={hasNextPage ? null : cases.length}
          alike={alike}
          onNearEnd={readOn}
        />
      )}
    </section>
  );
}
