import { expect, test } from "vitest";
import { en } from "../texts/en.ts";
import { fr } from "../texts/fr.ts";
import {
  dueInWords,
  fromLocalField,
  fullDay,
  hoursInWords,
  relativeTime,
  shortDay,
  soonAt,
  spanOf,
  toLocalField,
} from "./time.ts";

const now = Date.parse("2026-11-02T12:00:00.000Z");
const after = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

test("a deadline is said in words, and lateness too", () => {
  expect(plain(dueInWords(after(3), now, "fr", fr.due))).toBe("dans 3 heures");
  expect(plain(dueInWords(after(-50), now, "fr", fr.due))).toBe("en retard de 2 jours");
  expect(plain(dueInWords(after(-50), now, "en", en.due))).toBe("2 days late");
  expect(plain(dueInWords(after(0.5), now, "en", en.due))).toBe("in 30 minutes");
  expect(dueInWords(null, now, "en", en.due)).toBe("no deadline");
  expect(dueInWords(after(0), now, "fr", fr.due)).toBe("maintenant");
});

test("a span grows from minutes to weeks", () => {
  expect(spanOf(119 * 60_000)).toEqual({ value: 119, unit: "minute" });
  expect(spanOf(47 * 3_600_000)).toEqual({ value: 47, unit: "hour" });
  expect(spanOf(-20 * 86_400_000)).toEqual({ value: 20, unit: "day" });
  expect(spanOf(22 * 86_400_000)).toEqual({ value: 3, unit: "week" });
});

test("past and coming moments are told apart", () => {
  expect(plain(relativeTime(after(-3), now, "en"))).toBe("3 hours ago");
  expect(plain(relativeTime(after(3), now, "fr"))).toBe("dans 3 heures");
});

test("a calendar day does not slip across a time zone", () => {
  expect(shortDay("2026-11-02", "fr")).toBe("2 nov.");
});

test("a day is told with its year, and what is no day is not told", () => {
  expect(fullDay("2026-11-02", "fr")).toBe("2 nov. 2026");
  expect(fullDay(after(0), "en")).toBe("2 Nov 2026");
  expect(fullDay("unverified", "fr")).toBeNull();
});

test("a local date field comes back as the instant it shows", () => {
  const instant = new Date("2026-11-02T12:34:00.000Z");
  expect(fromLocalField(toLocalField(instant))).toBe(instant.toISOString());
  expect(fromLocalField("")).toBeNull();
  expect(fromLocalField("soon")).toBeNull();
});

test("a length of time is told in the unit a person would use", () => {
  expect([0.4, 1, 9.2, 47, 48, 720].map((hours) => hoursInWords(hours, "en"))).toEqual([
    "24 min",
    "1 hr",
    "9.2 hr",
    "47 hr",
    "2 days",
    "30 days",
  ]);
  expect(plain(hoursInWords(60, "fr"))).toBe("2,5 j");
});

test("what comes soon is said with its day when it is another", () => {
  const now = new Date(2026, 5, 1, 10, 0).getTime();
  const today = new Date(2026, 5, 1, 14, 35).toISOString();
  const tomorrow = new Date(2026, 5, 2, 8, 0).toISOString();
  expect([soonAt(today, now, "fr"), soonAt(today, now, "en")]).toEqual(["à\u00a014:35", "at\u00a014:35"]);
  expect(soonAt(tomorrow, now, "fr")).toBe("mardi à\u00a008:00");
  expect(soonAt(tomorrow, now, "en")).toBe("on Tuesday at\u00a008:00");
});
