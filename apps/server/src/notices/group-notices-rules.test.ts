import fc from "fast-check";
import { expect, test } from "vitest";
import { groupNotices } from "./group-notices-rules.ts";

const location = fc.record({
  contentId: fc.uuid(),
  host: fc.constantFrom("a.example", "b.example", "c.example", ""),
  recipient: fc.record({
    name: fc.constantFrom("A", "B"),
    address: fc.constantFrom("abuse@x.example", "Abuse@x.example", "abuse@y.example"),
    language: fc.constantFrom("fr" as const, "en" as const),
  }),
});

test("every location is in exactly one notice, and no address gets two", () => {
  fc.assert(
    fc.property(fc.array(location, { maxLength: 30 }), (locations) => {
      const groups = groupNotices(locations);
      const addresses = groups.map(({ to }) => to.address.toLowerCase());
      expect(new Set(addresses).size).toBe(addresses.length);
      const placed = groups.flatMap(({ contentIds }) => contentIds);
      expect([...placed].sort()).toEqual([...new Set(locations.map(({ contentId }) => contentId))].sort());
      for (const { contentId, host, recipient } of locations) {
        const group = groups.find(({ contentIds }) => contentIds.includes(contentId));
        expect(group?.to.address.toLowerCase()).toBe(recipient.address.toLowerCase());
        if (host !== "") expect(group?.hosts).toContain(host);
      }
    }),
  );
});

test("two hosts of one provider share a notice, in the order given", () => {
  const recipient = { name: "Hôte", address: "abuse@hote.example", language: "fr" as const };
  expect(
    groupNotices([
      { contentId: "1", host: "b.example", recipient },
      { contentId: "2", host: "a.example", recipient: { ...recipient, name: "Host", language: "en" } },
    ]),
  ).toEqual([
    {
      to: { name: "Hôte", address: "abuse@hote.example" },
      language: "fr",
      contentIds: ["1", "2"],
      hosts: ["b.example", "a.example"],
    },
  ]);
});
