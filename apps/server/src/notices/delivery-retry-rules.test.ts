import { expect, test } from "vitest";
import { minutesUntilNextTry } from "./delivery-retry-rules.ts";

test("tries thin out and end after five days", () => {
  let waited = 0;
  let tries = 1;
  let last = 0;
  for (;;) {
    const minutes = minutesUntilNextTry(tries);
    if (minutes === null) break;
    expect(minutes).toBeGreaterThanOrEqual(last);
    last = minutes;
    waited += minutes;
    tries += 1;
  }
  expect(minutesUntilNextTry(1)).toBe(1);
  expect(waited).toBeLessThanOrEqual(5 * 24 * 60);
  expect(waited).toBeGreaterThan(4 * 24 * 60);
  expect(minutesUntilNextTry(10_000)).toBeNull();
});
