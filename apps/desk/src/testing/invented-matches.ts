import { randomUUID } from "node:crypto";
import type { MatchView } from "@vigie/contract";

/** What an invented case's fingerprints met: another case twice, and two banks. */
export function inventedMatches(other: { caseId: string; number: string }): MatchView[] {
  const at = new Date(Date.now() - 7_200_000).toISOString();
  const base = {
    at,
    quality: 96,
    turned: null,
    proposes: null,
    by: null,
    secondDistance: null,
  };
  return [
    {
      ...base,
      id: randomUUID(),
      status: "proposed",
      method: "near",
      distance: 12,
      secondDistance: 20,
      turned: "flipX",
      origin: { kind: "case", ...other },
      proposes: { grounds: ["ncii"], manifest: "manifest", minor: "no" },
    },
    {
      ...base,
      id: randomUUID(),
      status: "look",
      method: "near",
      distance: 27,
      quality: 58,
      origin: { kind: "bank", bank: "Adultes protégés", provenance: "device", tags: ["ncii", "\u202evu"] },
    },
    {
      ...base,
      id: randomUUID(),
      status: "proposed",
      method: "exact",
      distance: null,
      origin: { kind: "bank", bank: "Liste des Trois Ports", provenance: "list", tags: [] },
    },
    {
      ...base,
      id: randomUUID(),
      status: "refused",
      method: "frames",
      distance: null,
      origin: { kind: "case", ...other },
      by: "Noé",
    },
  ];
}
