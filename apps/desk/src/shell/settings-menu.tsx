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
import { densities, useDensity } from "./density.ts";
import type { DeskLanguage } from "./desk-language.ts";
import { useSession } from "./session-context.ts";
import { type Theme, themes } from "./theme.ts";

interface SettingsMenuProps {
  language: DeskLanguage;
  theme: Theme;
  onTheme: (theme: Theme) => void;
  onSignOut: () => void;
}

/** Who is signed in, the language, the theme, the density, and the way out. */
export function SettingsMenu({ language, theme, onTheme, onSignOut }: SettingsMenuProps) {
  const texts = useTexts();
  const { me } = useSession();
  const [density, chooseDensity] = useDensity();
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
            if (key === "me") goTo({ page: "me" });
            if (key === "exposure") goTo({ page: "exposure" });
            if (key === "label") goTo({ page: "label" });
            if (key === "banks") goTo({ page: "banks" });
            if (key === "components") goTo({ page: "components" });
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
          <MenuSection
            className="options-section"
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[density]}
            onSelectionChange={(keys) => {
              const chosen = densities.find((known) => keys !== "all" && keys.has(known));
              if (chosen !== undefined) chooseDensity(chosen);
            }}
          >
            <Header className="options-header">{texts.nav.density}</Header>
            {densities.map((name) => (
              <MenuItem key={name} id={name} className="option">
                {texts.nav.densities[name]}
              </MenuItem>
            ))}
          </MenuSection>
          <Separator className="options-separator" />
          <MenuItem id="me" className="option">
            {texts.me.title}
          </MenuItem>
          {mayCall(me.member.role, "ownExposure") && (
            <MenuItem id="exposure" className="option">
              {texts.exposure.title}
            </MenuItem>
          )}
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
          <Separator className="options-separator" />
          <MenuItem id="components" className="option">
            {texts.components.title}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
