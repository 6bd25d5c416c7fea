import fc from "fast-check";
import { expect, test } from "vitest";
import { allServices } from "../catalogue/installed-catalogue.ts";
import { type Channel, channelKinds, channelPurposes } from "../catalogue/service-schema.ts";
import { type OrderedChannels, orderChannels } from "./channel-order-rules.ts";

const model = allServices()[0]?.channels[0] as Channel;
const channel: fc.Arbitrary<Channel> = fc
  .record({
    kind: fc.constantFrom(...channelKinds),
    purpose: fc.constantFrom(...channelPurposes),
    uploaderLearns: fc.constantFrom("nothing", "with_decision", "before_removal", "unknown"),
    nameShown: fc.constantFrom("yes", "no", "unknown"),
    conditions: fc.subarray(["police_only", "organisation_only", "file_at_hand"]),
  })
  .map((part) => ({ ...model, ...part }) as Channel);

const open = ({ quiet, withDecision, unknown, appeal }: OrderedChannels) => [
  ...quiet,
  ...withDecision,
  ...unknown,
  ...appeal,
];

test("a look-up is no report: it has a place of its own", () => {
  fc.assert(
    fc.property(fc.array(channel), (channels) => {
      for (const { purpose } of open(orderChannels(channels))) expect(purpose).not.toBe("find_host");
    }),
  );
});

test("every way stands in one place", () => {
  fc.assert(
    fc.property(fc.array(channel), (channels) => {
      const placed = Object.values(orderChannels(channels)).flat();
      expect(placed).toHaveLength(channels.length);
      expect(new Set(placed)).toEqual(new Set(channels));
    }),
  );
});

test("what warns before removal or shows a name is never among what to do", () => {
  fc.assert(
    fc.property(fc.array(channel), (channels) => {
      for (const { uploaderLearns, nameShown } of open(orderChannels(channels))) {
        expect(uploaderLearns).not.toBe("before_removal");
        expect(nameShown).not.toBe("yes");
      }
    }),
  );
});

test("what stands under a promise keeps it", () => {
  for (const { channels } of allServices()) {
    const ordered = orderChannels(channels);
    for (const { uploaderLearns } of ordered.quiet) expect(uploaderLearns).toBe("nothing");
    for (const { uploaderLearns } of ordered.withDecision) expect(uploaderLearns).toBe("with_decision");
    for (const { kind, conditions } of open(ordered)) {
      expect(["police", "trusted_flagger", "api"]).not.toContain(kind);
      expect(conditions).not.toContain("police_only");
    }
  }
});

test("the button beside the content comes before forms, letters and fingerprints", () => {
  const way = (kind: Channel["kind"]): Channel => ({
    ...model,
    kind,
    purpose: "general",
    uploaderLearns: "nothing",
    nameShown: "no",
    conditions: [],
  });
  const { quiet } = orderChannels([way("hash_bank"), way("post"), way("form"), way("flag")]);
  expect(quiet.map(({ kind }) => kind)).toEqual(["flag", "form", "post", "hash_bank"]);
});
