import { useEffect, useEffectEvent } from "react";
import { type KeyAction, type KeyScope, noKey, readKey } from "./key-map.ts";

const fields = "input, textarea, select, [contenteditable=true], [role=combobox], [role=textbox]";
const silentInputs = new Set(["checkbox", "radio", "button", "submit"]);

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const field = target.closest(fields);
  if (field === null) return false;
  return !(field instanceof HTMLInputElement && silentInputs.has(field.type));
}

function isCaptured(target: EventTarget | null): boolean {
  if (document.querySelector("[data-keys-captured]") !== null) return true;
  return target instanceof Element && target.closest("[role=dialog], [role=listbox], [role=menu]") !== null;
}

/**
 * Hears the desk's keys. A handler answers true when it took the key; then the browser does nothing with it.
 * Listeners of inner components hear first, and what they took is not heard again.
 */
export function useKeys(scope: KeyScope, handle: (action: KeyAction, event: KeyboardEvent) => boolean): void {
  const hear = useEffectEvent(handle);
  useEffect(() => {
    let state = noKey;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const answer = readKey(
        state,
        {
          key: event.key,
          at: event.timeStamp,
          modified: event.ctrlKey || event.altKey || event.metaKey,
          typing: isTyping(event.target),
          captured: isCaptured(event.target),
        },
        [scope],
      );
      state = answer.state;
      if (answer.action !== null && hear(answer.action, event)) event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [scope]);
}
