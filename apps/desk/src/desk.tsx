import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { I18nProvider } from "react-aria-components";
import { statusOf } from "./api/problem.ts";
import { useMe } from "./api/queries.ts";
import { setApi } from "./api.ts";
import { forgetDrafts } from "./case/drafts.ts";
import { usePlace } from "./router/use-place.ts";
import { type DeskLanguage, useDeskLanguage } from "./shell/desk-language.ts";
import { SignedIn } from "./shell/signed-in.tsx";
import { type Theme, useTheme } from "./shell/theme.ts";
import { JoinPage } from "./sign-in/join-page.tsx";
import { SignInPage } from "./sign-in/sign-in-page.tsx";
import { LanguageContext, useTexts } from "./texts/texts.ts";
import { Announcement } from "./ui/announcement.tsx";
import { Trouble } from "./ui/trouble.tsx";

const locales = { fr: "fr-FR", en: "en-GB" } as const;

/** The whole desk: its language and theme, then either the door or the room. */
export function Desk() {
  const language = useDeskLanguage();
  const [theme, setTheme] = useTheme();
  const place = usePlace();
  return (
    <LanguageContext value={language.language}>
      <I18nProvider locale={locales[language.language]}>
        {place.page === "join" ? (
          <JoinPage language={language} />
        ) : (
          <Door language={language} theme={theme} onTheme={setTheme} />
        )}
        <Announcement />
      </I18nProvider>
    </LanguageContext>
  );
}

interface DoorProps {
  language: DeskLanguage;
  theme: Theme;
  onTheme: (theme: Theme) => void;
}

function Door({ language, theme, onTheme }: DoorProps) {
  const texts = useTexts();
  const client = useQueryClient();
  const me = useMe();
  const lastMember = useRef<string | null>(null);
  const { adopt } = language;

  const session = me.data;
  useEffect(() => {
    if (session === undefined) return;
    adopt(session.member.language);
    // Drafts outlive a session that ended, but only for the same person.
    if (lastMember.current !== null && lastMember.current !== session.member.id) forgetDrafts();
    lastMember.current = session.member.id;
  }, [session, adopt]);

  if (me.isError && statusOf(me.error) === 401) {
    return (
      <SignInPage
        language={language}
        ended={session !== undefined}
        onSignedIn={async () => {
          client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" });
          await me.refetch();
        }}
      />
    );
  }
  if (session === undefined) {
    return me.isError ? (
      <main className="page page-narrow">
        <Trouble error={me.error} onRetry={() => void me.refetch()} />
      </main>
    ) : (
      <p className="page quiet" role="status">
        {texts.loading}
      </p>
    );
  }
  // Children send requests in their first effects: the token must be known before they do.
  setApi({ csrf: session.csrf });
  return <SignedIn me={session} language={language} theme={theme} onTheme={onTheme} />;
}
