import fc from "fast-check";
import { expect, test } from "vitest";
import { isOpen, type Schedule } from "./opening-hours-rules.ts";

const weekdays = [1, 2, 3, 4, 5];
const office: Schedule = {
  timeZone: "Europe/Paris",
  spans: [{ days: weekdays, from: "09:00", to: "18:30" }],
};

test("somebody answers from the first minute to just before the last", () => {
  // Friday 20 November 2026; Paris is one hour ahead of UTC in winter.
  expect(isOpen(office, new Date("2026-11-20T07:59:59Z"))).toBe(false);
  expect(isOpen(office, new Date("2026-11-20T08:00:00Z"))).toBe(true);
  expect(isOpen(office, new Date("2026-11-20T17:29:59Z"))).toBe(true);
  expect(isOpen(office, new Date("2026-11-20T17:30:00Z"))).toBe(false);
  expect(isOpen(office, new Date("2026-11-21T10:00:00Z")), "a Saturday").toBe(false);
});

test("the hour follows the clock on the wall when summer time begins and ends", () => {
  const sunday: Schedule = {
    timeZone: "Europe/Paris",
    spans: [{ days: [7], from: "09:00", to: "12:00" }],
  };
  // 29 March 2026: from 01:00 UTC on, Paris is two hours ahead. 25 October: one hour again.
  expect(isOpen(sunday, new Date("2026-03-29T06:59:00Z"))).toBe(false);
  expect(isOpen(sunday, new Date("2026-03-29T07:00:00Z"))).toBe(true);
  expect(isOpen(sunday, new Date("2026-03-22T07:30:00Z"))).toBe(false);
  expect(isOpen(sunday, new Date("2026-10-25T07:59:00Z"))).toBe(false);
  expect(isOpen(sunday, new Date("2026-10-25T08:00:00Z"))).toBe(true);
});

test("an hour that summer time skips is passed over, and one that it repeats counts twice", () => {
  const night: Schedule = {
    timeZone: "Europe/Paris",
    spans: [{ days: [7], from: "02:00", to: "03:00" }],
  };
  for (let minute = 0; minute < 24 * 60; minute += 15) {
    const at = new Date(Date.UTC(2026, 2, 28, 23, minute));
    expect(isOpen(night, at), at.toISOString()).toBe(false);
  }
  expect(isOpen(night, new Date("2026-10-25T00:30:00Z"))).toBe(true);
  expect(isOpen(night, new Date("2026-10-25T01:30:00Z"))).toBe(true);
  expect(isOpen(night, new Date("2026-10-25T02:00:00Z"))).toBe(false);
});

test("a span may run past midnight, into the morning of the next day", () => {
  const nights: Schedule = {
    timeZone: "America/Montreal",
    spans: [{ days: [7], from: "20:00", to: "02:00" }],
  };
  // Montreal is five hours behind UTC in winter; 22 November 2026 is a Sunday.
  expect(isOpen(nights, new Date("2026-11-23T00:59:00Z"))).toBe(false);
  expect(isOpen(nights, new Date("2026-11-23T01:00:00Z"))).toBe(true);
  expect(isOpen(nights, new Date("2026-11-23T06:59:00Z"))).toBe(true);
  expect(isOpen(nights, new Date("2026-11-23T07:00:00Z"))).toBe(false);
});

test("00:00 to 24:00 on seven days is always, in every zone and at every moment", () => {
  const zones = ["Europe/Paris", "America/St_Johns", "Pacific/Apia", "UTC"];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }),
      (timeZone, at) => {
        const always = { timeZone, spans: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", to: "24:00" }] };
        expect(isOpen(always, at)).toBe(true);
        expect(isOpen({ timeZone, spans: [] }, at)).toBe(false);
      },
    ),
  );
});
