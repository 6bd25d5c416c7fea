/** What a key may ask for. */
export type KeyAction =
  | "list"
  | "team"
  | "figures"
  | "help"
  | "unlock"
  | "close"
  | "search"
  | "next"
  | "previous"
  | "open"
  | "assess"
  | "notice"
  | "refer"
  | "message"
  | "note"
  | "history"
  | "check";

export type KeyScope = "anywhere" | "list" | "case";

/** Keys of each scope. Two keys one after the other are written with a space between. */
export const keyMap = {
  anywhere: { "g l": "list", "g t": "team", "g f": "figures", "?": "help", u: "unlock", Escape: "close" },
  list: {
    "/": "search",
    j: "next",
    ArrowDown: "next",
    k: "previous",
    ArrowUp: "previous",
    Enter: "open",
  },
  case: {
    a: "assess",
    n: "notice",
    r: "refer",
    m: "message",
    e: "note",
    h: "history",
    c: "check",
  },
} as const satisfies Record<KeyScope, Record<string, KeyAction>>;

/** A first key waits this long for its second. */
export const sequenceMs = 1200;

export interface KeyPress {
  key: string;
  at: number;
  /** Control, Alt or Meta was held: the browser's or the system's business. */
  modified: boolean;
  /** The focus is where letters are text. */
  typing: boolean;
  /** A dialog or an open list owns the keyboard. */
  captured: boolean;
}

export interface KeyState {
  first: string | null;
  at: number;
}

export const noKey: KeyState = { first: null, at: 0 };

/**
 * Decides what a key means. Pure: the same press in the same state always gives the same answer.
 * While somebody types, only Escape is heard (it leaves the field); in a dialog nothing is.
 */
export function readKey(
  state: KeyState,
  press: KeyPress,
  scopes: readonly KeyScope[],
): { state: KeyState; action: KeyAction | null } {
  if (press.modified || press.captured) return { state: noKey, action: null };
  if (press.typing) return { state: noKey, action: press.key === "Escape" ? "close" : null };
  const waiting = state.first !== null && press.at - state.at <= sequenceMs ? state.first : null;
  if (waiting !== null) {
    const action = findAction(`${waiting} ${press.key}`, scopes);
    if (action !== null) return { state: noKey, action };
  }
  if (startsSequence(press.key, scopes)) return { state: { first: press.key, at: press.at }, action: null };
  return { state: noKey, action: findAction(press.key, scopes) };
}

/** The key to show beside an action, or null when it has none. */
export function keyOf(action: KeyAction): string | null {
  for (const bindings of Object.values(keyMap)) {
    for (const [key, bound] of Object.entries(bindings)) if (bound === action) return key;
  }
  return null;
}

function findAction(key: string, scopes: readonly KeyScope[]): KeyAction | null {
  for (const scope of scopes) {
    const bindings: Record<string, KeyAction> = keyMap[scope];
    if (Object.hasOwn(bindings, key)) return bindings[key] ?? null;
  }
  return null;
}

function startsSequence(key: string, scopes: readonly KeyScope[]): boolean {
  return scopes.some((scope) => Object.keys(keyMap[scope]).some((bound) => bound.startsWith(`${key} `)));
}
