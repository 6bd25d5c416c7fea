import type { Ref } from "react";
import { useTexts } from "../texts/texts.ts";
import { SpokenText } from "../ui/spoken-text.tsx";
import { When } from "../ui/when.tsx";
import { AssessmentRecord } from "./assessment-record.tsx";
import { useOpenCase } from "./case-context.ts";
import { CasePlan } from "./case-plan.tsx";
import { Duties } from "./duties.tsx";
import { LinksPart } from "./links-part.tsx";
import { MatchesPart } from "./matches-part.tsx";
import { newestFirst } from "./newest-first.ts";
import { NextStep } from "./next-step.tsx";
import { NoticesPart } from "./notices-part.tsx";
import { PlanActions } from "./plan-actions.tsx";
import { ProposalCard } from "./proposal-card.tsx";
import { ReferralRecord } from "./referral-record.tsx";

interface PlanZoneProps {
  headingRef: Ref<HTMLHeadingElement>;
  onCheck: () => void;
  isChecking: boolean;
}

/** What we do: the next step, every action, the plan, then what was decided and sent. */
export function PlanZone({ headingRef, onCheck, isChecking }: PlanZoneProps) {
  const texts = useTexts();
  const { view, mayDecide } = useOpenCase();
  return (
    <section className="zone zone-plan" aria-labelledby="zone-plan">
      <h2 className="zone-title" id="zone-plan" tabIndex={-1} ref={headingRef}>
        {texts.case.zones.plan}
      </h2>
      <ProposalCard />
      <NextStep />
      {mayDecide ? (
        <PlanActions onCheck={onCheck} isChecking={isChecking} />
      ) : (
        <p className="quiet">{texts.case.watchOnly}</p>
      )}
      <LinksPart />
      <MatchesPart />
      <section className="plan-part">
        <h3 className="title-3">{texts.route.title}</h3>
        <CasePlan />
      </section>
      <section className="plan-part">
        <h3 className="title-3">{texts.plan.assessment}</h3>
        <AssessmentRecord />
      </section>
      <NoticesPart />
      <section className="plan-part">
        <h3 className="title-3">{texts.plan.referrals}</h3>
        {view.referrals.length === 0 && <p className="quiet">{texts.plan.noReferral}</p>}
        {newestFirst(view.referrals, ({ createdAt }) => createdAt).map((referral) => (
          <ReferralRecord key={referral.id} referral={referral} />
        ))}
      </section>
      <Duties duties={view.duties} />
      <section className="plan-part">
        <h3 className="title-3">{texts.plan.notes}</h3>
        {view.notes.length === 0 && <p className="quiet">{texts.plan.noNote}</p>}
        {newestFirst(view.notes, ({ at }) => at).map((note) => (
          <div key={note.id} className="record">
            <p className="small quiet">
              {note.by}, <When at={note.at} />
            </p>
            <SpokenText text={note.text} />
          </div>
        ))}
      </section>
    </section>
  );
}
