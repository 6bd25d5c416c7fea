import { expect, test } from "vitest";
import { isUsableName, nameKeyOf } from "./name-rules.ts";

test("names that look alike are one name", () => {
  const forms = ["Élodie", " élodie ", "E\u0301LODIE", "É\u200Blodie"];
  expect(new Set(forms.map(nameKeyOf))).toEqual(new Set(["élodie"]));
  expect(nameKeyOf("ＡＮＡ")).toBe("ana");
  expect(nameKeyOf("Ana B")).not.toBe(nameKeyOf("Anab"));
});

test("a name has something to read and nothing that reorders or breaks a line", () => {
  expect(["Ana", "Jean-Noël", "زهرا"].every(isUsableName)).toBe(true);
  expect(["", "   ", "\u200B", "Ana\nadmin", "A\u001B[2J", "Ana \u202Enimda"].some(isUsableName)).toBe(false);
});
