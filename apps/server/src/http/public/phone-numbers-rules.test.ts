import { expect, test } from "vitest";
import { allAuthorities } from "../../catalogue/installed-catalogue.ts";
import { phoneNumbers } from "./phone-numbers-rules.ts";

test("a number is shown as written and called without its spaces", () => {
  expect(phoneNumbers("116 006", "call")).toEqual([{ shown: "116 006", by: "tel", href: "tel:116006" }]);
  expect(phoneNumbers("+352 8002 1234", null)).toEqual([
    { shown: "+352 8002 1234", by: "tel", href: "tel:+35280021234" },
  ]);
});

test("several numbers stand apart, and those for text messages start one", () => {
  expect(phoneNumbers("17 / 112 / 114 (SMS)", "call").map(({ href }) => href)).toEqual([
    "tel:17",
    "tel:112",
    "sms:114",
  ]);
  expect(phoneNumbers("33700", "sms")).toEqual([{ shown: "33700", by: "sms", href: "sms:33700" }]);
});

test("no number is no link", () => {
  expect(phoneNumbers(null, null)).toEqual([]);
  expect(phoneNumbers("(SMS)", "sms")).toEqual([]);
});

test("every number of the catalogue can be called", () => {
  for (const { phone, phoneBy, slug } of allAuthorities()) {
    if (phone === null) continue;
    const numbers = phoneNumbers(phone, phoneBy);
    expect(numbers.length, slug).toBeGreaterThan(0);
    for (const { href } of numbers) expect(href, slug).toMatch(/^(tel|sms):\+?\d{2,15}$/);
  }
});
