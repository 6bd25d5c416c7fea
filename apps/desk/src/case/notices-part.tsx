import type { AnswerState, AnswerView } from "@vigie/contract";
import { api } from "../api.ts";
import { useKeys } from "../keys/use-keys.ts";
import { useTexts } from "../texts/texts.ts";
import { Trouble } from "../ui/trouble.tsx";
import { focusAnswer } from "./answer-record.tsx";
import { answersOf, unreadAnswers } from "./answer-rules.ts";
import { useOpenCase } from "./case-context.ts";
import { newestFirst } from "./newest-first.ts";
import { NoticeRecord } from "./notice-record.tsx";
import { useCaseAction } from "./use-case-action.ts";

/** Every notice with what came back. One key goes to the answer that waits, and once there says yes to its reading. */
export function NoticesPart() {
  const texts = useTexts();
  const { view, mayDecide, reload } = useOpenCase();
  const confirm = useCaseAction({
    caseId: view.summary.id,
    run: async ({ answer, as }: { answer: AnswerView; as: AnswerState }) => {
      await api.confirmAnswer(answer.id, { as });
      return as;
    },
    done: (as) => texts.answer.confirmed(texts.answer.states[as]),
  });
  useKeys("case", (action) => {
    if (action !== "confirm" || !mayDecide) return false;
    const waiting = unreadAnswers(view.answers);
    const focused = waiting.find(({ id }) => id === focusedAnswer());
    const [first] = waiting;
    if (focused !== undefined && focused.proposed !== null) {
      if (!confirm.isPending) confirm.mutate({ answer: focused, as: focused.proposed });
    } else if (first === undefined) return false;
    else focusAnswer((focused ?? first).id);
    return true;
  });
  return (
    <section className="plan-part">
      <h3 className="title-3">{texts.plan.notices}</h3>
      {view.notices.length === 0 && <p className="quiet">{texts.plan.noNotice}</p>}
      <Trouble error={confirm.error} onReload={reload} />
      {newestFirst(view.notices, ({ createdAt }) => createdAt).map((notice) => (
        <NoticeRecord
          key={notice.id}
          notice={notice}
          answers={answersOf(view.answers, notice.id)}
          onConfirm={(answer, as) => confirm.mutate({ answer, as })}
          isConfirming={confirm.isPending}
        />
      ))}
    </section>
  );
}

/** The answer that holds the focus, if any. */
function focusedAnswer(): string | null {
  const answer = document.activeElement?.closest<HTMLElement>("[data-answer-id]");
  return answer?.dataset["answerId"] ?? null;
}
