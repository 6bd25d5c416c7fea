import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { CasePlanView, CaseView, PlanStep } from "@vigie/contract";
import { useState } from "react";
import { queryKeys, useCasePlan } from "../api/queries.ts";
import { api } from "../api.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { announce } from "../ui/announcement.tsx";
import type { OpenPanel } from "./case-context.ts";
import { noticeTargets } from "./notice-rules.ts";
import { contentsOfStep, hostsToLookUp, stepAct, stepToNotify } from "./plan-rules.ts";
import { useCaseAction } from "./use-case-action.ts";

/** Where the keyboard asked to go in the plan: a step, or the ways to reach its recipient. */
export interface AskedStep {
  stepId: string;
  part: "step" | "channel";
}

/** The plan of the case on screen and what can be done with it. */
export interface OpenPlan {
  data: CasePlanView | undefined;
  error: unknown;
  refetch: () => void;
  asked: AskedStep | null;
  /** Opens a step and brings the focus to it; null once it has arrived. */
  ask: (asked: AskedStep | null) => void;
  tick: (stepId: string, done: boolean) => void;
  tickTrouble: { stepId: string; error: unknown } | null;
  act: (step: PlanStep) => void;
  /** The step that "notify" means now; null when the plan has none or is not here yet. */
  toNotify: PlanStep | null;
  lookUp: (contentIds: readonly string[]) => void;
  lookingUp: readonly string[];
  lookUpTrouble: { contentId: string; error: unknown } | null;
}

export function useOpenPlan(caseId: string, view: CaseView | undefined, openPanel: OpenPanel): OpenPlan {
  const texts = useTexts();
  const client = useQueryClient();
  const read = useCasePlan(caseId, useLanguage());
  const [asked, ask] = useState<AskedStep | null>(null);
  const [lookUpTrouble, setLookUpTrouble] = useState<OpenPlan["lookUpTrouble"]>(null);
  const data = read.data;

  const tick = useCaseAction({
    caseId,
    run: async (input: { stepId: string; done: boolean }) => {
      await api.tickCaseStep(caseId, input);
      return input;
    },
    done: ({ done }) => (done ? texts.route.marked : texts.route.unmarked),
  });
  const lookUp = useMutation({
    mutationFn: async (contentIds: readonly string[]) => {
      setLookUpTrouble(null);
      for (const contentId of contentIds) {
        try {
          await api.lookUpHost(contentId);
        } catch (error) {
          setLookUpTrouble({ contentId, error });
          return;
        }
      }
      announce(texts.hosting.asked);
    },
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.plan(caseId) }),
  });

  return {
    data,
    error: read.error,
    refetch: () => void read.refetch(),
    asked,
    ask,
    tick: (stepId, done) => tick.mutate({ stepId, done }),
    tickTrouble: tick.isError ? { stepId: tick.variables.stepId, error: tick.error } : null,
    toNotify: view === undefined || data === undefined ? null : stepToNotify(data.plan, noticeTargets(view)),
    act: (step) => {
      const act = stepAct(step);
      if (act === "by_hand") return ask({ stepId: step.id, part: "channel" });
      if (act !== "look_up") return openPanel(act, step.id);
      if (view === undefined || data === undefined) return;
      const about = contentsOfStep(step, data.plan, view.contents);
      const wanted = hostsToLookUp(about.length > 0 ? about : view.contents, data.hosting);
      if (wanted.length === 0) announce(texts.hosting.forbidden);
      else lookUp.mutate(wanted);
    },
    lookUp: (contentIds) => lookUp.mutate(contentIds),
    lookingUp: lookUp.isPending ? lookUp.variables : [],
    lookUpTrouble,
  };
}
