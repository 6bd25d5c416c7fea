import type { CaseView, CaseWordsView, PlanStep } from "@vigie/contract";
import { createContext, useContext } from "react";
import type { CasePanel } from "../router/desk-path.ts";
import type { OpenPlan } from "./use-open-plan.ts";

/** Opens a panel, or closes it with null; `subject` is the step, notice or escalation that it is opened for. */
export type OpenPanel = (panel: CasePanel | null, subject?: string) => void;

export interface OpenCase {
  view: CaseView;
  /** The reporters' words, once this session is unlocked and the role may read them. */
  words: CaseWordsView | undefined;
  wordsError: unknown;
  mayDecide: boolean;
  mayReadWords: boolean;
  openPanel: OpenPanel;
  reload: () => void;
  plan: OpenPlan;
  /** What the open panel is for: the id of a step, a notice or an escalation. */
  panelSubject: string | null;
  /** The step that the open panel is for. */
  panelStep: PlanStep | null;
}

export const CaseContext = createContext<OpenCase | null>(null);

/** The case on screen. Only inside the case page. */
export function useOpenCase(): OpenCase {
  const open = useContext(CaseContext);
  if (open === null) throw new Error("VIGIE desk: useOpenCase outside the case page.");
  return open;
}
