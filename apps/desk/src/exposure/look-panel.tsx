import { useMutation } from "@tanstack/react-query";
import type { ContentView, ViewReason } from "@vigie/contract";
import { viewReasons } from "@vigie/contract";
import { useState } from "react";
import { useBudget, useOwnSettings } from "../api/queries.ts";
import { api } from "../api.ts";
import { useOpenCase } from "../case/case-context.ts";
import { Panel } from "../case/panel.tsx";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Choice } from "../ui/choice.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { BudgetBars } from "./budget-bars.tsx";
import { filtersFor, mayAskForMore, viewable } from "./exposure-rules.ts";
import { OpenedView } from "./opened-view.tsx";
import { OverrideRequest } from "./override-request.tsx";

/** Looking at what a location shows: covered, region by region, within one's budget. Never the first thing to do. */
export function LookPanel() {
  const texts = useTexts();
  const { view, mayDecide } = useOpenCase();
  const contents = viewable(view);
  const isUnknown = view.summary.handling === "unknown";
  return (
    <Panel title={texts.exposure.look}>
      {!mayDecide ? (
        <p>{texts.exposure.forbidden.role}</p>
      ) : contents.length === 0 ? (
        <p>{texts.exposure.forbidden[isUnknown ? "unknown" : "known"]}</p>
      ) : (
        <ChosenContent contents={contents} />
      )}
    </Panel>
  );
}

function ChosenContent({ contents }: { contents: readonly ContentView[] }) {
  const texts = useTexts();
  const { panelSubject } = useOpenCase();
  const [chosen, setChosen] = useState(panelSubject);
  const budget = useBudget();
  const content = contents.find(({ id }) => id === chosen) ?? contents[0];
  if (content === undefined) return null;
  return (
    <>
      <p className="quiet">{texts.exposure.lookHelp}</p>
      {contents.length > 1 && (
        <Choice
          label={texts.exposure.which}
          options={contents.map((each) => ({ value: each.id, label: nameOf(each) }))}
          value={content.id}
          onChange={setChosen}
        />
      )}
      <Look key={content.id} contentId={content.id} />
      <Trouble error={budget.error} onRetry={() => void budget.refetch()} />
      {budget.data !== undefined && (
        <section className="plan-part" aria-label={texts.exposure.budget}>
          <h3 className="title-3">{texts.exposure.budget}</h3>
          <BudgetBars budget={budget.data} />
        </section>
      )}
      {budget.data !== undefined && mayAskForMore(budget.data) && <OverrideRequest />}
    </>
  );
}

/** One content: its media are asked for, then there, covered. */
function Look({ contentId }: { contentId: string }) {
  const texts = useTexts();
  const { view } = useOpenCase();
  const settings = useOwnSettings();
  const [reason, setReason] = useState<ViewReason | null>(null);
  const isRestricted = view.summary.handling === "restricted";
  const open = useMutation({
    mutationFn: () => api.openView(contentId, isRestricted && reason !== null ? { reason } : {}),
    // What it answers is not kept once nobody shows it.
    gcTime: 0,
  });
  if (open.data !== undefined && settings.data !== undefined) {
    return (
      <OpenedView
        key={open.data.viewId}
        view={open.data}
        filters={filtersFor(settings.data.viewing, view.summary.topics)}
        onReopen={() => open.mutate()}
        onClose={open.reset}
      />
    );
  }
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        open.mutate();
      }}
    >
      {isRestricted && (
        <Choice
          label={texts.exposure.reason}
          help={texts.exposure.reasonHelp}
          options={viewReasons.map((value) => ({ value, label: texts.exposure.reasons[value] }))}
          value={reason}
          onChange={setReason}
        />
      )}
      <Trouble error={open.error ?? settings.error} />
      <div className="form-actions">
        <ActionButton
          look="main"
          type="submit"
          // It is gone once the view is there: nothing would be left to say that it waits.
          isDisabled={open.isPending || (isRestricted && reason === null)}
        >
          {texts.exposure.open}
        </ActionButton>
      </div>
      {open.isPending && (
        <p className="quiet" role="status">
          {texts.exposure.opening}
        </p>
      )}
    </form>
  );
}

function nameOf({ readableUrl, url, id }: ContentView): string {
  return readableUrl ?? url ?? id;
}
