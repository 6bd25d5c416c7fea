import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { queryKeys } from "../api/queries.ts";
import { api } from "../api.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { announce } from "../ui/announcement.tsx";
import { DeskDialog } from "../ui/desk-dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Trouble } from "../ui/trouble.tsx";

/** Unlocking is its own act: it asks for the passphrase and for nothing else. */
export function UnlockDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const texts = useTexts();
  return (
    <DeskDialog title={texts.unlock.title} isOpen={isOpen} onClose={onClose}>
      <UnlockForm onDone={onClose} />
    </DeskDialog>
  );
}

function UnlockForm({ onDone }: { onDone: () => void }) {
  const texts = useTexts();
  const client = useQueryClient();
  const [passphrase, setPassphrase] = useState("");
  const unlock = useMutation({
    mutationFn: () => api.unlock(passphrase),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: queryKeys.me });
      announce(texts.unlock.done);
      onDone();
    },
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        unlock.mutate();
      }}
    >
      <p className="quiet">{texts.unlock.text}</p>
      <Field
        label={texts.unlock.passphrase}
        type="password"
        name="passphrase"
        autoComplete="off"
        autoFocus
        value={passphrase}
        onChange={setPassphrase}
      />
      <Trouble error={unlock.error} />
      <div className="form-actions">
        <ActionButton look="main" type="submit" isPending={unlock.isPending} isDisabled={passphrase === ""}>
          {texts.unlock.submit}
        </ActionButton>
        <ActionButton look="bare" onPress={onDone}>
          {texts.cancel}
        </ActionButton>
      </div>
    </form>
  );
}
