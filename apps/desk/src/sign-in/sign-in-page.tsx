import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api.ts";
import type { DeskLanguage } from "../shell/desk-language.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Field } from "../ui/field.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useTitle } from "../ui/use-title.ts";
import { DoorFrame } from "./door-frame.tsx";
import { tidyCode } from "./join-rules.ts";
import { PasskeySignIn } from "./passkey-sign-in.tsx";

interface SignInPageProps {
  language: DeskLanguage;
  /** A session existed in this page and ended. */
  ended: boolean;
  onSignedIn: () => Promise<void>;
}

/** Name, password and code in one form. The path stays, so that signing in leads back to it. */
export function SignInPage({ language, ended, onSignedIn }: SignInPageProps) {
  const texts = useTexts();
  useTitle(texts.signIn.title);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const signIn = useMutation({
    mutationFn: () => api.signIn({ name: name.trim(), password, code: tidyCode(code) }),
    onSuccess: onSignedIn,
    onError: () => setCode(""),
  });
  return (
    <DoorFrame language={language}>
      <h1 className="title-1">{texts.signIn.title}</h1>
      <p className="quiet">{ended ? texts.signIn.ended : texts.signIn.intro}</p>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate();
        }}
      >
        <Field
          label={texts.signIn.name}
          name="name"
          autoComplete="username"
          autoFocus
          value={name}
          onChange={setName}
        />
        <Field
          label={texts.signIn.password}
          name="password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
        <Field
          label={texts.signIn.code}
          help={texts.signIn.codeHelp}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onChange={setCode}
        />
        <Trouble error={signIn.error} />
        <div className="form-actions">
          <ActionButton
            look="main"
            type="submit"
            isPending={signIn.isPending}
            isDisabled={name.trim() === "" || password === "" || tidyCode(code).length !== 6}
          >
            {texts.signIn.submit}
          </ActionButton>
        </div>
      </form>
      <PasskeySignIn onSignedIn={onSignedIn} />
    </DoorFrame>
  );
}
