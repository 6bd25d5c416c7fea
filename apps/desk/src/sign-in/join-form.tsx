import { type InvitationView, languages } from "@vigie/contract";
import { useState } from "react";
import type { DeskLanguage } from "../shell/desk-language.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Choice } from "../ui/choice.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Field } from "../ui/field.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { groupedSecret, type JoinFault, joinFaults, tidyCode } from "./join-rules.ts";
import { TotpQr } from "./totp-qr.tsx";

interface JoinFormProps {
  invitation: InvitationView;
  language: DeskLanguage;
  error: unknown;
  isPending: boolean;
  onSubmit: (answers: { name: string; password: string; passphrase: string; code: string }) => void;
}

export function JoinForm({ invitation, language, error, isPending, onSubmit }: JoinFormProps) {
  const texts = useTexts();
  const [name, setName] = useState(invitation.name ?? "");
  const [secrets, setSecrets] = useState({ password: "", passphrase: "", passphraseAgain: "" });
  const [code, setCode] = useState("");
  const [tried, setTried] = useState(false);
  const faults = joinFaults(secrets);
  const sentences = {
    too_short: texts.join.tooShort,
    same: texts.join.sameSecret,
    differ: texts.join.differ,
  } satisfies Record<JoinFault, string>;
  const sentence = (fault: JoinFault | undefined) => (tried && fault !== undefined ? sentences[fault] : null);
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.keys(faults).length > 0 || name.trim() === "") return;
        onSubmit({
          name: name.trim(),
          password: secrets.password,
          passphrase: secrets.passphrase,
          code: tidyCode(code),
        });
      }}
    >
      {invitation.first && <p>{texts.join.introFirst}</p>}
      <p>
        {texts.label(texts.join.role)} <strong>{texts.roles[invitation.role]}</strong>
        <br />
        <span className="quiet">{texts.roleMeans[invitation.role]}</span>
      </p>
      <fieldset className="form-part">
        <legend className="title-2">{texts.join.you}</legend>
        <Field
          label={texts.join.name}
          help={texts.join.nameHelp}
          name="name"
          autoComplete="username"
          value={name}
          onChange={setName}
        />
        <Choice
          label={texts.join.language}
          options={languages.map((value) => ({ value, label: texts.language[value] }))}
          value={language.language}
          onChange={language.choose}
        />
      </fieldset>
      <fieldset className="form-part">
        <legend className="title-2">{texts.join.twoActs}</legend>
        <p>{texts.join.twoActsText}</p>
        <Field
          label={texts.join.password}
          help={texts.join.passwordHelp}
          error={sentence(faults.password)}
          name="password"
          type="password"
          autoComplete="new-password"
          value={secrets.password}
          onChange={(password) => setSecrets({ ...secrets, password })}
        />
        <p className="look-here">{texts.join.passphraseWarning}</p>
        <Field
          label={texts.join.passphrase}
          help={texts.join.passphraseHelp}
          error={sentence(faults.passphrase)}
          name="passphrase"
          type="password"
          autoComplete="off"
          value={secrets.passphrase}
          onChange={(passphrase) => setSecrets({ ...secrets, passphrase })}
        />
        <Field
          label={texts.join.passphraseAgain}
          error={sentence(faults.passphraseAgain)}
          name="passphraseAgain"
          type="password"
          autoComplete="off"
          value={secrets.passphraseAgain}
          onChange={(passphraseAgain) => setSecrets({ ...secrets, passphraseAgain })}
        />
      </fieldset>
      <fieldset className="form-part">
        <legend className="title-2">{texts.join.second}</legend>
        <p>{texts.join.secondText}</p>
        <div className="totp">
          <TotpQr text={invitation.totpUri} label={texts.join.qr} />
          <div className="totp-side">
            <p className="field-label">{texts.join.secret}</p>
            <p className="totp-secret">
              <code>{groupedSecret(invitation.totpSecret)}</code>
            </p>
            <CopyButton
              text={invitation.totpSecret}
              label={`${texts.label(texts.copy)} ${texts.join.secret}`}
            />
            <Field
              label={texts.join.code}
              name="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              value={code}
              onChange={setCode}
            />
          </div>
        </div>
      </fieldset>
      <Trouble error={error} />
      <div className="form-actions">
        <ActionButton
          look="main"
          type="submit"
          isPending={isPending}
          isDisabled={name.trim() === "" || tidyCode(code).length !== 6}
        >
          {texts.join.submit}
        </ActionButton>
      </div>
    </form>
  );
}
