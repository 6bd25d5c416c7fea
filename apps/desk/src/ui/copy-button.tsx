import { useState } from "react";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "./action-button.tsx";
import { announce } from "./announcement.tsx";
import { Icon } from "./icon.tsx";

/** Copies a text. `label` says what, for those who cannot see where the button stands. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const texts = useTexts();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce(texts.copied);
    } catch {
      announce(texts.copyFailed);
    }
  };
  return (
    <ActionButton look="bare" small aria-label={label} onPress={() => void copy()}>
      <Icon name={copied ? "done" : "copy"} />
      {copied ? texts.copied : texts.copy}
    </ActionButton>
  );
}
