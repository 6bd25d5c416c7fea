const shown: Readonly<Record<string, string>> = {
  Escape: "Esc",
  Enter: "↵",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowDown: "↓",
  ArrowUp: "↑",
  Space: "␣",
  "Ctrl+Enter": "Ctrl ↵",
};

/** A key, drawn discreetly. Hidden from assistive technology: the list of keys says it in words. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className="key-hint" aria-hidden="true">
      {keys.split(" ").map((key) => (
        <kbd key={key}>{shown[key] ?? key}</kbd>
      ))}
    </span>
  );
}
