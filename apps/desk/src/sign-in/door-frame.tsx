import { languages } from "@vigie/contract";
import type { ReactNode } from "react";
import type { DeskLanguage } from "../shell/desk-language.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Mark } from "../ui/mark.tsx";

/** The frame of the pages before the session: the mark, one form, the other language. */
export function DoorFrame({
  language,
  wide,
  children,
}: {
  language: DeskLanguage;
  wide?: boolean;
  children: ReactNode;
}) {
  const texts = useTexts();
  return (
    <div className="door">
      <header className="door-head">
        <span className="desk-name">
          <Mark />
          <span>Vigie</span>
        </span>
        {languages
          .filter((name) => name !== language.language)
          .map((name) => (
            <ActionButton key={name} look="bare" onPress={() => language.choose(name)}>
              <span lang={name}>{texts.language[name]}</span>
            </ActionButton>
          ))}
      </header>
      <main className={wide ? "door-card door-card-wide" : "door-card"}>{children}</main>
    </div>
  );
}
