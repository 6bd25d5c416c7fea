import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { mayCall, useCase, useCaseWords } from "../api/queries.ts";
import { api } from "../api.ts";
import { ownKeyOf } from "../keys/key-map.ts";
import { useKeys } from "../keys/use-keys.ts";
import type { CasePanel } from "../router/desk-path.ts";
import { goTo } from "../router/use-place.ts";
import { PlaceLink } from "../shell/place-link.tsx";
import { useSession } from "../shell/session-context.ts";
import { useTexts } from "../texts/texts.ts";
import { announce } from "../ui/announcement.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useTitle } from "../ui/use-title.ts";
import { unreadAnswers } from "./answer-rules.ts";
import { noticeToCarry } from "./carry-rules.ts";
import { CaseAlarm } from "./case-alarm.tsx";
import { CaseContext, type OpenCase, type OpenPanel } from "./case-context.ts";
import { CaseHead } from "./case-head.tsx";
import { CasePanelView } from "./case-panel-view.tsx";
import { ClaimBar } from "./claim-bar.tsx";
import { checkable } from "./contents-rules.ts";
import { ContentsZone } from "./contents-zone.tsx";
import { PlanBeside } from "./plan-beside.tsx";
import { hostsToLookUp } from "./plan-rules.ts";
import { PlanZone } from "./plan-zone.tsx";
import { TextCard } from "./text-card.tsx";
import { verdictMatch } from "./text-card-rules.ts";
import { UndoBar } from "./undo-bar.tsx";
import { useOpenPlan } from "./use-open-plan.ts";
import { WordsZone } from "./words-zone.tsx";

/** Panels whose answers the plan depends on: it stays in sight beside them. */
const besidePlan: readonly CasePanel[] = ["assess", "situation"];

/** One case in three zones: where it is, what we were told, what we do. */
export function CasePage({ caseId, panel }: { caseId: string; panel: CasePanel | null }) {
  const texts = useTexts();
  const { me } = useSession();
  const mayDecide = mayCall(me.member.role, "assessCase");
  const mayReadWords = mayCall(me.member.role, "caseWords");
  const read = useCase(caseId);
  const words = useCaseWords(caseId, me.unlocked && mayReadWords);
  const plan = useRef<HTMLHeadingElement>(null);
  const hadPanel = useRef(panel !== null);

  const [subject, setSubject] = useState<string | null>(null);
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  const openPanel = useCallback<OpenPanel>(
    (next, about) => {
      // What ends after somebody went on to another case closes nothing there.
      if (!isHere.current) return;
      setSubject(about ?? null);
      goTo({ page: "case", caseId, panel: next }, { replace: panel !== null });
    },
    [caseId, panel],
  );
  const view = read.data;
  const openPlan = useOpenPlan(caseId, view, openPanel);
  const steps = openPlan.data?.plan.steps ?? [];
  const planShown = panel === null || besidePlan.includes(panel);
  useTitle(view === undefined ? texts.case.one : texts.case.number(view.summary.number));
  const { refetch } = read;
  const open: OpenCase | null =
    view === undefined
      ? null
      : {
          view,
          words: me.unlocked ? words.data : undefined,
          wordsError: words.error,
          mayDecide,
          mayReadWords,
          openPanel,
          reload: () => {
            void refetch();
            openPlan.refetch();
          },
          plan: openPlan,
          panelSubject: panel === null ? null : subject,
          panelStep: panel === null ? null : (steps.find(({ id }) => id === subject) ?? null),
        };

  const check = useMutation({
    mutationFn: async (contentIds: readonly string[]) => {
      for (const contentId of contentIds) await api.checkContent(contentId);
      return contentIds.length;
    },
    onSuccess: (count) => {
      announce(texts.contents.checkAsked(count));
      void refetch();
    },
  });

  const { asked } = openPlan;
  useEffect(() => {
    // A step that was asked for takes the focus itself.
    if (hadPanel.current && panel === null && asked === null) plan.current?.focus();
    hadPanel.current = panel !== null;
  }, [panel, asked]);

  useKeys("case", (action, _event, key) => {
    // A panel's own keys are its own, whatever they mean to the case.
    if (view === undefined || ownKeyOf(panel, key)) return false;
    if (action === "history") openPanel("history");
    else if (action === "step") {
      const step = steps[Number(key) - 1];
      if (step === undefined) announce(texts.route.noSuchStep(key));
      else {
        if (!planShown) openPanel(null);
        openPlan.ask({ stepId: step.id, part: "step" });
      }
    } else if (!mayDecide) return false;
    else if (action === "check") {
      const wanted = checkable(view, focusedContent());
      if (wanted.length === 0) announce(texts.contents.checkForbidden);
      else check.mutate(wanted);
    } else if (action === "host") {
      const wanted = hostsToLookUp(
        view.contents.filter(({ id }) => id === (focusedContent() ?? id)),
        openPlan.data?.hosting ?? [],
      ).slice(0, 1);
      if (wanted.length === 0) announce(texts.hosting.forbidden);
      else openPlan.lookUp(wanted);
    } else if (action === "tick" || action === "act") {
      const step = steps.find(({ id }) => id === focusedStep());
      if (step === undefined) announce(texts.route.chooseStep);
      else if (action === "act") openPlan.act(step);
      else openPlan.tick(step.id, step.done === null);
    } else if (action === "notice") openPanel("notice", openPlan.toNotify?.id);
    else if (action === "carry") {
      if (noticeToCarry(view.notices, null) === null) announce(texts.carry.nothing);
      else openPanel("carry");
    } else if (action === "confirm") {
      // The proposal and the answers that wait have the key for themselves.
      const seconded = view.proposed !== null && view.proposed.byId !== me.member.id;
      if (seconded || unreadAnswers(view.answers).length > 0) return false;
      const known = verdictMatch(view.matches);
      if (known?.status === "proposed") openPanel("assess", known.id);
      else announce(texts.answer.noneWaits);
    } else if (action === "look") openPanel("look", focusedContent() ?? undefined);
    else if (
      action === "assess" ||
      action === "situation" ||
      action === "refer" ||
      action === "message" ||
      action === "note"
    ) {
      openPanel(action);
    } else return false;
    return true;
  });
  useKeys("anywhere", (action, event) => {
    if (action !== "close") return false;
    if (event.target instanceof Element && event.target.closest("input, textarea") !== null) return false;
    if (panel !== null) openPanel(null);
    else goTo({ page: "list" });
    return true;
  });

  if (open === null) {
    return (
      <section className="page">
        <p>
          <PlaceLink to={{ page: "list" }}>{texts.case.back}</PlaceLink>
        </p>
        <h1 className="title-1">{texts.case.one}</h1>
        {read.isLoading && (
          <p className="quiet" role="status">
            {texts.loading}
          </p>
        )}
        <Trouble error={read.error} onRetry={() => void read.refetch()} />
      </section>
    );
  }
  return (
    <CaseContext value={open}>
      <article className="page page-case" data-panel={panel ?? undefined}>
        <CaseHead />
        <ClaimBar />
        <UndoBar />
        <CaseAlarm />
        <TextCard />
        <Trouble error={read.error} onRetry={open.reload} />
        <Trouble error={check.error} onReload={open.reload} />
        <div className="zones">
          <ContentsZone onCheck={(contentId) => check.mutate([contentId])} isChecking={check.isPending} />
          <WordsZone />
          {panel === null ? (
            <PlanZone
              headingRef={plan}
              onCheck={() => check.mutate(checkable(open.view, null))}
              isChecking={check.isPending}
            />
          ) : (
            <CasePanelView panel={panel} />
          )}
          {panel !== null && planShown && <PlanBeside />}
        </div>
      </article>
    </CaseContext>
  );
}

/** The step of the plan that holds the focus, if any. */
function focusedStep(): string | null {
  const row = document.activeElement?.closest<HTMLElement>("[data-step-id]");
  return row?.dataset["stepId"] ?? null;
}

/** The content whose card holds the focus, if any. */
function focusedContent(): string | null {
  const card = document.activeElement?.closest<HTMLElement>("[data-content-id]");
  return card?.dataset["contentId"] ?? null;
}
