// biome-ignore-all lint/a11y/useFocusableInteractive: the row holds the focus, and its cells are read with it.
// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by the virtual list, which table elements do not allow.
import type { CaseSummary } from "@vigie/contract";
import type { Ref } from "react";
import { showInvisible } from "../format/address.ts";
import { PlaceLink } from "../shell/place-link.tsx";
import { useTexts } from "../texts/texts.ts";
import { Icon } from "../ui/icon.tsx";
import { ClaimText } from "./claim-text.tsx";
import { DueText } from "./due-text.tsx";
import { StatusBadge } from "./status-badge.tsx";
import { UrgencyBadge } from "./urgency-badge.tsx";
import { WhyText } from "./why-text.tsx";

interface CaseRowProps {
  summary: CaseSummary;
  index: number;
  /** Pixels from the top of the list, set by the virtual list. */
  top: number;
  active: boolean;
  /** It only resembles what was searched for. */
  alike: boolean;
  onOpen: () => void;
  onActivate: () => void;
  rowRef: Ref<HTMLDivElement>;
}

/** One case in the list. The whole row opens it; the number is its link, for another tab. */
export function CaseRow({ summary, index, top, active, alike, onOpen, onActivate, rowRef }: CaseRowProps) {
  const texts = useTexts();
  const [, ...others] = summary.hosts;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on the focused row is one of the list's keys.
    <div
      ref={rowRef}
      className="case-row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={active}
      tabIndex={active ? 0 : -1}
      data-index={index}
      data-overdue={summary.overdue || undefined}
      style={{ transform: `translateY(${top}px)` }}
      onFocus={onActivate}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest("a") !== null) return;
        onOpen();
      }}
    >
      <div role="gridcell" className="case-cell case-urgency">
        <UrgencyBadge urgency={summary.urgency} short />
      </div>
      <div role="gridcell" className="case-cell case-number">
        <PlaceLink to={{ page: "case", caseId: summary.id, panel: null }}>{summary.number}</PlaceLink>
      </div>
      <div role="rowheader" className="case-cell case-where">
        <span className="case-title">
          {summary.title === null ? (
            <span className="case-sealed">
              <Icon name="locked" /> {texts.list.sealedAddress}
            </span>
          ) : (
            <bdi>{showInvisible(summary.title)}</bdi>
          )}
          {summary.wave !== null && (
            <span className="wave-mark" title={texts.queue.wave.title(summary.wave.reports)}>
              {texts.queue.wave.mark}
            </span>
          )}
          {alike && <span className="wave-mark">{texts.queue.filters.alike}</span>}
          {others.length > 0 && <span className="quiet"> {texts.list.moreHosts(others.length)}</span>}
        </span>
        {summary.dangerAt !== null && <span className="case-danger urgency-danger">{texts.list.danger}</span>}
        <span className="case-concern">
          {summary.concern === null ? texts.noConcern : texts.concerns[summary.concern]}
          {" · "}
          {texts.list.contents(summary.contents)}
        </span>
        <WhyText why={summary.why.filter(({ factor }) => factor !== "danger")} className="case-why" />
      </div>
      <div role="gridcell" className="case-cell case-status">
        <StatusBadge status={summary.status} />
      </div>
      <div role="gridcell" className="case-cell case-reports">
        {texts.list.reports(summary.reports)}
        {summary.unread > 0 && (
          <span className="unread">
            <Icon name="message" /> {texts.list.unread(summary.unread)}
          </span>
        )}
      </div>
      <div role="gridcell" className="case-cell case-due">
        <DueText summary={summary} />
      </div>
      <div role="gridcell" className="case-cell case-next">
        <span>{texts.nextSteps[summary.nextStep]}</span>
        <ClaimText claim={summary.claim} />
      </div>
    </div>
  );
}
