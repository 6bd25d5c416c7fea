// biome-ignore-all lint/a11y/useFocusableInteractive: the row holds the focus, and its cells are read with it.
// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by the virtual list, which table elements do not allow.
import { useVirtualizer } from "@tanstack/react-virtual";
import type { CaseSummary } from "@vigie/contract";
import { useEffect, useRef, useState } from "react";
import { useKeys } from "../keys/use-keys.ts";
import { goTo } from "../router/use-place.ts";
import { useTexts } from "../texts/texts.ts";
import { CaseRow } from "./case-row.tsx";

// One row on a wide screen; narrower rows wrap and are measured.
const rowHeight = 88;
const columns = ["urgency", "number", "where", "status", "reports", "due", "next"] as const;
// Where the list was when a case was opened from it, so that coming back lands on the same line.
let lastCaseId: string | null = null;

interface CaseTableProps {
  cases: readonly CaseSummary[];
  /** How many there are in all, or null while the end has not been reached. */
  total: number | null;
  /** How many at the end only resemble what was searched for. */
  alike: number;
  onNearEnd: () => void;
}

/** The cases, only those on screen being drawn. One row holds the focus; j, k and the arrows move it. */
export function CaseTable({ cases, total, alike, onNearEnd }: CaseTableProps) {
  const texts = useTexts();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useRef(new Map<number, HTMLDivElement>());
  const wanted = useRef<number | null>(null);
  const [active, setActive] = useState(() =>
    Math.max(
      0,
      cases.findIndex(({ id }) => id === lastCaseId),
    ),
  );
  const current = Math.min(active, Math.max(0, cases.length - 1));
  const virtual = useVirtualizer({
    count: cases.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => cases[index]?.id ?? index,
    overscan: 8,
    initialOffset: () => Math.max(0, current - 3) * rowHeight,
  });
  const drawn = virtual.getVirtualItems();
  const lastDrawn = drawn.at(-1)?.index ?? 0;

  useEffect(() => {
    if (lastDrawn >= cases.length - 10) onNearEnd();
  }, [lastDrawn, cases.length, onNearEnd]);

  // The row to focus may only exist after scrolling has drawn it.
  useEffect(() => {
    const row = rows.current.get(wanted.current ?? -1);
    if (row === undefined) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });

  const move = (step: number) => {
    const onRow = scroller.current?.contains(document.activeElement) ?? false;
    // A step is counted from the last one asked for, which a held key may not have drawn yet.
    const from = wanted.current ?? current;
    const next = Math.min(
      cases.length - 1,
      Math.max(0, onRow || wanted.current !== null ? from + step : current),
    );
    setActive(next);
    virtual.scrollToIndex(next, { align: "auto" });
    const row = rows.current.get(next);
    wanted.current = row === undefined ? next : null;
    row?.focus({ preventScroll: true });
  };
  const open = (index: number) => {
    const chosen = cases[index];
    if (chosen === undefined) return;
    lastCaseId = chosen.id;
    goTo({ page: "case", caseId: chosen.id, panel: null });
  };
  useKeys("list", (action, event) => {
    if (action === "next") move(1);
    else if (action === "previous") move(-1);
    else if (action === "open") {
      // Enter on a link or a button is theirs.
      if (event.target instanceof Element && event.target.closest("a, button") !== null) return false;
      open(current);
    } else return false;
    return true;
  });

  return (
    <div
      className="case-table"
      role="grid"
      aria-label={texts.list.title}
      aria-rowcount={total === null ? -1 : total + 1}
    >
      <div role="rowgroup" className="case-head-group">
        <div role="row" className="case-row case-head" aria-rowindex={1}>
          {columns.map((name) => (
            <div key={name} role="columnheader" className={`case-cell case-${name}`}>
              {texts.list.columns[name]}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="case-scroller" ref={scroller}>
        <div role="presentation" className="case-rows" style={{ height: `${virtual.getTotalSize()}px` }}>
          {drawn.map(({ index, start, key }) => {
            const summary = cases[index];
            if (summary === undefined) return null;
            return (
              <CaseRow
                key={key}
                summary={summary}
                index={index}
                top={start}
                active={index === current}
                alike={index >= cases.length - alike}
                onOpen={() => open(index)}
                onActivate={() => setActive(index)}
                rowRef={(element) => {
                  if (element === null) rows.current.delete(index);
                  else rows.current.set(index, element);
                  virtual.measureElement(element);
                }}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
