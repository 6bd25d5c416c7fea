import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { QuarantineView } from "@vigie/contract";
import { useState } from "react";
import { queryKeys } from "../api/queries.ts";
import { api } from "../api.ts";
import { beginningOf } from "../case/answer-rules.ts";
import { showInvisible } from "../format/address.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { announce } from "../ui/announcement.tsx";
import { DeskDialog } from "../ui/desk-dialog.tsx";
import { SpokenText } from "../ui/spoken-text.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { When } from "../ui/when.tsx";
import { NoticeSearch } from "./notice-search.tsx";

interface QuarantinedMessageProps {
  message: QuarantineView["messages"][number];
  maySettle: boolean;
}

type Settlement = { outcome: "discard" } | { outcome: "attach"; noticeId: string };

/** One message: why it was held back, what it says, and where it belongs or that it belongs nowhere. */
export function QuarantinedMessage({ message, maySettle }: QuarantinedMessageProps) {
  const texts = useTexts();
  const client = useQueryClient();
  const [whole, setWhole] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const [discarding, setDiscarding] = useState(false);
  const settle = useMutation({
    mutationFn: (settlement: Settlement) => api.settleQuarantined(message.id, settlement),
    onSuccess: async (_nothing, { outcome }) => {
      await client.invalidateQueries({ queryKey: queryKeys.mailbox });
      announce(texts.mailbox.settled[outcome]);
    },
  });
  const beginning = beginningOf(message.text);
  const { noticeId } = message;
  return (
    <li className="card">
      <p className="look-here">{texts.mailbox.why[message.why] ?? texts.mailbox.whyOther(message.why)}</p>
      <p className="record-line">
        <strong>
          <bdi>{showInvisible(message.subject ?? texts.mailbox.noSubject)}</bdi>
        </strong>
        <span className="small quiet">
          <bdi className="address">{showInvisible(message.sender ?? texts.mailbox.noSender)}</bdi>,{" "}
          <When at={message.at} />, {texts.bytes(message.bytes)}
        </span>
      </p>
      {message.text !== "" && <SpokenText text={whole ? message.text : beginning.text} />}
      {beginning.more && (
        <ActionButton look="bare" small aria-expanded={whole} onPress={() => setWhole(!whole)}>
          {whole ? texts.answer.showLess : texts.answer.showAll(message.text.length)}
        </ActionButton>
      )}
      <Trouble error={settle.error} />
      {maySettle && (
        <div className="form-actions">
          {noticeId !== null && (
            <ActionButton
              small
              isDisabled={settle.isPending}
              onPress={() => settle.mutate({ outcome: "attach", noticeId })}
            >
              {texts.mailbox.attachGuess}
            </ActionButton>
          )}
          <ActionButton small aria-expanded={choosing} onPress={() => setChoosing(!choosing)}>
            {texts.mailbox.choose}
          </ActionButton>
          <ActionButton small isDisabled={settle.isPending} onPress={() => setDiscarding(true)}>
            {texts.mailbox.discard}
          </ActionButton>
        </div>
      )}
      {choosing && (
        <NoticeSearch
          isDisabled={settle.isPending}
          onChoose={(chosen) => settle.mutate({ outcome: "attach", noticeId: chosen })}
        />
      )}
      <DeskDialog
        title={texts.mailbox.discardTitle}
        isOpen={discarding}
        onClose={() => setDiscarding(false)}
        alert
      >
        <p>{texts.mailbox.discardText}</p>
        <div className="form-actions">
          <ActionButton
            look="danger"
            onPress={() => {
              setDiscarding(false);
              settle.mutate({ outcome: "discard" });
            }}
          >
            {texts.mailbox.discard}
          </ActionButton>
          <ActionButton look="bare" onPress={() => setDiscarding(false)}>
            {texts.cancel}
          </ActionButton>
        </div>
      </DeskDialog>
    </li>
  );
}
