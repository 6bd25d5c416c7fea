import {
  type Concern,
  concerns,
  type ErrorCode,
  type ErrorDetails,
  type Fingerprint,
  type Situation,
} from "@vigie/contract";
import {
  type SituationDraft,
  situationFields,
  situationFromFields,
} from "../../plans/pages/situation-fields.ts";

/** What the form holds, as typed; empty strings where nothing was. */
export interface ReportForm {
  /** Made when the form is shown. A form posted twice carries the same one. */
  formId: string;
  where: string;
  concern: Concern | null;
  /** "Sent only to me". */
  private: boolean;
  /** "Somebody under 18 may be concerned". */
  minor: boolean;
  text: string;
  contact: string;
  /** What was said of the situation on the way here, in hidden fields. What the form cannot hold is left out. */
  said: SituationDraft;
  /** Made on the device before, in a hidden field. */
  fingerprints: readonly Fingerprint[];
}

/** Fields of the form that a problem can point at. */
export type ReportField = "where" | "text" | "contact";

/** Something to correct. `field` is null when it concerns the whole. */
export interface FormProblem<Field extends string = ReportField> {
  code: ErrorCode;
  details: ErrorDetails;
  field: Field | null;
}

export function emptyReportForm(formId: string): ReportForm {
  return {
    formId,
    where: "",
    concern: null,
    private: false,
    minor: false,
    text: "",
    contact: "",
    said: {},
    fingerprints: [],
  };
}

/** Names of the fields in the posted form. */
export const reportFields = ["form_id", "where", "concern", "private", "minor", "text", "contact"] as const;

/**
 * The form a person posted, from its fields.
 * @returns null when a field holds what the form cannot send.
 */
export function reportFormFrom(
  fields: Partial<Record<(typeof reportFields)[number], string>>,
  newFormId: () => string,
): ReportForm | null {
  const chosen = fields.concern ?? "";
  const concern = concerns.find((each) => each === chosen) ?? null;
  if (chosen !== "" && concern === null) return null;
  return {
    formId: uuidOr(fields.form_id, newFormId),
    where: fields.where ?? "",
    concern,
    private: fields.private !== undefined,
    minor: fields.minor !== undefined,
    text: fields.text ?? "",
    contact: (fields.contact ?? "").trim(),
    said: {},
    fingerprints: [],
  };
}

/** Before the name of each field of a situation. */
export const saidPrefix = "situation.";

/**
 * What the hidden fields of a posted form say of the situation. Nobody typed them and nobody could correct them: one
 * that holds anything else is left out.
 */
export function saidIn(body: unknown): SituationDraft {
  const posted = new Map(typeof body === "object" && body !== null ? Object.entries(body) : []);
  const said = situationFields.flatMap((field) => {
    const value: unknown = posted.get(`${saidPrefix}${field}`);
    return typeof value === "string" && situationFromFields({ [field]: value }).kind === "said"
      ? [[field, value] as const]
      : [];
  });
  return Object.fromEntries(said);
}

/** The situation that was said; null where nothing was. */
export function situationSaid({ said }: ReportForm): Situation | null {
  if (Object.keys(said).length === 0) return null;
  const read = situationFromFields(said);
  return read.kind === "said" ? read.situation : null;
}

/** The id a form carries, or a new one where it carries none that is well formed. */
export function uuidOr(carried: string | undefined, newId: () => string): string {
  return carried !== undefined && uuid.test(carried) ? carried.toLowerCase() : newId();
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
