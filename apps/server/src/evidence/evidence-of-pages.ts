import { evidenceLimits, Refusal } from "@vigie/contract";
import { callNow } from "../reports/call-now.ts";
import { tellsOfDanger } from "../reports/danger-words-rules.ts";
import type { Vigie } from "../vigie.ts";
import { addEvidence } from "./add-evidence.ts";
import type { EvidencePagesDeps } from "./evidence-pages-deps.ts";
import { makeDocument, makeEvidenceBundle, makeProof } from "./make-bundle.ts";
import { readEvidence } from "./read-evidence.ts";
import { removeEvidence } from "./remove-evidence.ts";
import { sayAge } from "./say-age.ts";

/** Makes an answer of the refusals that a receipt can meet. */
type Guard = <Outcome>(
  work: () => Promise<Outcome>,
) => Promise<Outcome | { kind: "unknown" } | { kind: "malformed" } | { kind: "busy" }>;

/** The evidence pages on the real use cases. */
export function evidenceOfPages(vigie: Vigie, guard: Guard): EvidencePagesDeps {
  const opened = async (view: ReturnType<typeof readEvidence>) => ({
    kind: "opened" as const,
    view: await view,
  });
  return {
    readEvidence: (ask) => guard(() => opened(readEvidence(vigie, ask))),
    addEvidence: ({ receipt, language, entry }) =>
      guard(async () => {
        const outcome = await addEvidence(vigie, { receipt, entries: [entry] });
        const { country } = outcome.view;
        const danger =
          entry.kind === "words" && tellsOfDanger(entry.text.slice(0, evidenceLimits.wordsCharacters));
        const people = { callNow: danger ? callNow(vigie, { language, country }) : null };
        return outcome.kind === "added"
          ? { kind: "opened" as const, view: outcome.view, ...people }
          : { kind: "refused" as const, problems: outcome.problems, country, ...people };
      }),
    removeEvidence: (ask) => guard(() => opened(removeEvidence(vigie, ask))),
    sayAge: (ask) => guard(() => opened(sayAge(vigie, ask))),
    makeFile: ({ file, ...ask }) =>
      guard(async () => {
        try {
          return { kind: "made" as const, bytes: await bytesOf(vigie, file, ask) };
        } catch (error) {
          if (!(error instanceof Refusal) || error.code !== "evidence.documents_unavailable") throw error;
          return { kind: "unavailable" as const, view: await readEvidence(vigie, ask) };
        }
      }),
  };
}

function bytesOf(
  vigie: Vigie,
  file: Parameters<EvidencePagesDeps["makeFile"]>[0]["file"],
  ask: { receipt: string; language: "fr" | "en" },
): Promise<Uint8Array> {
  if (file === "bundle") return makeEvidenceBundle(vigie, ask);
  return file === "proof" ? makeProof(vigie, ask) : makeDocument(vigie, { ...ask, document: file });
}
