import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { MeView } from "@vigie/contract";
import { useEffect, useMemo, useRef, useState } from "react";
import { mayCall, queryKeys } from "../api/queries.ts";
import { useLive } from "../api/use-live.ts";
import { api } from "../api.ts";
import { BanksPage } from "../banks/banks-page.tsx";
import { CasePage } from "../case/case-page.tsx";
import { forgetDrafts } from "../case/drafts.ts";
import { useNextCase } from "../case/use-next-case.ts";
import { CaseListPage } from "../cases/case-list-page.tsx";
import { ComponentsPage } from "../components/components-page.tsx";
import { ExposurePage } from "../exposure/exposure-page.tsx";
import { FiguresPage } from "../figures/figures-page.tsx";
import { HomePage } from "../home/home-page.tsx";
import { useKeys } from "../keys/use-keys.ts";
import { LabelPage } from "../label/label-page.tsx";
import { MailboxPage } from "../mailbox/mailbox-page.tsx";
import { RecordPage } from "../record/record-page.tsx";
import type { DeskPlace } from "../router/desk-path.ts";
import { goTo, usePlace } from "../router/use-place.ts";
import { OwnPage } from "../team/own-page.tsx";
import { TeamPage } from "../team/team-page.tsx";
import { useTexts } from "../texts/texts.ts";
import { announce } from "../ui/announcement.tsx";
import { DeskHeader } from "./desk-header.tsx";
import type { DeskLanguage } from "./desk-language.ts";
import { KeysDialog } from "./keys-dialog.tsx";
import { LostPage } from "./lost-page.tsx";
import { SessionContext } from "./session-context.ts";
import type { Theme } from "./theme.ts";
import { UnlockDialog } from "./unlock-dialog.tsx";
import { useOnline } from "./use-online.ts";

interface SignedInProps {
  me: MeView;
  language: DeskLanguage;
  theme: Theme;
  onTheme: (theme: Theme) => void;
}

/** The desk of somebody who is signed in: header, page, dialogs and the keys that work everywhere. */
export function SignedIn({ me, language, theme, onTheme }: SignedInProps) {
  const texts = useTexts();
  const client = useQueryClient();
  const place = allowed(usePlace(), me);
  const [dialog, setDialog] = useState<"unlock" | "keys" | null>(null);
  const online = useOnline();
  const connected = useLive(mayCall(me.member.role, "live"));

  const shownPage = place.page === "case" ? place.caseId : place.page;
  const lastPage = useRef(shownPage);
  useEffect(() => {
    if (lastPage.current === shownPage) return;
    lastPage.current = shownPage;
    // A new page starts at its top, and the keyboard with it.
    window.scrollTo(0, 0);
    document.getElementById("content")?.focus({ preventScroll: true });
  }, [shownPage]);

  const lock = useMutation({
    mutationFn: api.lock,
    onSuccess: async () => {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[2] === "words" });
      await client.invalidateQueries({ queryKey: queryKeys.me });
      announce(texts.unlock.relocked);
    },
  });
  const signOut = useMutation({
    mutationFn: api.signOut,
    onSettled: async () => {
      forgetDrafts();
      client.clear();
      goTo({ page: "home" });
      window.location.reload();
    },
  });
  const next = useNextCase();
  const mayUnlock = mayCall(me.member.role, "caseWords");
  const session = useMemo(
    () => ({ me, askUnlock: () => setDialog("unlock"), lock: () => lock.mutate() }),
    [me, lock.mutate],
  );

  useKeys(
    "anywhere",
    (action) => {
      if (action === "help") setDialog("keys");
      else if (action === "unlock" && mayUnlock) {
        if (me.unlocked) announce(texts.unlock.already);
        else setDialog("unlock");
      } else if (action === "home" && mayCall(me.member.role, "listCases")) goTo({ page: "home" });
      else if (action === "nextCase" && mayCall(me.member.role, "nextCase")) {
        if (!next.isPending) next.mutate();
      } else if (action === "list" && mayCall(me.member.role, "listCases")) goTo({ page: "list" });
      else if (action === "team" && mayCall(me.member.role, "team")) goTo({ page: "team" });
      else if (action === "me") goTo({ page: "me" });
      else if (action === "figures") goTo({ page: "figures" });
      else if (action === "exposure" && mayCall(me.member.role, "ownExposure")) goTo({ page: "exposure" });
      else if (action === "mailbox" && mayCall(me.member.role, "quarantine")) goTo({ page: "mailbox" });
      else if (action === "record" && mayCall(me.member.role, "notifierRecord")) goTo({ page: "record" });
      else if (action === "close") return leaveField();
      else return false;
      return true;
    },
    "desk",
  );

  return (
    <SessionContext value={session}>
      <DeskHeader
        place={place}
        language={language}
        theme={theme}
        onTheme={onTheme}
        onKeys={() => setDialog("keys")}
        onSignOut={() => signOut.mutate()}
      />
      {!online && (
        <p className="banner" role="status">
          {texts.offline}
        </p>
      )}
      {online && !connected && (
        <p className="banner" role="status">
          {texts.liveLost}
        </p>
      )}
      <main id="content" className="desk-main" tabIndex={-1}>
        <Page place={place} />
      </main>
      <UnlockDialog isOpen={dialog === "unlock"} onClose={() => setDialog(null)} />
      <KeysDialog isOpen={dialog === "keys"} onClose={() => setDialog(null)} />
    </SessionContext>
  );
}

function Page({ place }: { place: DeskPlace }) {
  if (place.page === "home") return <HomePage />;
  if (place.page === "list") return <CaseListPage />;
  if (place.page === "case") return <CasePage key={place.caseId} caseId={place.caseId} panel={place.panel} />;
  if (place.page === "team") return <TeamPage />;
  if (place.page === "me") return <OwnPage />;
  if (place.page === "exposure") return <ExposurePage />;
  if (place.page === "figures") return <FiguresPage />;
  if (place.page === "mailbox") return <MailboxPage />;
  if (place.page === "label") return <LabelPage />;
  if (place.page === "record") return <RecordPage />;
  if (place.page === "banks") return <BanksPage />;
  if (place.page === "components") return <ComponentsPage />;
  return <LostPage />;
}

/** A role that may not see cases starts at the figures; pages of other roles are lost to it. */
function allowed(place: DeskPlace, me: MeView): DeskPlace {
  const { role } = me.member;
  if (place.page === "home" && !mayCall(role, "listCases")) return { page: "figures" };
  if (place.page === "list" && !mayCall(role, "listCases")) return { page: "lost" };
  if (place.page === "case" && !mayCall(role, "getCase")) return { page: "lost" };
  if (place.page === "team" && !mayCall(role, "team")) return { page: "lost" };
  if (place.page === "mailbox" && !mayCall(role, "quarantine")) return { page: "lost" };
  if (place.page === "exposure" && !mayCall(role, "ownExposure")) return { page: "lost" };
  if (place.page === "record" && !mayCall(role, "notifierRecord")) return { page: "lost" };
  if (place.page === "banks" && !mayCall(role, "banks")) return { page: "lost" };
  return place;
}

/** Escape in a field gives the keyboard back to the desk. */
function leaveField(): boolean {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement)) return false;
  focused.blur();
  return true;
}
