import { useEffect, useEffectEvent } from "react";
import {
  isSendChord,
  type KeyAction,
  type KeyScope,
  noKey,
  plainKey,
  readKey,
  sendChord,
} from "./key-map.ts";

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
 * A page hears before the desk around it, whenever it was opened; what it took the desk does not hear.
 */
export function useKeys(
  scope: KeyScope,
  handle: (action: KeyAction, event: KeyboardEvent, key: string) => boolean,
  level: "page" | "desk" = "page",
): void {
  const hear = useEffectEvent(handle);
  useEffect(() => {
    let state = noKey;
    const listen = (event: Event) => {
      if (!(event instanceof KeyboardEvent) || event.defaultPrevented || event.isComposing) return;
      const sends = isSendChord(event);
      // A focused button would take the chord for its own Enter: it is heard on the way down, letters on the way up.
      if (sends !== (event.eventPhase === Event.CAPTURING_PHASE)) return;
      const key = sends ? sendChord : plainKey(event);
      const answer = readKey(
        state,
        {
          key,
          at: event.timeStamp,
          modified: !sends && (event.ctrlKey || event.altKey || event.metaKey),
          typing: !sends && isTyping(event.target),
          captured: isCaptured(event.target),
        },
        // The second key of a sequence is no key of this place.
        scope === "anywhere" ? [scope] : ["anywhere", scope],
      );
      state = answer.state;
      if (answer.action === null || !hear(answer.action, event, key)) return;
      event.preventDefault();
      if (sends) event.stopPropagation();
    };
    // A key press reaches the document before the window.
    const place: EventTarget = level === "page" ? document : window;
    place.addEventListener("keydown", listen);
    place.addEventListener("keydown", listen, true);
    return () => {
      place.removeEventListener("keydown", listen);
      place.removeEventListener("keydown", listen, true);
    };
  }, [scope, level]);
}
