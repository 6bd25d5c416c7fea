import { noticeChannels, noticeKinds } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { groupNotices, type Recipient } from "./group-notices-rules.ts";

const email = fc.constantFrom("abuse@x.example", "Abuse@x.example", "abuse@y.example");
const url = fc.constantFrom("https://x.example/form", "https://y.example/form");
const postal = fc.constantFrom<string[]>(["1 rue X", "75000 Paris"], ["2 rue Y"]);
const recipient: fc.Arbitrary<Recipient> = fc
  .record({
    kind: fc.constantFrom(...noticeKinds),
    channel: fc.constantFrom(...noticeChannels),
    channelId: fc.constantFrom(null, "bluesky.api.2"),
    name: fc.constantFrom("A", "B"),
    email,
    url,
    postal,
    language: fc.constantFrom("fr" as const, "en" as const),
  })
  .map(({ kind, channel, channelId, name, language, ...to }) => ({
    kind,
    channel,
    channelId,
    language,
    to: {
      name,
      email: channel === "email" ? to.email : null,
      url: channel === "web_form" || channel === "api" ? to.url : null,
      postal: channel === "post" ? to.postal : null,
    },
  }));
const location = fc.record({
  contentId: fc.uuid(),
  host: fc.constantFrom("a.example", "b.example", "c.example", ""),
  recipient,
});

const addressOf = ({ kind, channel, channelId, to }: Recipient) =>
  [
    kind,
    channel,
    channel === "agreement" ? channelId : "",
    to.email?.toLowerCase(),
    to.url,
    to.postal?.join("/"),
  ].join();

test("every location is in exactly one notice, with all of its recipient's, in the order given", () => {
  fc.assert(
    fc.property(fc.array(location, { maxLength: 40 }), (locations) => {
      const groups = groupNotices(locations);
      expect(new Set(groups.map(addressOf)).size).toBe(groups.length);
      for (const group of groups) {
        const own = locations.filter((one) => addressOf(one.recipient) === addressOf(group));
        expect(group.contentIds).toEqual([...new Set(own.map(({ contentId }) => contentId))]);
        expect(new Set(group.hosts)).toEqual(new Set(own.map(({ host }) => host).filter((host) => host)));
        expect(group.language).toBe(own[0]?.recipient.language);
        expect(group.to).toEqual(own[0]?.recipient.to);
      }
      expect(groups.flatMap(({ contentIds }) => contentIds)).toHaveLength(
        new Set(locations.map(({ contentId, recipient }) => contentId + addressOf(recipient))).size,
      );
    }),
  );
});

test("one location may go to several recipients, each with a notice of its own", () => {
  const base = { channel: "email", channelId: null, language: "fr" } as const;
  const to = { name: "A", email: "a@x.example", url: null, postal: null };
  const groups = groupNotices([
    { contentId: "1", host: "a.example", recipient: { ...base, kind: "host", to } },
    { contentId: "1", host: "a.example", recipient: { ...base, kind: "erasure", to } },
  ]);
  expect(groups.map(({ kind }) => kind)).toEqual(["host", "erasure"]);
});
