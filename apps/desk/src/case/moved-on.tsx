import { useState } from "react";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { When } from "../ui/when.tsx";
import { useOpenCase } from "./case-context.ts";
import { asRead, type CaseAsRead, movedSince } from "./moved-rules.ts";

/** The case as it was when a panel opened: a decision names its version. `accept` takes the present one. */
export function useAsRead(): { read: CaseAsRead; accept: () => void } {
  const { view } = useOpenCase();
  const [read, setRead] = useState(() => asRead(view));
  return { read, accept: () => setRead(asRead(view)) };
}

/** Says what others did to the case while something was being written here. What was written stays. */
export function MovedOn({ read, onSeen }: { read: CaseAsRead; onSeen: () => void }) {
  const texts = useTexts();
  const { view } = useOpenCase();
  const moved = movedSince(view, read);
  const words = texts.queue.judge.moved;
  if (moved === null) return null;
  return (
    <div className="look-here moved-on" role="status">
      <p>
        <strong>{words.title}</strong>
      </p>
      <p>{moved.length === 0 ? words.nothing : words.text}</p>
      {moved.length > 0 && (
        <ul className="small">
          {moved.slice(0, 5).map(({ at, type, by }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: several events may share a moment, and none ever moves.
            <li key={`${at}${type}${index}`}>
              {texts.history.events[type]}, {by ?? texts.history.automatic}, <When at={at} />
            </li>
          ))}
        </ul>
      )}
      <ActionButton small onPress={onSeen}>
        {words.seen}
      </ActionButton>
    </div>
  );
}
