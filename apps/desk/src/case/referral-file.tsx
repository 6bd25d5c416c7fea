import type { ReferralView } from "@vigie/contract";
import { useState } from "react";
import { api } from "../api.ts";
import { fromLocalField, toLocalField } from "../format/time.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Badge } from "../ui/badge.tsx";
import { Choice } from "../ui/choice.tsx";
import { Field } from "../ui/field.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useOpenCase } from "./case-context.ts";
import { useDraft } from "./drafts.ts";
import { ReferralAddresses } from "./referral-addresses.tsx";
import { referralTones } from "./referral-record.tsx";
import { recordable } from "./referral-rules.ts";
import { useCaseAction } from "./use-case-action.ts";

/** One referral under way: how to file it, then what was recorded about it. */
export function ReferralFile({ referral }: { referral: ReferralView }) {
  const texts = useTexts();
  const { view, reload } = useOpenCase();
  const caseId = view.summary.id;
  const choices = recordable(referral.status);
  const [status, setStatus] = useState(choices[0] ?? null);
  const [draft, change, forget] = useDraft(`${caseId}/refer/${referral.id}/${referral.status}`, () => ({
    reference: referral.reference ?? "",
    date: toLocalField(new Date()),
    note: "",
  }));
  const record = useCaseAction({
    caseId,
    run: (next: NonNullable<typeof status>) => {
      const at = fromLocalField(draft.date);
      return api.recordReferral(referral.id, {
        status: next,
        ...(draft.reference.trim() === "" ? {} : { reference: draft.reference.trim() }),
        ...(at === null ? {} : { at }),
        ...(draft.note.trim() === "" ? {} : { note: draft.note.trim() }),
      });
    },
    done: texts.referral.recorded,
    onDone: forget,
  });
  const chosen = status !== null && choices.includes(status) ? status : (choices[0] ?? null);
  return (
    <section className="record referral" aria-label={referral.authority.name}>
      <p className="record-line">
        <Badge tone={referralTones[referral.status]}>{texts.referral.statuses[referral.status]}</Badge>
        <strong>{referral.authority.name}</strong>
      </p>
      {referral.status === "prepared" && <ReferralAddresses authority={referral.authority} />}
      {chosen !== null && (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            record.mutate(chosen);
          }}
        >
          {choices.length > 1 && (
            <Choice
              label={texts.referral.answer}
              options={choices.map((value) => ({ value, label: texts.referral.statuses[value] }))}
              value={chosen}
              onChange={setStatus}
            />
          )}
          <div className="recipient-row">
            <Field
              label={texts.referral.reference}
              maxLength={200}
              value={draft.reference}
              onChange={(reference) => change({ reference })}
            />
            <Field
              label={texts.referral.date}
              type="datetime-local"
              value={draft.date}
              onChange={(date) => change({ date })}
            />
          </div>
          {referral.status !== "prepared" && (
            <Field
              label={texts.referral.noteLabel}
              lines={2}
              maxLength={2000}
              value={draft.note}
              onChange={(note) => change({ note })}
            />
          )}
          <Trouble error={record.error} onReload={reload} />
          <div className="form-actions">
            <ActionButton look="main" type="submit" isPending={record.isPending}>
              {referral.status === "prepared" ? texts.referral.recordFiled : texts.referral.recordAnswer}
            </ActionButton>
          </div>
        </form>
      )}
    </section>
  );
}
