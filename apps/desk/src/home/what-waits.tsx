import { caseStatuses } from "@vigie/contract";
import { useCaseCounts } from "../api/queries.ts";
import { everyOpenCase, type ListFilter, writeFilter } from "../cases/list-filter.ts";
import { PlaceLink } from "../shell/place-link.tsx";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { Icon } from "../ui/icon.tsx";
import { Trouble } from "../ui/trouble.tsx";

/** Exact figures of what waits, danger to life before everything; each leads to its cases. */
export function WhatWaits() {
  const texts = useTexts();
  const language = useLanguage();
  const read = useCaseCounts();
  const counts = read.data;
  const words = texts.queue.home;
  const listOf = (change: Partial<ListFilter>) => writeFilter({ ...everyOpenCase, ...change });
  return (
    <section className="side-card waits" aria-labelledby="waits-title">
      <h2 className="title-2" id="waits-title">
        {words.waits}
      </h2>
      <Trouble error={read.error} onRetry={() => void read.refetch()} />
      {counts != null && (
        <>
          {counts.danger > 0 ? (
            <p className="waits-danger">
              <PlaceLink
                to={{ page: "list" }}
                query={listOf({ urgency: "P0" })}
                className="urgency urgency-danger"
              >
                <Icon name="look" /> {words.danger(counts.danger)}
              </PlaceLink>
            </p>
          ) : (
            <p className="quiet">{words.noDanger}</p>
          )}
          <p className="waits-line">
            {counts.overdue > 0 && (
              <PlaceLink to={{ page: "list" }} query={listOf({ overdue: "true" })} className="due-late">
                {words.overdue(counts.overdue)}
              </PlaceLink>
            )}
            <PlaceLink to={{ page: "list" }} query={listOf({ claimed: "free" })}>
              {words.free(counts.free)}
            </PlaceLink>
          </p>
          <dl className="waits-counts">
            {caseStatuses.map((status) => (
              <div key={status}>
                <dt>
                  <PlaceLink to={{ page: "list" }} query={listOf({ status })}>
                    {texts.caseStatuses[status]}
                  </PlaceLink>
                </dt>
                <dd>{(counts.byStatus[status] ?? 0).toLocaleString(language)}</dd>
              </div>
            ))}
          </dl>
          <p>
            <PlaceLink to={{ page: "list" }}>{words.all}</PlaceLink>
          </p>
        </>
      )}
    </section>
  );
}
