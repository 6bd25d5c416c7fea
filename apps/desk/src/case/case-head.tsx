import type { WaveView } from "@vigie/contract";
import { DueText } from "../cases/due-text.tsx";
import { StatusBadge } from "../cases/status-badge.tsx";
import { UrgencyBadge } from "../cases/urgency-badge.tsx";
import { WhyText } from "../cases/why-text.tsx";
import { showInvisible } from "../format/address.ts";
import { PlaceLink } from "../shell/place-link.tsx";
import { useTexts } from "../texts/texts.ts";
import { Icon } from "../ui/icon.tsx";
import { useRelative } from "../ui/use-relative.ts";
import { When } from "../ui/when.tsx";
import { useOpenCase } from "./case-context.ts";

/** Very many reports at once: calm, and what it means for the work. */
function WaveText({ wave }: { wave: WaveView }) {
  const texts = useTexts();
  const relative = useRelative();
  return (
    <p className="look-here">
      <strong>{texts.queue.wave.title(wave.reports)}.</strong> {texts.queue.wave.text(relative(wave.since))}
    </p>
  );
}

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
      {summary.wave !== null && <WaveText wave={summary.wave} />}
      <p className="small quiet">
        <span>{texts.label(texts.queue.why.title)}</span> <WhyText why={summary.why} most={9} />
      </p>
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
