import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { PasskeyView } from "@vigie/contract";
import { useState } from "react";
import { queryKeys, usePasskeys } from "../api/queries.ts";
import { api } from "../api.ts";
import { dayAndTime } from "../format/time.ts";
import { makePasskey, NoPasskeyError, passkeysHere } from "../sign-in/passkey.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { announce } from "../ui/announcement.tsx";
import { DeskDialog } from "../ui/desk-dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Trouble } from "../ui/trouble.tsx";

type Open = { kind: "add" } | { kind: "rename" | "remove"; passkey: PasskeyView };

/** One's own passkeys: add, rename, remove. */
export function PasskeysPart() {
  const texts = useTexts();
  const language = useLanguage();
  const passkeys = usePasskeys();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const rows = passkeys.data?.passkeys ?? [];
  return (
    <section className="side-card" aria-labelledby="passkeys-title">
      <h2 className="title-2" id="passkeys-title">
        {texts.passkeys.title}
      </h2>
      <p className="field-help">{texts.passkeys.help}</p>
      <Trouble error={passkeys.error} onRetry={() => void passkeys.refetch()} />
      {passkeys.isSuccess && rows.length === 0 && <p className="quiet">{texts.passkeys.none}</p>}
      {rows.length > 0 && (
        <ul className="passkey-list">
          {rows.map((passkey) => (
            <li key={passkey.id}>
              <p>
                <strong>
                  <bdi>{passkey.name}</bdi>
                </strong>{" "}
                <span className="small quiet">
                  {texts.passkeys.added(dayAndTime(passkey.createdAt, language))},{" "}
                  {passkey.lastUsedAt === null
                    ? texts.passkeys.neverUsed
                    : texts.passkeys.used(dayAndTime(passkey.lastUsedAt, language))}
                </span>
              </p>
              <div className="form-actions">
                <ActionButton
                  small
                  aria-label={texts.passkeys.renameOf(passkey.name)}
                  onPress={() => setOpen({ kind: "rename", passkey })}
                >
                  {texts.passkeys.rename}
                </ActionButton>
                <ActionButton
                  small
                  aria-label={texts.passkeys.removeOf(passkey.name)}
                  onPress={() => setOpen({ kind: "remove", passkey })}
                >
                  {texts.passkeys.remove}
                </ActionButton>
              </div>
            </li>
          ))}
        </ul>
      )}
      {passkeysHere() ? (
        <div className="form-actions">
          <ActionButton onPress={() => setOpen({ kind: "add" })}>{texts.passkeys.add}</ActionButton>
        </div>
      ) : (
        <p className="small quiet">{texts.passkeys.unavailable}</p>
      )}
      <DeskDialog title={texts.passkeys.add} isOpen={open?.kind === "add"} onClose={close}>
        <AddForm onDone={close} />
      </DeskDialog>
      <DeskDialog
        title={open?.kind === "rename" ? texts.passkeys.renameOf(open.passkey.name) : texts.passkeys.rename}
        isOpen={open?.kind === "rename"}
        onClose={close}
      >
        {open?.kind === "rename" && <RenameForm passkey={open.passkey} onDone={close} />}
      </DeskDialog>
      <DeskDialog
        title={open?.kind === "remove" ? texts.passkeys.removeOf(open.passkey.name) : texts.passkeys.remove}
        isOpen={open?.kind === "remove"}
        onClose={close}
        alert
      >
        {open?.kind === "remove" && <RemoveForm passkey={open.passkey} onDone={close} />}
      </DeskDialog>
    </section>
  );
}

/** Does one thing to the passkeys, then reads them again. */
function usePasskeyChange<Given>(run: (given: Given) => Promise<void>, done: string, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    gcTime: 0,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: queryKeys.passkeys });
      announce(done);
      onDone();
    },
  });
}

function AddForm({ onDone }: { onDone: () => void }) {
  const texts = useTexts();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const add = usePasskeyChange(
    async () => {
      const credential = await makePasskey(await api.askNewPasskey(password));
      if (credential === null) throw new NoPasskeyError();
      await api.addPasskey({ name: name.trim(), credential });
    },
    texts.passkeys.created,
    onDone,
  );
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(undefined);
      }}
    >
      <Field
        label={texts.passkeys.name}
        help={texts.passkeys.nameHelp}
        autoComplete="off"
        autoFocus
        maxLength={60}
        value={name}
        onChange={setName}
      />
      <PasswordField value={password} onChange={setPassword} />
      {add.error instanceof NoPasskeyError ? (
        <p className="field-error" role="alert">
          {texts.passkeys.cancelled}
        </p>
      ) : (
        <Trouble error={add.error} />
      )}
      <div className="form-actions">
        <ActionButton
          look="main"
          type="submit"
          isPending={add.isPending}
          isDisabled={name.trim() === "" || password === ""}
        >
          {texts.passkeys.create}
        </ActionButton>
        <ActionButton look="bare" onPress={onDone}>
          {texts.cancel}
        </ActionButton>
      </div>
    </form>
  );
}

function RenameForm({ passkey, onDone }: { passkey: PasskeyView; onDone: () => void }) {
  const texts = useTexts();
  const [name, setName] = useState(passkey.name);
  const rename = usePasskeyChange(
    () => api.renamePasskey(passkey.id, name.trim()),
    texts.passkeys.renamed,
    onDone,
  );
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate(undefined);
      }}
    >
      <Field
        label={texts.passkeys.name}
        autoComplete="off"
        autoFocus
        maxLength={60}
        value={name}
        onChange={setName}
      />
      <Trouble error={rename.error} />
      <div className="form-actions">
        <ActionButton look="main" type="submit" isPending={rename.isPending} isDisabled={name.trim() === ""}>
          {texts.passkeys.rename}
        </ActionButton>
        <ActionButton look="bare" onPress={onDone}>
          {texts.cancel}
        </ActionButton>
      </div>
    </form>
  );
}

function RemoveForm({ passkey, onDone }: { passkey: PasskeyView; onDone: () => void }) {
  const texts = useTexts();
  const [password, setPassword] = useState("");
  const remove = usePasskeyChange(
    () => api.removePasskey(passkey.id, password),
    texts.passkeys.removed,
    onDone,
  );
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        remove.mutate(undefined);
      }}
    >
      <p>{texts.passkeys.removeText}</p>
      <PasswordField value={password} onChange={setPassword} />
      <Trouble error={remove.error} />
      <div className="form-actions">
        <ActionButton look="danger" type="submit" isPending={remove.isPending} isDisabled={password === ""}>
          {texts.passkeys.remove}
        </ActionButton>
        <ActionButton look="bare" onPress={onDone}>
          {texts.cancel}
        </ActionButton>
      </div>
    </form>
  );
}

function PasswordField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const texts = useTexts();
  return (
    <Field
      label={texts.passkeys.password}
      help={texts.passkeys.passwordHelp}
      type="password"
      autoComplete="current-password"
      value={value}
      onChange={onChange}
    />
  );
}
