import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { mayCall, useCase, useCaseWords } from "../api/queries.ts";
import { api } from "../api.ts";
import { useKeys } from "../keys/use-keys.ts";
import type { CasePanel } from "../router/desk-path.ts";
import { goTo } from "../router/use-place.ts";
import { PlaceLink } from "../shell/place-link.tsx";
import { useSession } from "../shell/session-context.ts";
import { useTexts } from "../texts/texts.ts";
import { announce } from "../ui/announcement.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useTitle } from "../ui/use-title.ts";
import { CaseContext, type OpenCase } from "./case-context.ts";
import { CaseHead } from "./case-head.tsx";
import { CasePanelView } from "./case-panel-view.tsx";
import { checkable } from "./contents-rules.ts";
import { ContentsZone } from "./contents-zone.tsx";
import { PlanZone } from "./plan-zone.tsx";
import { WordsZone } from "./words-zone.tsx";

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

  const openPanel = useCallback(
    (next: CasePanel | null) => goTo({ page: "case", caseId, panel: next }, { replace: panel !== null }),
    [caseId, panel],
  );
  const view = read.data;
  useTitle(view === undefined ? texts.case.one : texts.case.number(view.summary.number));
  const { refetch } = read;
  const open = useMemo<OpenCase | null>(
    () =>
      view === undefined
        ? null
        : {
            view,
            words: me.unlocked ? words.data : undefined,
            wordsError: words.error,
            mayDecide,
            mayReadWords,
            openPanel,
            reload: () => void refetch(),
          },
    [view, words.data, words.error, me.unlocked, mayDecide, mayReadWords, openPanel, refetch],
  );

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

  useEffect(() => {
    if (hadPanel.current && panel === null) plan.current?.focus();
    hadPanel.current = panel !== null;
  }, [panel]);

  useKeys("case", (action) => {
    if (view === undefined) return false;
    if (action === "history") openPanel("history");
    else if (!mayDecide) return false;
    else if (action === "check") {
      const wanted = checkable(view, focusedContent());
      if (wanted.length === 0) announce(texts.contents.checkForbidden);
      else check.mutate(wanted);
    } else if (
      action === "assess" ||
      action === "notice" ||
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
        </div>
      </article>
    </CaseContext>
  );
}

/** The content whose card holds the focus, if any. */
function focusedContent(): string | null {
  const card = document.activeElement?.closest<HTMLElement>("[data-content-id]");
  return card?.dataset["contentId"] ?? null;
}
