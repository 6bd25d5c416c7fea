import { useMutation } from "@tanstack/react-query";
import { api } from "../api.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { NoPasskeyError, passkeysHere, presentPasskey } from "./passkey.ts";

/** Signing in with a passkey, where the browser has them: nothing to type. */
export function PasskeySignIn({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  const texts = useTexts();
  const signIn = useMutation({
    mutationFn: async () => {
      const credential = await presentPasskey(await api.askPasskey());
      if (credential === null) throw new NoPasskeyError();
      await api.passkeySignIn({ credential });
    },
    onSuccess: onSignedIn,
  });
  if (!passkeysHere()) return null;
  return (
    <div className="passkey-door">
      <p className="passkey-or">
        <span>{texts.signIn.or}</span>
      </p>
      <ActionButton isPending={signIn.isPending} onPress={() => signIn.mutate()}>
        {texts.signIn.passkey}
      </ActionButton>
      {signIn.error instanceof NoPasskeyError ? (
        <p className="field-error" role="alert">
          {texts.signIn.passkeyFailed}
        </p>
      ) : (
        <Trouble error={signIn.error} />
      )}
    </div>
  );
}
