import { type ReactNode, useEffect, useRef } from "react";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { useOpenCase } from "./case-context.ts";

/** The frame of an action. It takes the focus when it opens, unless a field inside already did. */
export function Panel({ title, children }: { title: string; children: ReactNode }) {
  const texts = useTexts();
  const { openPanel } = useOpenCase();
  const frame = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (frame.current?.contains(document.activeElement)) return;
    heading.current?.focus();
  }, []);
  return (
    <section className="zone zone-plan zone-open" aria-labelledby="panel-title" ref={frame}>
      <header className="panel-head">
        <h2 className="zone-title" id="panel-title" tabIndex={-1} ref={heading}>
          {title}
        </h2>
        <ActionButton look="bare" small keyAction="close" onPress={() => openPanel(null)}>
          {texts.close}
        </ActionButton>
      </header>
      {children}
    </section>
  );
}
