import { useMutation, useQueryClient } from "@tanstack/react-query";
import { requestOverrideBody } from "@vigie/contract";
import { useState } from "react";
import { queryKeys } from "../api/queries.ts";
import { api } from "../api.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { announce } from "../ui/announcement.tsx";
import { Field } from "../ui/field.tsx";
import { Trouble } from "../ui/trouble.tsx";

/** Asks a second person for half an hour past one's budget. */
export function OverrideRequest() {
  const texts = useTexts();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [isWrong, setWrong] = useState(false);
  const ask = useMutation({
    mutationFn: () => api.requestOverride({ reason }),
    onSuccess: async () => {
      announce(texts.exposure.overrideAsked);
      await client.invalidateQueries({ queryKey: queryKeys.exposure });
    },
  });
  return (
    <form
      className="form"
      aria-label={texts.exposure.override}
      onSubmit={(event) => {
        event.preventDefault();
        const isReady = requestOverrideBody.safeParse({ reason }).success;
        setWrong(!isReady);
        if (isReady) ask.mutate();
      }}
    >
      <h3 className="title-3">{texts.exposure.override}</h3>
      <p className="field-help">{texts.exposure.overrideHelp}</p>
      <Field
        label={texts.exposure.overrideReason}
        lines={2}
        isRequired
        value={reason}
        onChange={setReason}
        error={isWrong ? texts.exposure.overrideReasonMissing : null}
      />
      <Trouble error={ask.error} />
      <div className="form-actions">
        <ActionButton type="submit" isPending={ask.isPending}>
          {texts.exposure.overrideAsk}
        </ActionButton>
      </div>
    </form>
  );
}
