import { mayCall, useMailbox, useToEscalate } from "../api/queries.ts";
import type { DeskPlace } from "../router/desk-path.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Icon } from "../ui/icon.tsx";
import { Mark } from "../ui/mark.tsx";
import type { DeskLanguage } from "./desk-language.ts";
import { PlaceLink } from "./place-link.tsx";
import { useSession } from "./session-context.ts";
import { SettingsMenu } from "./settings-menu.tsx";
import type { Theme } from "./theme.ts";

interface DeskHeaderProps {
  place: DeskPlace;
  language: DeskLanguage;
  theme: Theme;
  onTheme: (theme: Theme) => void;
  onKeys: () => void;
  onSignOut: () => void;
}

export function DeskHeader({ place, language, theme, onTheme, onKeys, onSignOut }: DeskHeaderProps) {
  const texts = useTexts();
  const { me, askUnlock, lock } = useSession();
  const { role } = me.member;
  const seesCases = mayCall(role, "listCases");
  const seesMailbox = mayCall(role, "quarantine");
  const toEscalate = useToEscalate(seesCases).data;
  const mailbox = useMailbox(seesMailbox).data;
  const held = mailbox?.messages.length ?? 0;
  return (
    <header className="desk-header">
      <a className="skip" href="#content">
        {texts.nav.skip}
      </a>
      <div className="desk-name">
        <Mark />
        <span className="desk-hotline">{me.hotline.name}</span>
      </div>
      <nav className="desk-nav" aria-label={texts.nav.label}>
        {seesCases && (
          <PlaceLink to={{ page: "home" }} current={place.page === "home"}>
            {texts.nav.home}
          </PlaceLink>
        )}
        {seesCases && (
          <PlaceLink to={{ page: "list" }} current={place.page === "list" || place.page === "case"}>
            {texts.nav.list}
            {toEscalate !== undefined && toEscalate.count > 0 && (
              <NavCount
                count={`${toEscalate.count}${toEscalate.more ? "+" : ""}`}
                says={texts.nav.toEscalate(toEscalate.count)}
              />
            )}
          </PlaceLink>
        )}
        {seesMailbox && (
          <PlaceLink to={{ page: "mailbox" }} current={place.page === "mailbox"}>
            {texts.nav.mailbox}
            {held > 0 && <NavCount count={String(held)} says={texts.mailbox.waiting(held)} />}
            {mailbox?.mailbox.problem != null && <NavCount count="!" says={texts.mailbox.problemShort} />}
          </PlaceLink>
        )}
        {mayCall(role, "team") && (
          <PlaceLink to={{ page: "team" }} current={place.page === "team"}>
            {texts.nav.team}
          </PlaceLink>
        )}
        {mayCall(role, "notifierRecord") && (
          <PlaceLink to={{ page: "record" }} current={place.page === "record"}>
            {texts.nav.record}
          </PlaceLink>
        )}
        <PlaceLink to={{ page: "figures" }} current={place.page === "figures"}>
          {texts.nav.figures}
        </PlaceLink>
      </nav>
      <div className="desk-tools">
        {mayCall(role, "caseWords") &&
          (me.unlocked ? (
            <ActionButton look="bare" onPress={lock}>
              <Icon name="unlocked" />
              <span className="tool-text">{texts.unlock.unlocked}</span>
              <span className="visually-hidden">{texts.unlock.lock}</span>
            </ActionButton>
          ) : (
            <ActionButton look="bare" keyAction="unlock" onPress={askUnlock}>
              <Icon name="locked" />
              <span className="tool-text">{texts.unlock.locked}</span>
              <span className="visually-hidden">{texts.unlock.submit}</span>
            </ActionButton>
          ))}
        <ActionButton look="bare" keyAction="help" onPress={onKeys}>
          {texts.nav.keys}
        </ActionButton>
        <SettingsMenu language={language} theme={theme} onTheme={onTheme} onSignOut={onSignOut} />
      </div>
    </header>
  );
}

/** How many things of a page wait; amber, said in words. */
function NavCount({ count, says }: { count: string; says: string }) {
  return (
    <span className="nav-count" title={says}>
      <span aria-hidden="true">{count}</span>
      <span className="visually-hidden">, {says}</span>
    </span>
  );
}
