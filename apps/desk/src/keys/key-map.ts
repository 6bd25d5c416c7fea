/** What a key may ask for. */
export type KeyAction =
  | "home"
  | "nextCase"
  | "list"
  | "team"
  | "me"
  | "figures"
  | "mailbox"
  | "record"
  | "exposure"
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
  | "check"
  | "situation"
  | "host"
  | "step"
  | "tick"
  | "act"
  | "carry"
  | "confirm"
  | "same"
  | "different"
  | "take"
  | "send"
  | "copy"
  | "look"
  | "region"
  | "reveal"
  | "cover"
  | "claim"
  | "release"
  | "skip"
  | "undo"
  | "choose"
  | "minorYes"
  | "minorNo"
  | "minorUnsure";

/**
 * `assess`, `skip`, `carry`: panels of a case. Their keys come before the case's. `view`: the viewer of media, which hears
 * its keys by itself.
 */
export type KeyScope = "anywhere" | "home" | "list" | "case" | "assess" | "skip" | "carry" | "view";

const digits = { 1: "choose", 2: "choose", 3: "choose", 4: "choose", 5: "choose", 6: "choose" } as const;

/** Control or Command with Enter: the one chord that is heard, also while somebody types. */
export const sendChord = "Ctrl+Enter";

/** Keys of each scope. Two keys one after the other are written with a space between. */
export const keyMap = {
  anywhere: {
    "g h": "home",
    "g n": "nextCase",
    "g l": "list",
    "g m": "mailbox",
    "g t": "team",
    "g p": "me",
    "g f": "figures",
    "g r": "record",
    "g v": "exposure",
    "?": "help",
    u: "unlock",
    Escape: "close",
  },
  home: { Enter: "nextCase" },
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
    s: "situation",
    w: "host",
    1: "step",
    2: "step",
    3: "step",
    4: "step",
    5: "step",
    6: "step",
    7: "step",
    8: "step",
    9: "step",
    x: "tick",
    o: "act",
    d: "carry",
    i: "look",
    y: "confirm",
    v: "same",
    b: "different",
    t: "take",
    k: "claim",
    l: "release",
    p: "skip",
    z: "undo",
    [sendChord]: "send",
  },
  assess: { ...digits, y: "minorYes", n: "minorNo", i: "minorUnsure" },
  skip: digits,
  carry: { c: "copy" },
  view: {
    ArrowLeft: "region",
    ArrowRight: "region",
    ArrowUp: "region",
    ArrowDown: "region",
    Space: "reveal",
    Enter: "reveal",
    Escape: "cover",
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

/**
 * The key as the desk reads it. On French and some other keyboards the digits of the upper row need Shift;
 * the desk takes them with it and without.
 */
export function plainKey({ key, code, shiftKey }: Pick<KeyboardEvent, "key" | "code" | "shiftKey">): string {
  const digit = /^Digit([1-9])$/.exec(code)?.[1];
  return digit !== undefined && !shiftKey ? digit : key;
}

/** Whether a press is the chord that sends. */
export function isSendChord({
  key,
  ctrlKey,
  metaKey,
  altKey,
}: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): boolean {
  return key === "Enter" && (ctrlKey || metaKey) && !altKey;
}

/** The keys of a scope, those that ask for the same together, in their order. */
export function keysByAction(scope: KeyScope): { action: KeyAction; keys: string[] }[] {
  const groups: { action: KeyAction; keys: string[] }[] = [];
  for (const [key, action] of Object.entries<KeyAction>(keyMap[scope])) {
    const group = groups.find((candidate) => candidate.action === action);
    if (group === undefined) groups.push({ action, keys: [key] });
    else group.keys.push(key);
  }
  return groups;
}

/** Whether a panel of a case has this key for itself. */
export function ownKeyOf(panel: string | null, key: string): boolean {
  return (panel === "assess" || panel === "skip" || panel === "carry") && Object.hasOwn(keyMap[panel], key);
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
