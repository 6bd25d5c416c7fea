import { expect, test } from "vitest";
import { addressParts, showInvisible } from "./address.ts";

test("an address in another script shows its ASCII host beside", () => {
  expect(addressParts("https://xn--pypal-4ve.example/a", "https://pаypal.example/a")).toEqual({
    readable: "https://pаypal.example/a",
    punycode: "xn--pypal-4ve.example",
  });
});

test("an ordinary address stands alone", () => {
  expect(addressParts("https://forum.example/t/1", null)).toEqual({
    readable: "https://forum.example/t/1",
    punycode: null,
  });
});

test("invisible and direction-changing characters are written out", () => {
  expect(showInvisible("a\u202egpj.exe\u200b")).toBe("a⟨U+202E⟩gpj.exe⟨U+200B⟩");
});

test("a sealed address gives nothing", () => {
  expect(addressParts(null, null)).toEqual({ readable: "", punycode: null });
});
