import { randomUUID } from "node:crypto";
import type { CaseLinksView, LinkedCase } from "@vigie/contract";

/** What an invented case shares with two others: a link that waits, one that stands, and a number half the town names. */
export function inventedLinks({
  values,
  others,
}: {
  values: boolean;
  others: readonly LinkedCase[];
}): CaseLinksView {
  const [first, second] = others;
  if (first === undefined || second === undefined) return { links: [], next: null, popular: [] };
  const at = new Date(Date.now() - 5_400_000).toISOString();
  const place = (source: "words" | "message") => ({
    source,
    contentId: null,
    reportId: randomUUID(),
    at,
  });
  const location = { source: "location" as const, contentId: randomUUID(), reportId: null, at };
  const shown = (value: string) => (values ? value : null);
  return {
    links: [
      {
        id: randomUUID(),
        status: "suggested",
        suggestedAt: at,
        settledAt: null,
        by: null,
        other: first,
        evidence: [
          {
            kind: "signal",
            type: "phone",
            strength: "strong",
            value: shown("+33639980142"),
            cases: 2,
            here: [place("words"), place("message")],
            there: [place("words")],
          },
          {
            kind: "signal",
            type: "payment",
            strength: "strong",
            value: shown("leetchi:pour-lili-\u202e1234567"),
            cases: 4,
            here: [location],
            there: [place("words")],
          },
          {
            kind: "signal",
            type: "handle",
            strength: "weak",
            value: shown("lili.du.port"),
            cases: null,
            here: [location],
            there: [location],
          },
        ],
      },
      {
        id: randomUUID(),
        status: "confirmed",
        suggestedAt: at,
        settledAt: at,
        by: "Noé",
        other: second,
        evidence: [{ kind: "match", matchId: randomUUID(), method: "near" }],
      },
    ],
    next: null,
    popular: [{ type: "phone", value: shown("+33199000184"), here: [place("words")] }],
  };
}
