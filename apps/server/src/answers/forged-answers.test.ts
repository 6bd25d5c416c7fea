import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { readMessage } from "../mail/read-message.ts";
import { outgoingNotice } from "../notices/channels/test-outgoing.ts";
import { useDesk } from "../notices/test-desk.ts";
import { onceOfAnswer } from "./answer-rules.ts";
import { takeMessage } from "./take-message.ts";
import {
  answerAddress,
  answerPattern,
  bounceOf,
  type MailedNotice,
  type MailParts,
  rawMail,
  replyParts,
  replyTo,
} from "./test-mail.ts";
import { idsNamedIn, type Thread, tagsIn, threadAnswer } from "./thread-answer-rules.ts";

type Mailed = MailedNotice & { id: string };

const letters = "abcdefghijklmnopqrstuvwxyz234567";
const tags = fc.string({ unit: fc.constantFrom(...letters), minLength: 20, maxLength: 20 });

/** Ways to forge or spoil a good answer so that it must be refused, and by which name. */
const forgeries: Record<
  string,
  (good: MailParts, own: Mailed, other: Mailed, seed: number) => [MailParts, string]
> = {
  "one letter of the tag is another": (good, own, _, seed) => {
    const tag = own.tag ?? "";
    const at = seed % tag.length;
    const letter =
      letters[(letters.indexOf(tag[at] ?? "") + 1 + (seed % (letters.length - 1))) % letters.length];
    return [
      { ...good, to: [answerAddress(`${tag.slice(0, at)}${letter}${tag.slice(at + 1)}`)] },
      "wrong_tag",
    ];
  },
  "a letter of the tag is missing": (good, own, _, seed) => {
    const tag = own.tag ?? "";
    const at = seed % tag.length;
    return [{ ...good, to: [answerAddress(tag.slice(0, at) + tag.slice(at + 1))] }, "wrong_tag"];
  },
  "the tag goes on": (good, own) => [{ ...good, to: [answerAddress(`${own.tag}a`)] }, "wrong_tag"],
  "the tag of another notice, the identifiers of this one": (good, _, other) => [
    { ...good, to: [answerAddress(other.tag)] },
    "wrong_tag",
  ],
  "the tag of this notice, the identifiers of another": (good, _, other) => [
    { ...good, inReplyTo: other.message_id, references: [other.message_id] },
    "wrong_tag",
  ],
  "the tags of two notices": (good, own, other) => [
    { ...good, to: [answerAddress(own.tag), answerAddress(other.tag)] },
    "wrong_tag",
  ],
  "a tag that never was": (good, _own, _other, seed) => [
    { ...good, to: [answerAddress(seed.toString(36).padStart(20, "z"))], inReplyTo: null, references: [] },
    "wrong_tag",
  ],
  "no tag and identifiers that are not ours": (good, own, _, seed) => [
    {
      ...good,
      to: ["contact@ligne.example"],
      inReplyTo: own.message_id.replace("@", `${seed % 10}@`),
      references: [own.message_id.toUpperCase().replace("@", "x@")],
    },
    "unknown_notice",
  ],
  "the tag at another domain": (good, own) => [
    {
      ...good,
      to: [answerAddress(own.tag).replace("ligne.example", "ligne.example.test")],
      inReplyTo: null,
      references: [],
    },
    "unknown_notice",
  ],
  "no tag, no identifiers": (good) => [
    { ...good, to: ["contact@ligne.example"], inReplyTo: null, references: [] },
    "unknown_notice",
  ],
  "a second sender": (good) => [
    { ...good, headers: [...good.headers, "From: else@hote.example"] },
    "malformed",
  ],
  "two people in one sender": (good) => [{ ...good, from: `${good.from}, else@hote.example` }, "malformed"],
  "a second subject": (good) => [{ ...good, headers: [...good.headers, "Subject: other"] }, "malformed"],
  "nobody as sender": (good) => [{ ...good, from: "" }, "malformed"],
};

/** Ways in which a message comes again: the same words, so no second effect. */
const replays: Record<string, (good: MailParts, seed: number) => MailParts> = {
  "byte for byte": (good) => good,
  "under another identifier": (good, seed) => ({ ...good, messageId: `replay-${seed}@hote.example` }),
  "without an identifier": (good) => ({ ...good, messageId: "" }),
  "with another date": (good, seed) => ({ ...good, date: new Date(good.date.getTime() - (seed % 1e9)) }),
  "over another path": (good, seed) => ({
    ...good,
    headers: [...good.headers, `Received: from mx${seed} by mx`],
  }),
  "with the tag in capitals": (good) => ({ ...good, to: good.to.map((to) => to.toUpperCase()) }),
  "without identifiers of ours": (good) => ({ ...good, inReplyTo: null, references: [] }),
  "with other line breaks": (good, seed) => ({
    ...good,
    body: `${good.body}${"\r\n".repeat(1 + (seed % 5))}`,
  }),
};

/** What `takeMessage` decides about the thread, over notices in memory. */
function threadIn(notices: readonly Mailed[], facts: Awaited<ReturnType<typeof readMessage>>): Thread {
  return threadAnswer(
    tagsIn(facts.recipients, answerPattern).map((tag) => ({
      noticeId: notices.find((notice) => notice.tag === tag)?.id ?? null,
    })),
    idsNamedIn(facts).flatMap((id) => notices.find((notice) => notice.message_id === id)?.id ?? []),
  );
}

const mailed = fc
  .record({ tag: tags, id: fc.uuid() })
  .map(
    ({ tag, id }): Mailed => ({ tag, id, message_id: `${id}@ligne.example`, to_email: "abuse@hote.example" }),
  );
const twoNotices = fc.uniqueArray(mailed, { minLength: 2, maxLength: 2, selector: ({ tag }) => tag });
const seeds = fc.nat(1e9);

// Together some more than 10,000 messages.
test.each(
  Object.entries(forgeries),
)("forged 500 times (%s): every one is refused, by its right name", async (_, forge) => {
  await fc.assert(
    fc.asyncProperty(twoNotices, seeds, async (notices, seed) => {
      const [own, other] = notices as [Mailed, Mailed];
      const [parts, why] = forge(replyParts(own), own, other, seed);
      const facts = await readMessage(rawMail(parts));
      if (why === "malformed") expect(facts.malformed).toBe(true);
      else expect(threadIn(notices, facts)).toMatchObject({ kind: "refused", why });
    }),
    { numRuns: 500 },
  );
});

test.each(
  Object.entries(replays),
)("repeated 300 times (%s): every one is known for what it is", async (_, again) => {
  await fc.assert(
    fc.asyncProperty(mailed, seeds, async (own, seed) => {
      const good = replyParts(own);
      const first = await readMessage(rawMail(good));
      const second = await readMessage(rawMail(again(good, seed)));
      expect(threadIn([own], second)).toEqual({ kind: "notice", noticeId: own.id });
      const notice = { id: own.id, sent_at: null };
      expect(onceOfAnswer(notice, second)).toEqual(onceOfAnswer(notice, first));
    }),
    { numRuns: 300 },
  );
});

test("with bytes changed anywhere, 1,000 times: never a message about another notice", async () => {
  const change = fc.tuple(fc.nat(10_000), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(
      twoNotices,
      fc.array(change, { minLength: 1, maxLength: 8 }),
      async (notices, changes) => {
        const [own, other] = notices as [Mailed, Mailed];
        const raw = replyTo(own);
        for (const [at, byte] of changes) raw[at % raw.length] = byte;
        const thread = threadIn(notices, await readMessage(raw));
        expect(thread.noticeId).not.toBe(other.id);
      },
    ),
    { numRuns: 1_000 },
  );
});

const database = useDatabase();
const desk = useDesk(database, {
  VIGIE_IMAP_URL: "imap://nobody:none@127.0.0.1:9/INBOX",
  VIGIE_ANSWER_ADDRESS: answerPattern,
  VIGIE_MAIL_AUTHORITY: "mx.ligne.example",
});

test("in the database: each real answer has one effect, forged, late and repeated ones none", async () => {
  const notices = [];
  for (let count = 0; count < 8; count += 1) {
    const { id } = await outgoingNotice(desk);
    await database.db
      .updateTable("notices")
      .set({ status: "sent", sent_at: desk.vigie.clock.now() })
      .where("id", "=", id)
      .execute();
    notices.push(
      await database.db.selectFrom("notices").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
    );
  }
  const take = async (raw: Buffer) => takeMessage(desk.vigie, await readMessage(raw));
  const tally: Record<string, number> = {};
  const count = (outcome: string) => {
    tally[outcome] = (tally[outcome] ?? 0) + 1;
  };

  let seed = 1;
  for (const [index, own] of notices.entries()) {
    const other = notices[(index + 1) % notices.length] ?? own;
    const good = replyParts(own, { body: `Nous avons supprimé la page ${randomUUID()}.` });
    // Forged first, so that a refusal does not rest on the answer being there.
    for (const forge of Object.values(forgeries)) {
      seed = (seed * 48_271) % 2_147_483_647;
      const [parts, why] = forge(good, own, other, seed);
      expect(await take(rawMail(parts))).toEqual({ kind: "quarantined", why });
      count("refused");
    }
    const failed = { ...good, headers: ["Authentication-Results: mx.ligne.example; dmarc=fail"] };
    expect(await take(rawMail(failed))).toEqual({ kind: "quarantined", why: "failed_authentication" });
    count("refused");
    expect((await take(rawMail(good))).kind).toBe("answer");
    count("taken");
    for (let round = 0; round < 2; round += 1) {
      for (const again of Object.values(replays)) {
        seed = (seed * 48_271) % 2_147_483_647;
        const { kind } = await take(rawMail(again(good, seed)));
        expect(["ignored", "known"]).toContain(kind);
        count("repeated");
      }
    }
    // A bounce about a notice that its recipient has answered changes nothing; one that names another's address either.
    expect(await take(bounceOf(own, { recipient: "else@hote.example" }))).toMatchObject({ bounced: false });
  }
  await database.db
    .updateTable("cases")
    .set({ expires_at: new Date(desk.vigie.clock.now().getTime() - 1) })
    .where(
      "id",
      "in",
      notices.map((notice) => notice.case_id),
    )
    .execute();
  for (const own of notices) {
    expect(await take(replyTo(own, { body: "Trop tard." }))).toEqual({ kind: "quarantined", why: "expired" });
    count("late");
  }

  const { db } = database;
  for (const { id, case_id } of notices) {
    const answers = await db
      .selectFrom("answers")
      .select("kind")
      .where("notice_id", "=", id)
      .orderBy("kind")
      .execute();
    expect(answers).toEqual([{ kind: "action" }, { kind: "bounce" }]);
    const notice = await db
      .selectFrom("notices")
      .select(["status", "answer"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    expect(notice).toEqual({ status: "sent", answer: "none" });
    const events = await desk.eventsOf(case_id);
    expect(events.filter((type) => type === "answer.received")).toHaveLength(2);
  }
  expect(tally).toEqual({ refused: 8 * 15, taken: 8, repeated: 8 * 16, late: 8 });
});
