import type { EvidenceKind, PlanPerson } from "@vigie/contract";
import type { ReactElement } from "react";
import { PageLayout } from "../../http/public/page-layout.tsx";
import type { PublicSite } from "../../http/public/public-site.ts";
import { CallNowPanel } from "../../reports/pages/call-now-panel.tsx";
import { describedBy, FieldProblems, ProblemSummary } from "../../reports/pages/form-problems.tsx";
import type { FormProblem } from "../../reports/pages/report-form.ts";
import { placeOf } from "../compose-documents.ts";
import { documentsText } from "../documents-text.ts";
import { ReceiptForm } from "./evidence-parts.tsx";
import { evidencePageText } from "./evidence-text.ts";

/** Fields of the form, by the names they are posted under. */
export type NewEvidenceField = "kind" | "text" | "day" | "time" | "zone";

/** What the form holds. `id` is made when it is shown: an entry posted twice carries the same one. */
export interface NewEvidenceDraft {
  id: string;
  kind: EvidenceKind;
  text: string;
  day: string;
  time: string;
  zone: string;
}

interface NewEvidencePageProps {
  site: PublicSite;
  receipt: string;
  draft: NewEvidenceDraft;
  problems?: readonly FormProblem<NewEvidenceField>[];
  /** Whom to call, when what was just written may mean that a life is in danger. */
  callNow?: readonly PlanPerson[] | null;
}

const formId = "new-form";

/** Zones that are offered beside the hotline's own: where the hotline's visitors mostly are. */
const offeredZones = [
  "Europe/Paris",
  "Europe/Brussels",
  "Europe/Luxembourg",
  "Europe/Zurich",
  "Europe/London",
  "America/Toronto",
  "America/Halifax",
  "America/Vancouver",
  "America/Guadeloupe",
  "America/Martinique",
  "America/Cayenne",
  "America/Miquelon",
  "Indian/Reunion",
  "Indian/Mayotte",
  "Pacific/Noumea",
  "Pacific/Tahiti",
  "Africa/Abidjan",
  "Africa/Algiers",
  "Africa/Casablanca",
  "Africa/Tunis",
  "UTC",
] as const;

/** One thing to keep: its text, and when it happened if one knows. */
export function NewEvidencePage(props: NewEvidencePageProps): ReactElement {
  const { site, receipt, draft, problems = [], callNow = null } = props;
  const e = evidencePageText(site.voice);
  const d = documentsText(site.voice);
  const zones = [...new Set<string>([site.hotline.timeZone, ...offeredZones, draft.zone])];
  const field = { site, problems };
  return (
    <PageLayout site={site} page="follow" carries={formId}>
      {callNow !== null && <CallNowPanel site={site} people={callNow} received={false} form={formId} />}
      <ProblemSummary site={site} problems={problems} />
      <h1>{d(`kind.${draft.kind}`)}</h1>
      <p>{e(`hint.${draft.kind}`)}</p>
      <ReceiptForm site={site} receipt={receipt} id={formId} page="evidence_new">
        <input type="hidden" name="entry" value={draft.id} />
        <input type="hidden" name="kind" id="kind" value={draft.kind} />
        <div className="field">
          <label htmlFor="text">{e("new.text")}</label>
          <p className="hint" id="text-hint">
            {e("new.text.hint")}
          </p>
          <FieldProblems {...field} field="text" />
          <textarea
            id="text"
            name="text"
            rows={draft.kind === "words" ? 10 : 2}
            dir="auto"
            spellCheck={false}
            defaultValue={draft.text}
            {...describedBy(problems, "text")}
          />
        </div>
        <fieldset aria-describedby="when-hint">
          <legend>{e("new.when")}</legend>
          <p className="hint" id="when-hint">
            {e("new.when.hint")}
          </p>
          <Moment {...field} label={e("new.day")} name="day" type="date" value={draft.day} />
          <Moment {...field} label={e("new.time")} name="time" type="time" value={draft.time} />
          <div className="field">
            <label htmlFor="zone">{e("new.zone")}</label>
            <FieldProblems {...field} field="zone" />
            <select id="zone" name="zone" defaultValue={draft.zone}>
              {zones.map((zone) => (
                <option key={zone} value={zone}>
                  {placeOf(zone)}
                </option>
              ))}
            </select>
          </div>
        </fieldset>
        <div className="answers">
          <button type="submit" name="do" value="evidence_add">
            {e("new.save")}
          </button>
          <button type="submit" className="quiet" name="do" value="evidence">
            {e("new.back")}
          </button>
        </div>
      </ReceiptForm>
    </PageLayout>
  );
}

interface MomentProps {
  site: PublicSite;
  problems: readonly FormProblem<NewEvidenceField>[];
  label: string;
  name: "day" | "time";
  type: "date" | "time";
  value: string;
}

function Moment({ site, problems, label, name, type, value }: MomentProps): ReactElement {
  const isWrong = problems.some(({ field }) => field === name);
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <FieldProblems site={site} problems={problems} field={name} />
      <input
        id={name}
        name={name}
        type={type}
        defaultValue={value}
        {...(isWrong && { "aria-invalid": true, "aria-describedby": `${name}-problem` })}
      />
    </div>
  );
}
