import { useEffect, useSyncExternalStore } from "react";

// Long enough to be read twice; what matters stays on the page itself.
const shownMs = 6000;

let current: { text: string; number: number } | null = null;
let number = 0;
const listeners = new Set<() => void>();

function set(next: typeof current): void {
  current = next;
  for (const listener of listeners) listener();
}

/** Says a short sentence: drawn in a corner and read out by assistive technology. */
export function announce(text: string): void {
  number += 1;
  set({ text, number });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where announcements appear. Once in the page. */
export function Announcement() {
  const shown = useSyncExternalStore(subscribe, () => current);
  useEffect(() => {
    if (shown === null) return;
    const timer = setTimeout(() => set(null), shownMs);
    return () => clearTimeout(timer);
  }, [shown]);
  return (
    <div className="announcement" role="status" aria-live="polite">
      {shown !== null && (
        <p key={shown.number} className="announcement-text">
          {shown.text}
        </p>
      )}
    </div>
  );
}
