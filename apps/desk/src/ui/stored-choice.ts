/** Reads a setting of this browser; anything unknown counts as not set. */
export function readChoice<Value extends string>(name: string, known: readonly Value[]): Value | null {
  try {
    const stored = window.localStorage.getItem(name);
    return known.find((value) => value === stored) ?? null;
  } catch {
    return null;
  }
}

/** Keeps a setting in this browser. A browser that refuses storage keeps it for this page only. */
export function writeChoice(name: string, value: string): void {
  try {
    window.localStorage.setItem(name, value);
  } catch {
    return;
  }
}
