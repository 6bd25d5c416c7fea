import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

test("a country is two letters, in any case", () => {
  const hotline = { VIGIE_HOTLINE_NAME: "Ligne", VIGIE_HOTLINE_EMAIL: "contact@ligne.example" };
  expect(readConfig({ ...hotline, VIGIE_COUNTRY: "be" }).hotline.country).toBe("BE");
  for (const wrong of ["33", "F1", "é!", "FRA", ""])
    expect(() => readConfig({ ...hotline, VIGIE_COUNTRY: wrong }), wrong).toThrow("VIGIE_COUNTRY");
});
