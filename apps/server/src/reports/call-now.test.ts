import { expect, test } from "vitest";
import { callNow } from "./call-now.ts";

const hotlineIn = (country: string) =>
  ({
    clock: { now: () => new Date("2026-11-21T23:00:00Z") },
    config: { hotline: { country } },
  }) as Parameters<typeof callNow>[0];
const slugs = (home: string, country?: string) =>
  callNow(hotlineIn(home), { language: "fr", country: country ?? null }).map(({ slug }) => slug);

test("the emergency number comes first, then somebody to talk to", () => {
  expect(slugs("FR").slice(0, 3)).toEqual(["emergency", "3114", "3018"]);
  for (const [country, emergency] of [
    ["BE", "emergency-be"],
    ["CH", "emergency-ch"],
    ["LU", "emergency-lu"],
    ["CA", "emergency-ca"],
  ] as const) {
    const people = slugs("FR", country);
    expect(people[0]).toBe(emergency);
    expect(people.length, country).toBeGreaterThan(1);
  }
});

test("a country nobody knows gets the hotline's lines, emergency number included", () => {
  for (const country of ["ZZ", "AQ", "QQ"]) expect(slugs("FR", country)).toEqual(slugs("FR"));
});

test("wherever a hotline stands, there is somebody to call", () => {
  for (const home of ["FR", "BE", "CH", "LU", "CA", "DE", "US", "JP", "ZZ"]) {
    expect(callNow(hotlineIn(home), { language: "en" }).length, home).toBeGreaterThan(0);
  }
});
