import fc from "fast-check";
import { expect, test } from "vitest";
import { serviceCodes } from "./guide-address-rules.ts";

test("a code stays as it is, whatever other services come and go", () => {
  const slug = fc.stringMatching(/^[a-z0-9]{1,12}$/);
  fc.assert(
    fc.property(slug, fc.uniqueArray(slug, { maxLength: 40 }), (one, others) => {
      const alone = serviceCodes([one]).get(one);
      expect(serviceCodes([...others, one]).get(one)).toBe(alone);
    }),
  );
  expect(serviceCodes(["youtube"]).get("youtube")).toBe(serviceCodes(["vimeo", "youtube"]).get("youtube"));
});

test("no two services share a code, even when thousands are there", () => {
  const slugs = Array.from({ length: 20_000 }, (_, index) => `service-${index}`);
  const codes = [...serviceCodes(slugs).values()];
  expect(new Set(codes).size).toBe(slugs.length);
  for (const code of codes) expect(code).toMatch(/^[b-df-hj-np-tv-z]{2}\d{4,}$/);
});
