import { randomUUID } from "node:crypto";
import type { BankView, banksView } from "@vigie/contract";
import type { z } from "zod";

const dayMs = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * dayMs).toISOString();

/** A quiet bank, one whose newest list waits, one with entries that recognised everything. */
export function inventedBanks(): z.infer<typeof banksView> {
  const base = {
    distance: 31,
    withdrawn: 0,
    createdAt: ago(200),
    expiresAt: ago(-165),
    suspended: null,
    suspendedEntries: { count: 0, newest: [] },
    imports: [],
  };
  const made = (days: number, rest: Partial<BankView["imports"][number]>) => ({
    id: randomUUID(),
    at: ago(days),
    source: "trois-ports-2026-11.jsonl",
    lines: 18_240,
    taken: 212,
    refused: 3,
    status: "applied" as const,
    alarms: [],
    ...rest,
  });
  return {
    banks: [
      {
        ...base,
        id: randomUUID(),
        slug: "adultes",
        name: "Adultes protégés",
        owner: "Ligne d'écoute des Quais",
        purpose: "Reconnaître le retour d'une image intime que son sujet nous a demandé de suivre.",
        provenance: "device",
        entries: 141,
        withdrawn: 6,
        matches: 23,
      },
      {
        ...base,
        id: randomUUID(),
        slug: "trois-ports",
        name: "Liste des Trois Ports",
        owner: "Autorité des Trois Ports",
        purpose: "Contenus terroristes déjà retirés par décision.",
        provenance: "list",
        entries: 18_237,
        matches: 77,
        imports: [
          made(1, {
            status: "quarantined",
            lines: 9_120,
            taken: 4,
            refused: 402,
            alarms: ["bad_lines", "shrinks"],
          }),
          made(31, {}),
          made(33, { status: "rolled_back", source: "trois-ports-essai.csv", alarms: ["older"] }),
        ],
      },
      {
        ...base,
        id: randomUUID(),
        slug: "essai",
        name: "Banque d'essai",
        owner: "Ligne d'écoute des Quais",
        purpose: "Essais avec des images dessinées.",
        provenance: "device",
        entries: 12,
        matches: 64,
        suspendedEntries: {
          count: 2,
          newest: [
            { id: "4107", at: ago(0.1), matches: 52, tags: ["essai"] },
            { id: "4093", at: ago(3), matches: 61, tags: [] },
          ],
        },
      },
    ],
  };
}
