import { useRef } from "react";
import { api } from "../api.ts";
import { useHolder } from "../cases/claim-text.tsx";
import { clockTime } from "../format/time.ts";
import { useKeys } from "../keys/use-keys.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { announce } from "../ui/announcement.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useOpenCase } from "./case-context.ts";
import { useCaseAction } from "./use-case-action.ts";

/** Who works on the case, and taking it, giving it back or leaving it to others. */
export function ClaimBar() {
  const texts = useTexts();
  const language = useLanguage();
  const { view, mayDecide, openPanel, reload } = useOpenCase();
  const { summary } = view;
  const caseId = summary.id;
  const holder = useHolder(summary.claim);
  const words = texts.queue.claim;
  const takeOver = useRef<HTMLButtonElement>(null);
  const claim = useCaseAction({
    caseId,
    run: async (from: string | null) => {
      await api.claimCase(caseId, from !== null);
      return from;
    },
    done: (from) => (from === null ? words.taken : words.takenOver(from)),
  });
  const release = useCaseAction({ caseId, run: () => api.releaseCase(caseId), done: words.released });
  useKeys("case", (action) => {
    if (!mayDecide) return false;
    if (action === "claim") {
      if (holder === null) {
        if (!claim.isPending) claim.mutate(null);
      } else if (holder.mine) announce(words.taken);
      else {
        takeOver.current?.focus();
        announce(words.heldKey(holder.claim.name));
      }
    } else if (action === "release") {
      if (holder?.mine !== true) announce(words.notMine);
      else if (!release.isPending) release.mutate(undefined);
    } else if (action === "skip") openPanel("skip");
    else return false;
    return true;
  });
  const isOver = summary.status === "closed" || summary.status === "removed";
  if (holder === null && (isOver || !mayDecide)) return null;
  const until =
    holder === null
      ? ""
      : clockTime(holder.claim.until, language, Intl.DateTimeFormat().resolvedOptions().timeZone);
  return (
    <section className="claim-bar" data-held={(holder !== null && !holder.mine) || undefined}>
      <p>
        {holder === null
          ? words.nobody
          : holder.mine
            ? words.mineUntil(until)
            : words.heldUntil(holder.claim.name, until)}
      </p>
      {mayDecide && (
        <div className="form-actions">
          {holder === null && (
            <ActionButton
              small
              keyAction="claim"
              isPending={claim.isPending}
              onPress={() => claim.mutate(null)}
            >
              {words.take}
            </ActionButton>
          )}
          {holder !== null && !holder.mine && (
            <ActionButton
              small
              keyAction="claim"
              ref={takeOver}
              isPending={claim.isPending}
              onPress={() => claim.mutate(holder.claim.name)}
            >
              {words.takeOver(holder.claim.name)}
            </ActionButton>
          )}
          {holder?.mine && (
            <ActionButton
              small
              keyAction="release"
              isPending={release.isPending}
              onPress={() => release.mutate(undefined)}
            >
              {words.release}
            </ActionButton>
          )}
          {(holder === null || holder.mine) && (
            <ActionButton small keyAction="skip" onPress={() => openPanel("skip")}>
              {words.skip}
            </ActionButton>
          )}
        </div>
      )}
      <Trouble error={claim.error ?? release.error} onReload={reload} />
    </section>
  );
}
