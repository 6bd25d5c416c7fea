import fc from "fast-check";
import { expect, test } from "vitest";
import { idsNamedIn, tagsIn, threadAnswer } from "./thread-answer-rules.ts";

const pattern = "Reponses+{tag}@ligne.example";

test("what stands in the place of the tag is found, whatever the case", () => {
  expect(
    tagsIn(["reponses+AB2@LIGNE.example", "reponses@ligne.example", "reponses+x@other.example"], pattern),
  ).toEqual(["ab2"]);
  expect(tagsIn(["reponses+@ligne.example", "areponses+x@ligne.example"], pattern)).toEqual([]);
});

test("a tag put into an address is found again", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z2-7]{20}$/), (tag) => {
      expect(tagsIn([pattern.replace("{tag}", tag.toUpperCase())], pattern)).toEqual([tag]);
    }),
  );
});

test("Message-IDs count from the nearest: of the returned message, of what is answered, then back in time", () => {
  expect(
    idsNamedIn({
      inReplyTo: ["b"],
      references: ["a", "b"],
      report: { statuses: [], originalIds: ["c"] },
    }),
  ).toEqual(["c", "b", "a"]);
});

const one = { noticeId: "one" };
const other = { noticeId: "other" };
const unknown = { noticeId: null };

test("the tag names the notice, Message-IDs do where there is none", () => {
  expect(threadAnswer([one], [])).toEqual({ kind: "notice", noticeId: "one" });
  expect(threadAnswer([one], ["other", "one"])).toEqual({ kind: "notice", noticeId: "one" });
  expect(threadAnswer([], ["one", "other"])).toEqual({ kind: "notice", noticeId: "one" });
});

test("what names nothing of ours is unknown", () => {
  expect(threadAnswer([], [])).toEqual({ kind: "refused", why: "unknown_notice", noticeId: null });
});

test("a wrong tag is no answer, whatever else is right", () => {
  expect(threadAnswer([unknown], ["one"])).toEqual({ kind: "refused", why: "wrong_tag", noticeId: "one" });
  expect(threadAnswer([one, unknown], ["one"])).toEqual({
    kind: "refused",
    why: "wrong_tag",
    noticeId: "one",
  });
  expect(threadAnswer([one, other], ["one"])).toEqual({ kind: "refused", why: "wrong_tag", noticeId: "one" });
  expect(threadAnswer([one], ["other"])).toEqual({ kind: "refused", why: "wrong_tag", noticeId: "one" });
  expect(threadAnswer([unknown], [])).toEqual({ kind: "refused", why: "wrong_tag", noticeId: null });
});
