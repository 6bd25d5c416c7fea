import type { Language, Situation } from "@vigie/contract";
import type { CallNow, NotOpened } from "../reports/public-pages-deps.ts";
import type { NewEvidence } from "./add-evidence.ts";
import type { EvidenceProblem } from "./evidence-rules.ts";
import type { EvidenceView } from "./read-evidence.ts";

/** Documents that are made under a receipt. */
export const evidenceFiles = ["complaint", "timeline", "bundle", "proof"] as const;
export type EvidenceFile = (typeof evidenceFiles)[number];

type Opened = { kind: "opened"; view: EvidenceView };

/** What the evidence pages need from the rest of Vigie. */
export interface EvidencePagesDeps {
  readEvidence(ask: { receipt: string }): Promise<Opened | NotOpened>;
  addEvidence(ask: {
    receipt: string;
    language: Language;
    entry: NewEvidence;
  }): Promise<
    | (Opened & CallNow)
    | ({ kind: "refused"; problems: EvidenceProblem[]; country: string | null } & CallNow)
    | NotOpened
  >;
  removeEvidence(ask: { receipt: string; entryId: string }): Promise<Opened | NotOpened>;
  sayAge(ask: { receipt: string; minor: Situation["minor"] }): Promise<Opened | NotOpened>;
  /** `unavailable`: the documents cannot be made at the moment. */
  makeFile(ask: {
    receipt: string;
    language: Language;
    file: EvidenceFile;
  }): Promise<{ kind: "made"; bytes: Uint8Array } | { kind: "unavailable"; view: EvidenceView } | NotOpened>;
}
