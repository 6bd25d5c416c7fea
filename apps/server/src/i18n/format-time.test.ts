import { expect, test } from "vitest";
import { formatDay, formatTime } from "./format-time.ts";

test("a moment is told in words, in the hotline's time zone", () => {
  const at = "2026-03-03T23:05:00Z";
  expect(formatTime(at, { language: "fr", timeZone: "Europe/Paris" })).toBe("4 mars 2026 à 00:05");
  expect(formatTime(at, { language: "en", timeZone: "Europe/Paris" })).toBe("4 March 2026 at 00:05");
  expect(formatTime(at, { language: "fr", timeZone: "America/Guadeloupe" })).toBe("3 mars 2026 à 19:05");
});

test("a day is told without the hour", () => {
  expect(formatDay("2026-07-14T12:00:00Z", { language: "fr", timeZone: "Europe/Paris" })).toBe(
    "14 juillet 2026",
  );
});
