import { useState } from "react";

// In memory only: a draft may quote what reporters wrote, and must not reach the browser's storage.
const drafts = new Map<string, unknown>();

/** Forgets everything half-written, at sign-out or when somebody else signs in. */
export function forgetDrafts(): void {
  drafts.clear();
}

/**
 * State that survives closing a panel or losing the session, until `forget` is called.
 * A key always holds the same type of draft.
 */
export function useDraft<Draft>(
  key: string,
  initial: () => Draft,
): [Draft, (change: Partial<Draft>) => void, () => void] {
  const [draft, setDraft] = useState<Draft>(() => (drafts.get(key) as Draft | undefined) ?? initial());
  const change = (part: Partial<Draft>) => {
    setDraft((before) => {
      const after = { ...before, ...part };
      drafts.set(key, after);
      return after;
    });
  };
  const forget = () => {
    drafts.delete(key);
    setDraft(initial());
  };
  return [draft, change, forget];
}
