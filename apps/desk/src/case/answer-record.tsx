import type { AnswerState, AnswerView } from "@vigie/contract";
import { useState } from "react";
import { showInvisible } from "../format/address.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Badge, type BadgeTone } from "../ui/badge.tsx";
import { SpokenText } from "../ui/spoken-text.tsx";
import { When } from "../ui/when.tsx";
import { beginningOf, readings } from "./answer-rules.ts";
import { useOpenCase } from "./case-context.ts";

export const answerTones = {
  none: "quiet",
  acknowledged: "ink",
  asked: "look",
  acted: "good",
  refused: "look",
} as const satisfies Record<AnswerState, BadgeTone>;

interface AnswerRecordProps {
  answer: AnswerView;
  onConfirm: (answer: AnswerView, as: AnswerState) => void;
  isConfirming: boolean;
}

/** What came back: who says what, how far it can be trusted, and what a person makes of it. */
export function AnswerRecord({ answer, onConfirm, isConfirming }: AnswerRecordProps) {
  const texts = useTexts();
  const { mayDecide } = useOpenCase();
  const [whole, setWhole] = useState(false);
  const [again, setAgain] = useState(false);
  const { kind, way, sender, subject, ticket, proposed, confirmed, by, cautions, attachments } = answer;
  const beginning = beginningOf(answer.text);
  const open = confirmed === null && kind !== "bounce";
  return (
    <li className="answer" data-answer-id={answer.id} data-open={open || undefined} tabIndex={-1}>
      <p className="record-line">
        <Badge tone={open ? "look" : "quiet"}>{texts.answer.kinds[kind]}</Badge>
        <span className="small quiet">
          {texts.answer.ways[way]}, <When at={answer.at} />
        </span>
      </p>
      {sender !== null && (
        <p className="small">
          <bdi className="address">{showInvisible(sender)}</bdi>
          {answer.authentication !== null && (
            <span className="quiet"> · {texts.answer.authentication(answer.authentication)}</span>
          )}
        </p>
      )}
      {subject !== null && (
        <p className="small">
          <bdi>{showInvisible(subject)}</bdi>
        </p>
      )}
      {cautions.length > 0 && (
        <ul className="look-here small">
          {cautions.map((caution) => (
            <li key={caution}>{texts.answer.cautions[caution] ?? caution}</li>
          ))}
        </ul>
      )}
      {answer.text !== "" && <SpokenText text={whole ? answer.text : beginning.text} />}
      {beginning.more && (
        <ActionButton look="bare" small aria-expanded={whole} onPress={() => setWhole(!whole)}>
          {whole ? texts.answer.showLess : texts.answer.showAll(answer.text.length)}
        </ActionButton>
      )}
      {ticket !== null && (
        <p className="small">
          {texts.label(texts.answer.ticket)} <bdi className="address">{ticket}</bdi>
        </p>
      )}
      {attachments.length > 0 && (
        <details className="fold">
          <summary>{texts.answer.attachments(attachments.length)}</summary>
          <ul className="plain-list small">
            {attachments.map(({ name, bytes, sha256 }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same file may be attached twice, and none ever moves.
              <li key={index}>
                <bdi>{showInvisible(name)}</bdi> <span className="quiet">{texts.bytes(bytes)}</span>{" "}
                <code className="hash">{sha256}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
      {confirmed !== null && (
        <p className="small">
          {texts.label(texts.answer.countsAs)} <strong>{texts.answer.states[confirmed]}</strong>
          {by !== null && <span className="quiet"> · {by}</span>}{" "}
          {mayDecide && !again && (
            <ActionButton look="bare" small onPress={() => setAgain(true)}>
              {texts.answer.change}
            </ActionButton>
          )}
        </p>
      )}
      {mayDecide && (open || again) && (
        <fieldset className="form-part answer-readings">
          <legend className="small">
            {open && proposed !== null
              ? texts.answer.reads(texts.answer.states[proposed])
              : texts.answer.whatItSays}
          </legend>
          <div className="form-actions">
            {readings(proposed).map((state) => (
              <ActionButton
                key={state}
                small
                look={open && state === proposed ? "main" : "plain"}
                {...(open && state === proposed ? { keyAction: "confirm" as const } : {})}
                isDisabled={isConfirming}
                onPress={() => {
                  setAgain(false);
                  onConfirm(answer, state);
                }}
              >
                {texts.answer.states[state]}
              </ActionButton>
            ))}
          </div>
        </fieldset>
      )}
    </li>
  );
}

/** Brings the keyboard to an answer on this page. */
export function focusAnswer(answerId: string): void {
  document.querySelector<HTMLElement>(`[data-answer-id="${answerId}"]`)?.focus();
}
