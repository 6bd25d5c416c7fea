import { concerns, topics } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { topicsOf } from "./topic-rules.ts";

test("before an assessment the reporter's choice says what it is about, and nothing said is other", () => {
  const of = (concern: Parameters<typeof topicsOf>[0]["concern"]) =>
    topicsOf({ grounds: [], concern, minor: false });
  expect(of("intimate_images")).toEqual(["intimate_image"]);
  expect(of("scam_or_other")).toEqual(["fraud", "other"]);
  expect(of(null)).toEqual(["other"]);
});

test("grounds take the place of the concern, a reported minor never goes, and no case is without a topic", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...topics)),
      fc.option(fc.constantFrom(...concerns)),
      fc.boolean(),
      (grounds, concern, minor) => {
        const found = topicsOf({ grounds, concern, minor });
        expect(found.length).toBeGreaterThan(0);
        expect(found).toEqual([...new Set(found)].sort());
        if (minor) expect(found).toContain("minors");
        if (grounds.length > 0) expect(found).toEqual(expect.arrayContaining(grounds));
        else expect(found).toEqual(expect.arrayContaining(topicsOf({ grounds: [], concern, minor: false })));
      },
    ),
  );
});
