import { useRef } from "react";
import { useCatalogue } from "../api/queries.ts";
import { api } from "../api.ts";
import { useKeys } from "../keys/use-keys.ts";
import { useSession } from "../shell/session-context.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { SpokenText } from "../ui/spoken-text.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { When } from "../ui/when.tsx";
import { useOpenCase } from "./case-context.ts";
import { GradeLine } from "./grade-line.tsx";
import { useCaseAction } from "./use-case-action.ts";

/** An assessment that waits for a second person. One key goes to it, and once there confirms it. */
export function ProposalCard() {
  const texts = useTexts();
  const language = useLanguage();
  const { me } = useSession();
  const { view, mayDecide, reload } = useOpenCase();
  const grounds = useCatalogue().data?.grounds;
  const card = useRef<HTMLElement>(null);
  const words = texts.queue.judge.proposal;
  const { proposed } = view;
  const own = proposed?.byId === me.member.id;
  const decide = useCaseAction({
    caseId: view.summary.id,
    run: async ({ at, outcome }: { at: string; outcome: "confirm" | "decline" }) => {
      await api.decideProposed(view.summary.id, { at, outcome });
      return outcome;
    },
    done: (outcome) => (outcome === "confirm" ? words.confirmed : words.declined),
  });
  useKeys("case", (action) => {
    if (action !== "confirm" || proposed === null || own || !mayDecide) return false;
    if (card.current?.contains(document.activeElement) !== true) card.current?.focus();
    else if (!decide.isPending) decide.mutate({ at: proposed.at, outcome: "confirm" });
    return true;
  });
  if (proposed === null) return <Trouble error={decide.error} onReload={reload} />;
  const nameOf = (slug: string) => grounds?.find((ground) => ground.slug === slug)?.label[language] ?? slug;
  return (
    <section className="proposal" aria-labelledby="proposal-title" tabIndex={-1} ref={card}>
      <h3 className="title-3" id="proposal-title">
        {words.title}
      </h3>
      <p className="small quiet">
        {words.by(proposed.by)}, <When at={proposed.at} />
      </p>
      <p>
        <strong>{texts.assess.manifestness[proposed.manifest]}</strong>
        {proposed.minor !== "no" && (
          <>
            {" · "}
            {texts.label(texts.contents.minor)} {texts.assess.minorAnswers[proposed.minor]}
          </>
        )}
      </p>
      <ul className="plain-list">
        {proposed.grounds.map((slug) => (
          <li key={slug}>{nameOf(slug)}</li>
        ))}
      </ul>
      <SpokenText text={proposed.reasons} />
      {proposed.publicReasons !== null && (
        <div>
          <p className="small quiet">{texts.queue.judge.publicLine}</p>
          <SpokenText text={proposed.publicReasons} />
        </div>
      )}
      {proposed.grade !== null && <GradeLine grade={proposed.grade} />}
      <p className="small">{words.because(proposed.because.map(nameOf).join(", "))}</p>
      {!mayDecide && <p className="small quiet">{words.watch}</p>}
      {mayDecide && own && <p className="small quiet">{words.own}</p>}
      {mayDecide && !own && (
        <div className="form-actions">
          <ActionButton
            look="main"
            keyAction="confirm"
            isDisabled={decide.isPending}
            onPress={() => decide.mutate({ at: proposed.at, outcome: "confirm" })}
          >
            {words.confirm}
          </ActionButton>
          <ActionButton
            isDisabled={decide.isPending}
            onPress={() => decide.mutate({ at: proposed.at, outcome: "decline" })}
          >
            {words.decline}
          </ActionButton>
        </div>
      )}
      <Trouble error={decide.error} onReload={reload} />
    </section>
  );
}
