import type { MatchView } from "@vigie/contract";
import { api } from "../api.ts";
import { useKeys } from "../keys/use-keys.ts";
import { useTexts } from "../texts/texts.ts";
import { announce } from "../ui/announcement.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useOpenCase } from "./case-context.ts";
import { MatchRecord } from "./match-record.tsx";
import { openMatches } from "./match-rules.ts";
import { useCaseAction } from "./use-case-action.ts";

/** What the fingerprints of the case met. One key goes to the match that waits, and once there says that it is the same. */
export function MatchesPart() {
  const texts = useTexts();
  const { view, mayDecide, reload } = useOpenCase();
  const waiting = openMatches(view.matches);
  const settled = view.matches.filter((match) => !waiting.includes(match));
  const settle = useCaseAction({
    caseId: view.summary.id,
    run: async ({ match, outcome }: { match: MatchView; outcome: "confirm" | "refuse" }) => {
      await api.settleMatch(match.id, { outcome });
      return outcome;
    },
    done: (outcome) => texts.matches.settled[outcome],
  });
  useKeys("case", (action) => {
    if ((action !== "same" && action !== "different") || !mayDecide) return false;
    const [first] = waiting;
    const focused = waiting.find(({ id }) => id === focusedMatch());
    if (focused !== undefined) {
      if (!settle.isPending) {
        settle.mutate({ match: focused, outcome: action === "same" ? "confirm" : "refuse" });
      }
    } else if (first === undefined) announce(texts.matches.noneWaits);
    else document.querySelector<HTMLElement>(`[data-match-id="${first.id}"]`)?.focus();
    return true;
  });
  if (view.matches.length === 0) return null;
  const record = (match: MatchView) => (
    <MatchRecord
      key={match.id}
      match={match}
      isSettling={settle.isPending}
      onSettle={(outcome) => settle.mutate({ match, outcome })}
    />
  );
  return (
    <section className="plan-part">
      <h3 className="title-3">{texts.matches.title}</h3>
      <p className="small quiet">{texts.matches.intro}</p>
      <Trouble error={settle.error} onReload={reload} />
      {waiting.length > 0 && <ul className="answers">{waiting.map(record)}</ul>}
      {settled.length > 0 && (
        <details className="fold" open={settled.some(({ status }) => status === "confirmed")}>
          <summary>{texts.matches.earlier(settled.length)}</summary>
          <ul className="answers">{settled.map(record)}</ul>
        </details>
      )}
    </section>
  );
}

/** The match that holds the focus, if any. */
function focusedMatch(): string | null {
  const match = document.activeElement?.closest<HTMLElement>("[data-match-id]");
  return match?.dataset["matchId"] ?? null;
}
