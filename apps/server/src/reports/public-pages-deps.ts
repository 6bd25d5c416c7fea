import type {
  Concern,
  Fingerprint,
  Language,
  PlanPerson,
  PlanView,
  ReceiptView,
  Situation,
} from "@vigie/contract";
import type { EvidencePagesDeps } from "../evidence/evidence-pages-deps.ts";
import type { Hotline } from "../http/public/public-site.ts";
import type { AddedLanguage, PublicVoice } from "../i18n/translate.ts";
import type { FormProblem } from "./pages/report-form.ts";

/** A report as the form gives it. Nothing is checked beyond the form's own shape. */
export interface PostedReport {
  /** UUID. A form posted twice carries the same one and is answered with the same receipt. */
  formId: string;
  language: Language;
  /** One or many locations, as pasted. */
  where: string;
  concern: Concern | null;
  /** "Sent only to me". */
  private: boolean;
  /** "Somebody under 18 may be concerned". */
  minor: boolean;
  /** Empty when nothing was written. */
  text: string;
  /** Empty when the person does not wish to be told. */
  contact: string;
  /** What was said on the way to the form; null when nothing. */
  situation: Situation | null;
  /** Made on the person's device. With one of these, no location is needed. */
  fingerprints: readonly Fingerprint[];
}

/** Whom to call at once; null unless what was written may mean that a life is in danger. */
export interface CallNow {
  callNow: PlanPerson[] | null;
}

/** `malformed`: a typing mistake, told before anything is looked up. `busy`: too many are being opened at once. */
export type NotOpened = { kind: "unknown" } | { kind: "malformed" } | { kind: "busy" };

/** An opened receipt with its plan. */
export interface OpenedPlan {
  kind: "opened";
  /** The step to tick is no longer in the plan: nothing was changed. */
  isStepUnknown: boolean;
  view: ReceiptView;
  plan: PlanView;
}

/** What the public pages need from the rest of Vigie. */
export interface PublicPagesDeps {
  acceptReport(
    report: PostedReport,
  ): Promise<
    | ({ kind: "accepted"; receipt: string | null } & CallNow)
    | ({ kind: "refused"; problems: FormProblem[] } & CallNow)
    | { kind: "busy" }
  >;
  /** Opens a receipt with its plan, after what the person adds: their situation, or a step that was done or was not. */
  planOfReceipt(ask: {
    receipt: string;
    language: Language;
    /** Who tells the plan. */
    voice: PublicVoice;
    situation?: Situation;
    step?: { stepId: string; done: boolean };
  }): Promise<OpenedPlan | NotOpened>;
  /** `messageId`: UUID. A message posted twice carries the same one and is kept once. `view` holds the new message. `country`: the person's, where they said it. */
  writeMessage(message: { receipt: string; messageId: string; text: string; language: Language }): Promise<
    | ({ kind: "written"; view: ReceiptView; country: string | null } & CallNow)
    | ({
        kind: "refused";
        view: ReceiptView;
        country: string | null;
        problems: FormProblem<"message">[];
      } & CallNow)
    | NotOpened
  >;
  /** Whom to call where a life may be in danger: in a country, or where the hotline is. */
  peopleIn(ask: { country: string | null; language: Language }): PlanPerson[];
  /** What is kept under a receipt, and the documents made of it. */
  evidence: EvidencePagesDeps;
  withdraw(ask: { receipt: string }): Promise<{ kind: "withdrawn" } | NotOpened>;
  hotline: Hotline;
  /** Languages that this installation adds to the pages; none unless given. */
  addedLanguages?: readonly AddedLanguage[];
  /** Days after the last step of a case until everything about it is erased. */
  reportDays: number;
  /** The clock that "open now" is told from. */
  now(): Date;
  /** Neutral site that the exit leads to. */
  exitUrl: string;
  /** Folder of `public.css` and the drawings; absent: beside the sources. */
  publicFolder?: URL;
}
