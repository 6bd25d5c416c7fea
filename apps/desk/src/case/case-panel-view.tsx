import { LookPanel } from "../exposure/look-panel.tsx";
import type { CasePanel } from "../router/desk-path.ts";
import { AnswerPanel } from "./answer-panel.tsx";
import { AssessPanel } from "./assess-panel.tsx";
import { CarryPanel } from "./carry-panel.tsx";
import { useOpenCase } from "./case-context.ts";
import { ClosePanel } from "./close-panel.tsx";
import { HistoryPanel } from "./history-panel.tsx";
import { MessagePanel } from "./message-panel.tsx";
import { NotePanel } from "./note-panel.tsx";
import { NoticePanel } from "./notice-panel.tsx";
import { ReferPanel } from "./refer-panel.tsx";
import { SituationPanel } from "./situation-panel.tsx";
import { SkipPanel } from "./skip-panel.tsx";

const views = {
  assess: AssessPanel,
  situation: SituationPanel,
  notice: NoticePanel,
  carry: CarryPanel,
  answer: AnswerPanel,
  refer: ReferPanel,
  message: MessagePanel,
  note: NotePanel,
  history: HistoryPanel,
  close: ClosePanel,
  skip: SkipPanel,
  look: LookPanel,
} as const satisfies Record<CasePanel, () => React.ReactNode>;

/** What is open in the place of the plan. */
export function CasePanelView({ panel }: { panel: CasePanel }) {
  const { panelSubject } = useOpenCase();
  const View = views[panel];
  return <View key={`${panel} ${panelSubject ?? ""}`} />;
}
