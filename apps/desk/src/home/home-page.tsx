import { mayCall, useCaseCounts } from "../api/queries.ts";
import { useNextCase } from "../case/use-next-case.ts";
import { everyOpenCase, writeFilter } from "../cases/list-filter.ts";
import { OverrideGrants } from "../exposure/override-grants.tsx";
import { useKeys } from "../keys/use-keys.ts";
import { PlaceLink } from "../shell/place-link.tsx";
import { useSession } from "../shell/session-context.ts";
import { HandoverNotes } from "../team/handover-notes.tsx";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useTitle } from "../ui/use-title.ts";
import { MyWeek } from "./my-week.tsx";
import { WhatWaits } from "./what-waits.tsx";

/** Where a day begins: the next case, what waits, what became of last week's work, and what colleagues left. */
export function HomePage() {
  const texts = useTexts();
  const words = texts.queue.home;
  useTitle(words.title);
  const { me } = useSession();
  const { role, name } = me.member;
  const mayTake = mayCall(role, "nextCase");
  const next = useNextCase();
  const mine = useCaseCounts().data?.mine ?? 0;
  useKeys("home", (action, event) => {
    if (action !== "nextCase" || !mayTake || next.isPending) return false;
    // Enter on a link or a button is theirs.
    if (event.target instanceof Element && event.target.closest("a, button, summary") !== null) return false;
    next.mutate();
    return true;
  });
  return (
    <section className="page page-home">
      <header className="home-head">
        <h1 className="title-1">{words.hello(name)}</h1>
        {mayTake && (
          <div className="home-next">
            <ActionButton
              look="main"
              keyAction="nextCase"
              onPress={() => next.mutate()}
              isPending={next.isPending}
            >
              {words.next}
            </ActionButton>
            <p className="small quiet">{words.nextHelp}</p>
            {mine > 0 && (
              <PlaceLink to={{ page: "list" }} query={writeFilter({ ...everyOpenCase, claimed: "mine" })}>
                {words.mine(mine)}
              </PlaceLink>
            )}
          </div>
        )}
        <Trouble error={next.error} onRetry={() => next.mutate()} />
      </header>
      <div className="home-parts">
        <WhatWaits />
        {mayCall(role, "overrides") && <OverrideGrants />}
        {mayCall(role, "week") && <MyWeek />}
        {mayCall(role, "handovers") && <HandoverNotes />}
      </div>
    </section>
  );
}
