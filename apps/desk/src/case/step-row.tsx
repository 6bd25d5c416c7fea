import type { PlanStep, PlanView } from "@vigie/contract";
import { useEffect, useRef, useState } from "react";
import { Button, Disclosure, DisclosurePanel, Heading } from "react-aria-components";
import { dayAndTime } from "../format/time.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Tick } from "../ui/tick.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useOpenCase } from "./case-context.ts";
import { stepAct, stepState } from "./plan-rules.ts";
import { StepDetails } from "./step-details.tsx";
import { StepTags } from "./step-tags.tsx";

interface StepRowProps {
  step: PlanStep;
  /** From 1; up to 9 it is also the key. */
  number: number;
  plan: PlanView;
  isNext: boolean;
}

/** One step: what, to whom, what it gives away, the first reason; the rest on demand. */
export function StepRow({ step, number, plan, isNext }: StepRowProps) {
  const texts = useTexts();
  const language = useLanguage();
  const { mayDecide, reload, plan: open } = useOpenCase();
  const [isExpanded, setExpanded] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  const state = stepState(step);
  const act = stepAct(step);
  const { asked, ask } = open;

  useEffect(() => {
    if (asked?.stepId !== step.id) return;
    setExpanded(true);
    // The panel is drawn with the next frame; focus before that would be lost.
    const frame = requestAnimationFrame(() => {
      const place =
        asked.part === "channel"
          ? (row.current?.querySelector<HTMLElement>("[data-step-channel] :is(button, a)") ?? null)
          : null;
      const target = place ?? row.current?.querySelector<HTMLElement>("[slot=trigger]");
      target?.focus();
      row.current?.scrollIntoView({ block: "nearest" });
      ask(null);
    });
    return () => cancelAnimationFrame(frame);
  }, [asked, ask, step.id]);

  return (
    <li className="route-step" data-step-id={step.id} data-state={state} ref={row}>
      <Disclosure
        className="disclosure step-disclosure"
        isExpanded={isExpanded}
        onExpandedChange={setExpanded}
      >
        <div className="step-head">
          <Heading level={5} className="disclosure-title">
            <Button slot="trigger" className="step-trigger">
              <span className="step-number" aria-hidden="true" data-no-key={number > 9 || undefined}>
                {number}
              </span>
              <span className="visually-hidden">{texts.label(texts.route.step(number))} </span>
              <span className="step-title">{step.title}</span>
            </Button>
          </Heading>
          {mayDecide && (
            <Tick
              isSelected={step.done !== null}
              onChange={(done) => open.tick(step.id, done)}
              aria-label={texts.route.markDone(step.title)}
            >
              <span className="small">{texts.route.done}</span>
            </Tick>
          )}
        </div>
        <div className="step-body">
          <StepTags step={step} />
          {step.done !== null && (
            <p className="small step-done">
              {step.done.by === null
                ? texts.route.doneOn(dayAndTime(step.done.at, language))
                : texts.route.doneOnBy(dayAndTime(step.done.at, language), step.done.by)}
            </p>
          )}
          {step.why[0] !== undefined && <p className="small step-why">{step.why[0]}</p>}
          {open.tickTrouble?.stepId === step.id && (
            <Trouble error={open.tickTrouble.error} onReload={reload} />
          )}
          {mayDecide && act !== "by_hand" && (isNext || isExpanded) && (
            <div className="step-act">
              <ActionButton
                small
                keyAction="act"
                look={state === "open" ? "main" : "plain"}
                onPress={() => open.act(step)}
              >
                {texts.route.acts[act]}
              </ActionButton>
            </div>
          )}
          <DisclosurePanel>
            <StepDetails step={step} plan={plan} />
          </DisclosurePanel>
        </div>
      </Disclosure>
    </li>
  );
}
