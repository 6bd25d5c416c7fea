import { useQueryClient } from "@tanstack/react-query";
import type { BudgetView, ExposedView, ViewingFilter } from "@vigie/contract";
import type { Reveal } from "@vigie/viewer";
import { useCallback, useEffect, useState } from "react";
import { codeOf } from "../api/problem.ts";
import { queryKeys } from "../api/queries.ts";
import { api } from "../api.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { sentenceOf } from "../ui/trouble.tsx";
import { MediaViewer } from "./media-viewer.tsx";

interface OpenedViewProps {
  view: ExposedView;
  filters: readonly ViewingFilter[];
  onReopen: () => void;
  onClose: () => void;
}

/** Refusals after which this view answers nothing more. */
const ends = new Set([
  "exposure.view_gone",
  "exposure.view_forbidden",
  "exposure.opted_out",
  "exposure.not_drawn",
  "content.unknown",
]);

/** A view that is open on the server: forgotten there as soon as it is left here. */
export function OpenedView({ view, filters, onReopen, onClose }: OpenedViewProps) {
  const texts = useTexts();
  const client = useQueryClient();
  const { viewId } = view;
  const [isGone, setGone] = useState(false);
  // Where the viewer begins: what the person changes there afterwards stays.
  const [wanted] = useState(filters);
  const keep = useCallback((budget: BudgetView) => client.setQueryData(queryKeys.budget, budget), [client]);
  useEffect(() => {
    keep(view.budget);
  }, [keep, view.budget]);
  useEffect(
    () => () => {
      // It ends by itself in a quarter of an hour: a refusal here is nobody's business.
      void api.closeView(viewId).catch(() => {});
    },
    [viewId],
  );
  const reveal = useCallback<Reveal>(
    async (request, signal) => {
      try {
        const answer = await api.reveal(viewId, request, signal);
        keep(answer.budget);
        return answer;
      } catch (error) {
        if (signal.aborted) throw error;
        if (ends.has(codeOf(error) ?? "")) setGone(true);
        return { kind: "failed", says: sentenceOf(error, texts) };
      }
    },
    [viewId, keep, texts],
  );
  return (
    <div className="opened-view">
      {view.media.length > 0 ? (
        <MediaViewer view={view} reveal={reveal} filters={wanted} />
      ) : (
        <p>{texts.exposure.nothingToShow}</p>
      )}
      {view.problems.length > 0 && (
        <>
          <p className="small">{texts.exposure.problemsTitle}</p>
          <ul className="small">
            {[...new Set(view.problems)].map((problem) => (
              <li key={problem}>{texts.exposure.problems[problem]}</li>
            ))}
          </ul>
        </>
      )}
      {view.more && <p className="small">{texts.exposure.moreMedia}</p>}
      <div className="form-actions">
        {isGone && (
          <ActionButton look="main" onPress={onReopen}>
            {texts.exposure.reopen}
          </ActionButton>
        )}
        <ActionButton onPress={onClose}>{texts.exposure.closeView}</ActionButton>
      </div>
    </div>
  );
}
