import { useState } from "react";
import { useCatalogue } from "../api/queries.ts";
import { api } from "../api.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Picker } from "../ui/picker.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useOpenCase } from "./case-context.ts";
import { Duties } from "./duties.tsx";
import { newestFirst } from "./newest-first.ts";
import { Panel } from "./panel.tsx";
import { ReferralFile } from "./referral-file.tsx";
import { proposedAuthorities } from "./referral-rules.ts";
import { StepBrief } from "./step-brief.tsx";
import { useCaseAction } from "./use-case-action.ts";

/** Referrals under way, then a new one. Vigie prepares; a person files. */
export function ReferPanel() {
  const texts = useTexts();
  const { view, reload, panelSubject, panelStep } = useOpenCase();
  const caseId = view.summary.id;
  const catalogue = useCatalogue();
  const { proposed, others } = proposedAuthorities(view, catalogue.data);
  const [picked, setPicked] = useState<string | null>(
    panelStep?.recipient.authority ??
      view.escalations.find(({ id }) => id === panelSubject)?.authority ??
      null,
  );
  const authority = picked ?? proposed[0]?.slug ?? null;
  const prepare = useCaseAction({
    caseId,
    run: (authority: string) => api.prepareReferral(caseId, { authority, seen: view.summary.version }),
    done: texts.referral.prepared,
  });
  const option = ({ slug, name, country }: { slug: string; name: string; country: string }) => ({
    value: slug,
    label: country === "FR" ? name : `${name} (${country})`,
  });
  return (
    <Panel title={texts.referral.title}>
      <StepBrief />
      <p>{texts.referral.why}</p>
      {newestFirst(view.referrals, ({ createdAt }) => createdAt).map((referral) => (
        <ReferralFile key={referral.id} referral={referral} />
      ))}
      {view.allowed.refer && (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            if (authority !== null) prepare.mutate(authority);
          }}
        >
          <Trouble error={catalogue.error} onRetry={() => void catalogue.refetch()} />
          <Picker
            label={texts.referral.authority}
            sections={[
              { title: texts.referral.suggested, options: proposed.map(option) },
              { title: texts.referral.others, options: others.map(option) },
            ].filter(({ options }) => options.length > 0)}
            value={authority}
            onChange={setPicked}
          />
          <Trouble error={prepare.error} onReload={reload} />
          <div className="form-actions">
            <ActionButton
              look={view.referrals.length === 0 ? "main" : "plain"}
              type="submit"
              isDisabled={authority === null}
              isPending={prepare.isPending}
            >
              {texts.referral.prepare}
            </ActionButton>
          </div>
        </form>
      )}
      <Duties duties={view.duties} />
    </Panel>
  );
}
