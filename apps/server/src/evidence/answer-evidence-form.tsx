import { randomUUID } from "node:crypto";
import { type EvidenceKind, errorStatus, evidenceKinds, type Situation } from "@vigie/contract";
import type { PublicSite } from "../http/public/public-site.ts";
import { pageHeaders, type RenderedFile, type RenderedPage, renderPage } from "../http/public/render-page.ts";
import { answerNotOpened } from "../reports/answer-not-opened.tsx";
import { malformedForm } from "../reports/form-fields.ts";
import { type FormProblem, uuidOr } from "../reports/pages/report-form.ts";
import type { NotOpened, PublicPagesDeps } from "../reports/public-pages-deps.ts";
import { calledBefore, countryIn, siteIn } from "../reports/site-in.ts";
import { type EvidenceFile, type EvidencePagesDeps, evidenceFiles } from "./evidence-pages-deps.ts";
import type { EvidenceProblem } from "./evidence-rules.ts";
import { EvidencePage } from "./pages/evidence-page.tsx";
import { EvidencePrintPage } from "./pages/evidence-print-page.tsx";
import { type NewEvidenceDraft, type NewEvidenceField, NewEvidencePage } from "./pages/new-evidence-page.tsx";
import type { EvidenceView } from "./read-evidence.ts";

/** Names of the fields in the posted forms, beside those of every form under a receipt. */
export const evidenceFields = ["kind", "text", "day", "time", "zone", "entry"] as const;
type Fields = Partial<
  Record<(typeof evidenceFields)[number] | "receipt" | "do" | "page" | "minor" | "call", string>
>;

export type EvidenceAct =
  | "evidence"
  | "evidence_new"
  | "evidence_add"
  | "evidence_remove"
  | "evidence_age"
  | "evidence_print"
  | `evidence_${EvidenceFile}`;

const acts: readonly EvidenceAct[] = [
  "evidence",
  "evidence_new",
  "evidence_add",
  "evidence_remove",
  "evidence_age",
  "evidence_print",
  "evidence_complaint",
  "evidence_timeline",
  "evidence_bundle",
  "evidence_proof",
];

/**
 * What is asked of the evidence pages; null when a form is not theirs. `page` tells whose form it is where no button
 * does: the language switch shows the same page again, the Enter key sends the form.
 */
export function evidenceActOf({ do: pressed, page }: { do?: string; page?: string }): EvidenceAct | null {
  const from = acts.find((act) => act === page);
  if (from !== undefined && pressed === "show") return from;
  if (from !== undefined && pressed === undefined) return from === "evidence_new" ? "evidence_add" : from;
  return acts.find((act) => act === pressed) ?? null;
}

type Deps = EvidencePagesDeps & Pick<PublicPagesDeps, "now" | "peopleIn">;

interface Asked {
  site: PublicSite;
  deps: Deps;
  receipt: string;
  fields: Fields;
}

/**
 * Answers the forms of the evidence pages: a page, or a file to download.
 * @throws Refusal `request.malformed` when the fields hold what the forms cannot send.
 */
export async function answerEvidenceForm(
  site: PublicSite,
  deps: Deps,
  { act, fields }: { act: EvidenceAct; fields: Fields },
): Promise<RenderedPage | RenderedFile> {
  const asked: Asked = { site, deps, receipt: fields.receipt ?? "", fields };
  switch (act) {
    case "evidence":
      return list(asked, await deps.readEvidence(asked));
    case "evidence_new":
      return renderPage(
        <NewEvidencePage
          site={siteIn(site, deps, countryIn(called(fields)))}
          receipt={asked.receipt}
          draft={draftOf(asked)}
          callNow={calledBefore(site, deps, called(fields))}
        />,
      );
    case "evidence_add":
      return add(asked);
    case "evidence_remove": {
      const entryId = uuidOr(fields.entry, randomUUID);
      return list(asked, await deps.removeEvidence({ receipt: asked.receipt, entryId }), "removed");
    }
    case "evidence_age":
      return list(asked, await deps.sayAge({ receipt: asked.receipt, minor: minorOf(fields.minor) }), "age");
    case "evidence_print":
      return print(asked);
    default:
      return file(asked, evidenceFiles.find((each) => act === `evidence_${each}`) ?? "bundle");
  }
}

type Outcome = { kind: "opened"; view: EvidenceView } | NotOpened;

function list(
  { site, deps, receipt, fields }: Asked,
  outcome: Outcome,
  note?: "removed" | "age",
): RenderedPage {
  if (outcome.kind !== "opened") return answerNotOpened(site, receipt, outcome);
  const { view } = outcome;
  return renderPage(
    <EvidencePage
      site={siteIn(site, deps, view.country)}
      receipt={receipt}
      view={view}
      {...(note && { note })}
      callNow={calledBefore(site, deps, called(fields))}
    />,
  );
}

/** Whom the page named, where it is shown again in another language. */
function called({ do: pressed, call }: Fields): string | undefined {
  return pressed === "show" ? call : undefined;
}

async function add(asked: Asked): Promise<RenderedPage> {
  const { site, deps, receipt } = asked;
  const { language } = site;
  const draft = draftOf(asked);
  const { zone: timeZone, ...entry } = draft;
  const outcome = await deps.addEvidence({ receipt, language, entry: { ...entry, timeZone } });
  if (outcome.kind === "opened") {
    const { view, callNow } = outcome;
    return renderPage(
      <EvidencePage
        site={siteIn(site, deps, view.country)}
        receipt={receipt}
        view={view}
        note="added"
        callNow={callNow}
      />,
    );
  }
  if (outcome.kind !== "refused") return answerNotOpened(site, receipt, outcome);
  const problems = outcome.problems.map(inForm);
  return renderPage(
    <NewEvidencePage
      site={siteIn(site, deps, outcome.country)}
      receipt={receipt}
      draft={draft}
      problems={problems}
      callNow={outcome.callNow}
    />,
    422,
  );
}

async function print({ site, deps, receipt }: Asked): Promise<RenderedPage> {
  const outcome = await deps.readEvidence({ receipt });
  if (outcome.kind !== "opened") return answerNotOpened(site, receipt, outcome);
  const { view } = outcome;
  const own = siteIn(site, deps, view.country);
  const at = deps.now().toISOString();
  return renderPage(<EvidencePrintPage site={own} receipt={receipt} view={view} at={at} />);
}

async function file(
  { site, deps, receipt }: Asked,
  wanted: EvidenceFile,
): Promise<RenderedPage | RenderedFile> {
  const outcome = await deps.makeFile({ receipt, language: site.language, file: wanted });
  if (outcome.kind === "unavailable") {
    const code = "evidence.documents_unavailable";
    const problems = [{ code, details: {}, field: null } as const];
    const { view } = outcome;
    const own = siteIn(site, deps, view.country);
    const page = <EvidencePage site={own} receipt={receipt} view={view} problems={problems} />;
    return renderPage(page, errorStatus(code));
  }
  if (outcome.kind !== "made") return answerNotOpened(site, receipt, outcome);
  const isArchive = wanted === "bundle" || wanted === "proof";
  return {
    status: 200,
    headers: {
      ...pageHeaders,
      "content-type": isArchive ? "application/zip" : "application/pdf",
      // The name stays in the list of downloads: it says nothing.
      "content-disposition": `attachment; filename="${isArchive ? "documents.zip" : "document.pdf"}"`,
    },
    body: Buffer.from(outcome.bytes),
  };
}

function draftOf({ site, fields }: Asked): NewEvidenceDraft {
  return {
    id: uuidOr(fields.entry, randomUUID),
    kind: kindOf(fields.kind),
    text: fields.text ?? "",
    day: fields.day ?? "",
    time: fields.time ?? "",
    zone: fields.zone ?? site.hotline.timeZone,
  };
}

function kindOf(value: string | undefined): EvidenceKind {
  const kind = evidenceKinds.find((each) => each === value);
  if (!kind) throw malformedForm();
  return kind;
}

function minorOf(value: string | undefined): Situation["minor"] {
  if (value !== "yes" && value !== "no") throw malformedForm();
  return value;
}

function inForm({ field, ...problem }: EvidenceProblem): FormProblem<NewEvidenceField> {
  return { ...problem, field: field === "timeZone" ? "zone" : field };
}
