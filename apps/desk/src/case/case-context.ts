import type { CaseView, CaseWordsView } from "@vigie/contract";
import { createContext, useContext } from "react";
import type { CasePanel } from "../router/desk-path.ts";

export interface OpenCase {
  view: CaseView;
  /** The reporters' words, once this session is unlocked and the role may read them. */
  words: CaseWordsView | undefined;
  wordsError: unknown;
  mayDecide: boolean;
  mayReadWords: boolean;
  openPanel: (panel: CasePanel | null) => void;
  reload: () => void;
}

export const CaseContext = createContext<OpenCase | null>(null);

/** The case on screen. Only inside the case page. */
export function useOpenCase(): OpenCase {
  const open = useContext(CaseContext);
  if (open === null) throw new Error("VIGIE desk: useOpenCase outside the case page.");
  return open;
}
