import { type EvidenceEntry, evidenceKinds, evidenceTime } from "@vigie/contract";
import type { Selectable } from "kysely";
import { z } from "zod";
import type { Database } from "../db/schema.ts";
import { openJson, type SealKeyPair } from "../vault/sealed-box.ts";

const sealedContent = z.object({
  kind: z.enum(evidenceKinds),
  text: z.string(),
  typed: z.string().nullable(),
  when: evidenceTime.nullable(),
});

/** Opens entries with the receipt's key or the team's. One that is sealed for neither is left out. */
export function openEvidence(
  pair: SealKeyPair,
  rows: readonly Pick<Selectable<Database["evidence_entries"]>, "id" | "sealed" | "created_at">[],
): EvidenceEntry[] {
  return rows.flatMap(({ id, sealed, created_at }) => {
    const content = openJson(pair, sealed, sealedContent);
    return content ? [{ id, addedAt: created_at.toISOString(), ...content }] : [];
  });
}
