import { languages } from "@vigie/contract";
import {
  Button,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
} from "react-aria-components";
import { mayCall } from "../api/queries.ts";
import { goTo } from "../router/use-place.ts";
import { useTexts } from "../texts/texts.ts";
import { Icon } from "../ui/icon.tsx";
import type { DeskLanguage } from "./desk-language.ts";
import { useSession } from "./session-context.ts";
import { type Theme, themes } from "./theme.ts";

interface SettingsMenuProps {
  language: DeskLanguage;
  theme: Theme;
  onTheme: (theme: Theme) => void;
  onSignOut: () => void;
}

/** Who is signed in, the language, the theme, and the way out. */
export function SettingsMenu({ language, theme, onTheme, onSignOut }: SettingsMenuProps) {
  const texts = useTexts();
  const { me } = useSession();
  return (
    <MenuTrigger>
      <Button className="button button-bare" aria-label={`${me.member.name}, ${texts.nav.menu}`}>
        <Icon name="person" />
        <span className="menu-name">{me.member.name}</span>
        <Icon name="down" />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu
          className="options"
          onAction={(key) => {
            if (key === "sign-out") onSignOut();
            if (key === "label") goTo({ page: "label" });
            if (key === "banks") goTo({ page: "banks" });
          }}
        >
          <MenuSection
            className="options-section"
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[language.language]}
            onSelectionChange={(keys) => {
              const chosen = languages.find((known) => keys !== "all" && keys.has(known));
              if (chosen !== undefined) language.choose(chosen);
            }}
          >
            <Header className="options-header">{texts.nav.languageLabel}</Header>
            {languages.map((name) => (
              <MenuItem key={name} id={name} className="option">
                {texts.language[name]}
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection
            className="options-section"
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[theme]}
            onSelectionChange={(keys) => {
              const chosen = themes.find((known) => keys !== "all" && keys.has(known));
              if (chosen !== undefined) onTheme(chosen);
            }}
          >
            <Header className="options-header">{texts.nav.theme}</Header>
            {themes.map((name) => (
              <MenuItem key={name} id={name} className="option">
                {texts.nav.themes[name]}
              </MenuItem>
            ))}
          </MenuSection>
          <Separator className="options-separator" />
          <MenuItem id="label" className="option">
            {texts.labels.title}
          </MenuItem>
          {mayCall(me.member.role, "banks") && (
            <MenuItem id="banks" className="option">
              {texts.banks.title}
            </MenuItem>
          )}
          <MenuItem id="sign-out" className="option">
            {texts.nav.signOut}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
