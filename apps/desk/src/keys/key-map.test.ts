import { expect, test } from "vitest";
import {
  isSendChord,
  type KeyPress,
  type KeyScope,
  keyMap,
  keyOf,
  keysByAction,
  noKey,
  ownKeyOf,
  plainKey,
  readKey,
  sendChord,
  sequenceMs,
} from "./key-map.ts";

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  at: 0,
  modified: false,
  typing: false,
  captured: false,
  ...more,
});
const inCase = ["anywhere", "case"] as const;

test("a letter asks for its action in its own place only", () => {
  expect(readKey(noKey, press("a"), inCase).action).toBe("assess");
  expect(readKey(noKey, press("a"), ["anywhere", "list"]).action).toBeNull();
});

test("no letter acts while somebody types, and Escape still leaves the field", () => {
  for (const scope of Object.values(keyMap)) {
    for (const key of Object.keys(scope)) {
      const { action } = readKey(noKey, press(key, { typing: true }), ["anywhere", "list", "case"]);
      expect(action).toBe(key === "Escape" ? "close" : null);
    }
  }
});

test("a dialog and a held modifier silence every key", () => {
  expect(readKey(noKey, press("Escape", { captured: true }), inCase).action).toBeNull();
  expect(readKey(noKey, press("c", { modified: true }), inCase).action).toBeNull();
});

test("g then l goes to the list, unless the second key comes too late", () => {
  const { state, action } = readKey(noKey, press("g"), inCase);
  expect(action).toBeNull();
  expect(readKey(state, press("l", { at: 300 }), inCase).action).toBe("list");
  expect(readKey(state, press("l", { at: sequenceMs + 1 }), ["anywhere", "list"]).action).toBeNull();
});

test("the second key of a sequence is never a key of the case", () => {
  const { state } = readKey(noKey, press("g"), inCase);
  for (const key of Object.keys(keyMap.anywhere).flatMap((keys) => keys.split(" ")[1] ?? [])) {
    const { action } = readKey(state, press(key, { at: 300 }), inCase);
    expect(Object.values(keyMap.anywhere)).toContain(action);
  }
});

test("a wrong second key is read as a key of its own", () => {
  const { state } = readKey(noKey, press("g"), inCase);
  expect(readKey(state, press("a", { at: 10 }), inCase).action).toBe("assess");
});

test("names of object properties are not keys", () => {
  expect(readKey(noKey, press("constructor"), inCase).action).toBeNull();
});

test("no key means two things in one place", () => {
  for (const scope of ["home", "list", "case", "assess", "skip"] as const satisfies readonly KeyScope[]) {
    const shared = Object.keys(keyMap[scope]).filter((key) => Object.hasOwn(keyMap.anywhere, key));
    expect(shared).toEqual([]);
  }
});

test("an open panel has its own keys first, and leaves the others to the case", () => {
  expect(ownKeyOf("assess", "n")).toBe(true);
  expect(ownKeyOf("assess", sendChord)).toBe(false);
  expect(ownKeyOf("skip", "n")).toBe(false);
  expect(ownKeyOf("note", "1")).toBe(false);
  expect(ownKeyOf(null, "n")).toBe(false);
});

test("the key shown beside an action is its first", () => {
  expect(keyOf("next")).toBe("j");
  expect(keyOf("list")).toBe("g l");
});

test("the digits of the upper row are read with Shift and without, on any keyboard", () => {
  expect(plainKey({ key: "1", code: "Digit1", shiftKey: false })).toBe("1");
  expect(plainKey({ key: "é", code: "Digit2", shiftKey: false })).toBe("2");
  expect(plainKey({ key: "2", code: "Digit2", shiftKey: true })).toBe("2");
  expect(plainKey({ key: "/", code: "Digit7", shiftKey: true })).toBe("/");
  expect(plainKey({ key: "a", code: "KeyQ", shiftKey: false })).toBe("a");
});

test("Control or Command with Enter sends, and no other chord does", () => {
  const held = { key: "Enter", ctrlKey: false, metaKey: false, altKey: false };
  expect(isSendChord({ ...held, ctrlKey: true })).toBe(true);
  expect(isSendChord({ ...held, metaKey: true })).toBe(true);
  expect(isSendChord(held)).toBe(false);
  expect(isSendChord({ ...held, ctrlKey: true, altKey: true })).toBe(false);
  expect(isSendChord({ ...held, key: "s", ctrlKey: true })).toBe(false);
  expect(readKey(noKey, press(sendChord), inCase).action).toBe("send");
});

test("keys that ask for the same are shown together", () => {
  expect(keysByAction("list")).toContainEqual({ action: "next", keys: ["j", "ArrowDown"] });
  expect(keysByAction("case").find(({ action }) => action === "step")?.keys).toHaveLength(9);
});
