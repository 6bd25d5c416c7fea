import { DueText } from "../cases/due-text.tsx";
import { StatusBadge } from "../cases/status-badge.tsx";
import { UrgencyBadge } from "../cases/urgency-badge.tsx";
import { showInvisible } from "../format/address.ts";
import { PlaceLink } from "../shell/place-link.tsx";
import { useTexts } from "../texts/texts.ts";
import { Icon } from "../ui/icon.tsx";
import { When } from "../ui/when.tsx";
import { useOpenCase } from "./case-context.ts";

/** What the case is, in one line and four facts. */
export function CaseHead() {
  const texts = useTexts();
  const { summary } = useOpenCase().view;
  return (
    <header className="case-head-block">
      <PlaceLink to={{ page: "list" }} className="back">
        <Icon name="back" /> {texts.case.back}
      </PlaceLink>
      <div className="case-heading">
        <h1 className="title-1">
          <span className="case-heading-number">{texts.case.number(summary.number)}</span>{" "}
          {summary.title === null ? (
            <span className="case-sealed">{texts.list.sealedAddress}</span>
          ) : (
            <bdi>{showInvisible(summary.title)}</bdi>
          )}
        </h1>
        <StatusBadge status={summary.status} />
        <UrgencyBadge urgency={summary.urgency} />
      </div>
      {summary.dangerAt !== null && (
        <p>
          <strong className="urgency-danger">{texts.list.danger}</strong> <When at={summary.dangerAt} />
          {". "}
          {texts.list.dangerEnds}
        </p>
      )}
      <dl className="facts">
        <div>
          <dt>{texts.case.due}</dt>
          <dd>
            <DueText summary={summary} />
          </dd>
        </div>
        <div>
          <dt>{texts.case.firstReported}</dt>
          <dd>
            <When at={summary.firstReportedAt} />
            {" · "}
            {summary.concern === null ? texts.noConcern : texts.concerns[summary.concern]}
          </dd>
        </div>
        <div className="facts-wide">
          <dt>
            {texts.label(texts.case.handling)} {texts.handlings[summary.handling]}
          </dt>
          <dd>{texts.handlingMeans[summary.handling]}</dd>
        </div>
      </dl>
    </header>
  );
}
