import type { AnswerState } from "@vigie/contract";
import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { readMessage } from "../mail/read-message.ts";
import { outgoingNotice } from "../notices/channels/test-outgoing.ts";
import type { NoticeRow } from "../notices/notice-outcomes.ts";
import { useDesk } from "../notices/test-desk.ts";
import type { Vigie } from "../vigie.ts";
import { confirmAnswer } from "./confirm-answer.ts";
import { expireMessages } from "./expire-messages.ts";
import { quarantineView } from "./quarantine-view.ts";
import { settleQuarantined } from "./settle-quarantined.ts";
import { takeMessage } from "./take-message.ts";
import { answerAddress, answerPattern, bounceOf, replyTo } from "./test-mail.ts";
import { writeAnswer } from "./write-answer.ts";

const database = useDatabase();
const desk = useDesk(database, {
  VIGIE_IMAP_URL: "imap://nobody:none@127.0.0.1:9/INBOX",
  VIGIE_ANSWER_ADDRESS: answerPattern,
});

/** A notice that has left, without its mail. */
async function sentNotice(status: NoticeRow["status"] = "sent"): Promise<NoticeRow> {
  const { id } = await outgoingNotice(desk);
  await database.db
    .updateTable("notices")
    .set({ status, sent_at: desk.vigie.clock.now() })
    .where("id", "=", id)
    .execute();
  return rowOf({ id });
}

const rowOf = ({ id }: { id: string }) =>
  database.db.selectFrom("notices").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const answersOf = ({ id }: { id: string }) =>
  database.db.selectFrom("answers").selectAll().where("notice_id", "=", id).orderBy("at").execute();
/** A minute passes with each message, so that they stand in order. */
async function take(raw: Buffer, vigie: Vigie = desk.vigie) {
  desk.advance(1);
  return takeMessage(vigie, await readMessage(raw));
}
const withAuthority = (): Vigie => ({
  ...desk.vigie,
  config: {
    ...desk.vigie.config,
    answers: { ...desk.vigie.config.answers, mailAuthority: "mx.ligne.example" },
  },
});

async function quarantined() {
  const { messages } = await quarantineView(desk.vigie);
  return messages;
}

test("a reply is with its notice, with a state that is only proposed", async () => {
  const notice = await sentNotice();
  const raw = replyTo(notice, {
    subject: "[#4711234] Re: Notification",
    body: "Nous avons supprimé les images.\r\n",
  });
  expect(await take(raw)).toMatchObject({ kind: "answer", noticeId: notice.id, bounced: false });
  expect(await answersOf(notice)).toMatchObject([
    {
      way: "mail",
      kind: "action",
      sender: "abuse@hote.example",
      subject: "[#4711234] Re: Notification",
      text: "Nous avons supprimé les images.",
      ticket: "4711234",
      proposed: "acted",
      confirmed: null,
      authentication: null,
      cautions: [],
    },
  ]);
  expect(await rowOf(notice)).toMatchObject({ status: "sent", answer: "none" });
  expect(await desk.eventsOf(notice.case_id)).toContain("answer.received");
});

test("the same message is taken once; the same words in other clothes have no second effect", async () => {
  const notice = await sentNotice();
  const raw = replyTo(notice);
  expect((await take(raw)).kind).toBe("answer");
  expect(await take(raw)).toEqual({ kind: "known" });
  expect(
    await take(
      replyTo(notice, { date: new Date("2026-03-01T09:00:00Z"), headers: ["Received: from x by y"] }),
    ),
  ).toEqual({ kind: "ignored", why: "known" });
  expect(await answersOf(notice)).toHaveLength(1);
  const events = await desk.eventsOf(notice.case_id);
  expect(events.filter((type) => type === "answer.received")).toHaveLength(1);
});

test("two processes that take the same message at once take it once", async () => {
  const notice = await sentNotice();
  const raw = replyTo(notice);
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => take(raw)));
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["answer", "known", "known", "known", "known"]);
});

test("a failed delivery that matches makes its notice fail, loudly and once", async () => {
  for (const status of ["sent", "in_doubt"] as const) {
    const notice = await sentNotice(status);
    const raw = bounceOf(notice);
    expect(await take(raw)).toMatchObject({ kind: "answer", bounced: true });
    expect(await rowOf(notice)).toMatchObject({
      status: "failed",
      failure: "5.1.1 smtp; 550 5.1.1 no such user",
    });
    expect(await answersOf(notice)).toMatchObject([{ kind: "bounce", proposed: null }]);
    expect(await take(raw)).toEqual({ kind: "known" });
    expect(await take(bounceOf(notice, { status: "5.7.1" }))).toMatchObject({ bounced: false });
    const events = await desk.eventsOf(notice.case_id);
    expect(events.filter((type) => type === "notice.bounced")).toHaveLength(1);
  }
});

test("a bounce is found by the message that it returns, where no tag is left", async () => {
  const notice = await sentNotice();
  expect(await take(bounceOf(notice, { to: ["contact@ligne.example"] }))).toMatchObject({
    kind: "answer",
    noticeId: notice.id,
    bounced: true,
  });
});

test("a delay, a temporary failure, another recipient's failure, and words alone leave the notice as it is", async () => {
  const notice = await sentNotice();
  for (const raw of [
    bounceOf(notice, { action: "delayed", status: "4.4.1" }),
    bounceOf(notice, { status: "4.2.2" }),
    bounceOf(notice, { recipient: "copy@elsewhere.example" }),
    replyTo(notice, {
      from: "mailer-daemon@hote.example",
      subject: "Undelivered Mail",
      body: "Your message could not be delivered.",
    }),
  ]) {
    expect(await take(raw)).toMatchObject({ kind: "answer", bounced: false });
  }
  expect((await rowOf(notice)).status).toBe("sent");
});

test("a bounce that comes before its notice has settled is left for later", async () => {
  const notice = await sentNotice("transmitting");
  const raw = bounceOf(notice);
  expect(await take(raw)).toEqual({ kind: "later", noticeId: notice.id });
  await database.db.updateTable("notices").set({ status: "sent" }).where("id", "=", notice.id).execute();
  expect(await take(raw)).toMatchObject({ kind: "answer", bounced: true });
});

test("a bounce is left for later once: then it is taken, and the notice stays with its delivery", async () => {
  const notice = await sentNotice("transmitting");
  const other = await sentNotice("transmitting");
  const facts = await readMessage(bounceOf(notice));
  expect(await takeMessage(desk.vigie, facts, { waitedFor: other.id })).toMatchObject({ kind: "later" });
  expect(await takeMessage(desk.vigie, facts, { waitedFor: notice.id })).toMatchObject({
    kind: "answer",
    bounced: false,
  });
  expect(await rowOf(notice)).toMatchObject({ status: "transmitting" });
  expect(await answersOf(notice)).toMatchObject([{ kind: "bounce" }]);
});

test("a notice that was sent again and comes back in the same words fails again", async () => {
  const notice = await sentNotice();
  expect(await take(bounceOf(notice))).toMatchObject({ bounced: true });
  desk.advance(60);
  await database.db
    .updateTable("notices")
    .set({ status: "sent", sent_at: desk.vigie.clock.now(), failure: null })
    .where("id", "=", notice.id)
    .execute();
  expect(await take(bounceOf(notice))).toMatchObject({ kind: "answer", bounced: true });
  expect(await rowOf(notice)).toMatchObject({ status: "failed" });
  expect(await take(bounceOf(notice))).toEqual({ kind: "ignored", why: "known" });
});

test("our own mail that comes back is ignored; mail in our own name waits for a person", async () => {
  const notice = await sentNotice();
  expect(await take(replyTo(notice, { headers: [`Vigie-Notice: ${notice.id}`] }))).toEqual({
    kind: "ignored",
    why: "loop",
  });
  expect(await take(replyTo(notice, { messageId: notice.message_id }))).toEqual({
    kind: "ignored",
    why: "loop",
  });
  for (const from of ["contact@ligne.example", "reponses@ligne.example", answerAddress(notice.tag)]) {
    expect(await take(replyTo(notice, { from }))).toEqual({ kind: "quarantined", why: "loop" });
  }
  expect(await answersOf(notice)).toEqual([]);
});

test("what names no notice, or the wrong one, waits in quarantine with its reason", async () => {
  const notice = await sentNotice();
  const other = await sentNotice();
  const cases: [string, Buffer][] = [
    ["unknown_notice", replyTo(notice, { to: ["contact@ligne.example"], inReplyTo: null, references: [] })],
    ["wrong_tag", replyTo(notice, { to: [answerAddress("a".repeat(20))] })],
    ["wrong_tag", replyTo(notice, { to: [answerAddress(other.tag)] })],
    ["malformed", replyTo(notice, { headers: ["From: other@hote.example"] })],
  ];
  for (const [why, raw] of cases) expect(await take(raw)).toEqual({ kind: "quarantined", why });
  const shown = (await quarantined()).slice(0, cases.length).reverse();
  expect(shown.map((one) => one.why)).toEqual(cases.map(([why]) => why));
  expect(shown.map((one) => one.noticeId)).toEqual([null, notice.id, other.id, notice.id]);
  for (const one of shown) expect(one).toMatchObject({ subject: "Re: Notification" });
  expect(shown[0]).toMatchObject({ sender: "abuse@hote.example" });
  // A letter that has nothing to do with any notice may be anybody's: only where to find it is kept.
  expect(shown.map(({ text }) => text !== "")).toEqual([false, true, true, true]);
  const marks = await database.db
    .selectFrom("mailbox_messages")
    .select("marks")
    .where("id", "=", shown[0]?.id ?? "")
    .executeTakeFirstOrThrow();
  expect(marks).toEqual({ marks: null });
});

test("a message of 30 MB waits in quarantine by its headers", async () => {
  const notice = await sentNotice();
  const raw = replyTo(notice, { body: "" });
  desk.advance(1);
  const facts = await readMessage(raw, { whole: false, bytes: 30_000_000 });
  expect(await takeMessage(desk.vigie, facts)).toEqual({ kind: "quarantined", why: "too_large" });
  expect((await quarantined())[0]).toMatchObject({ noticeId: notice.id, bytes: 30_000_000 });
});

test("an answer about a case whose time is over is not taken", async () => {
  const notice = await sentNotice();
  await database.db
    .updateTable("cases")
    .set({ expires_at: new Date(desk.vigie.clock.now().getTime() - 1) })
    .where("id", "=", notice.case_id)
    .execute();
  expect(await take(replyTo(notice))).toEqual({ kind: "quarantined", why: "expired" });
});

test("a forged sender is refused when the trusted server says so, and only when that server does", async () => {
  const notice = await sentNotice();
  const results = (server: string, dmarc: string) => [
    `Authentication-Results: ${server}; spf=pass; dmarc=${dmarc}`,
  ];
  expect(
    await take(replyTo(notice, { headers: results("mx.ligne.example", "fail") }), withAuthority()),
  ).toEqual({ kind: "quarantined", why: "failed_authentication" });
  const forgedPass = replyTo(notice, {
    headers: [...results("mx.ligne.example", "fail"), ...results("mx.ligne.example", "pass")],
    body: "Nous avons supprimé les images.",
  });
  expect(await take(forgedPass, withAuthority())).toMatchObject({ why: "failed_authentication" });
  const spoofed = replyTo(notice, { headers: results("mx.hote.example", "fail"), body: "1" });
  expect(await take(spoofed, withAuthority())).toMatchObject({ kind: "answer" });
  const passed = replyTo(notice, { headers: results("mx.ligne.example", "pass"), body: "2" });
  expect(await take(passed, withAuthority())).toMatchObject({ kind: "answer" });
  expect((await answersOf(notice)).map(({ authentication, cautions }) => [authentication, cautions])).toEqual(
    [
      [{ spf: "none", dkim: "none", dmarc: "none" }, ["unauthenticated"]],
      [{ spf: "pass", dkim: "none", dmarc: "pass" }, []],
    ],
  );
});

test("another domain, a clock that is off, files and length are said, and the answer is taken", async () => {
  const notice = await sentNotice();
  const raw = replyTo(notice, {
    from: "agent@tickets.example",
    date: new Date("2031-01-01T00:00:00Z"),
    headers: ['Content-Type: multipart/mixed; boundary="b"'],
    body: `--b\r\n\r\n${"mot ".repeat(6_000)}\r\n--b\r\nContent-Type: image/png; name=a.png\r\n\r\nxy\r\n--b--`,
  });
  expect(await take(raw)).toMatchObject({ kind: "answer" });
  const [answer] = await answersOf(notice);
  expect(answer?.cautions).toEqual(["other_domain", "clock_off", "attachments_left_out", "cut_short"]);
  expect(answer?.attachments).toMatchObject([{ name: "a.png", bytes: 3 }]);
  const cousin = await sentNotice();
  await take(replyTo(cousin, { from: "desk@abuse.hote.example" }));
  expect((await answersOf(cousin))[0]?.cautions).toEqual([]);
});

test("of one notice 50 answers a day are taken, 50 more wait, and the rest is only counted", async () => {
  const notice = await sentNotice();
  const leftOut = async () => (await quarantineView(desk.vigie)).mailbox.leftOut;
  expect(await leftOut()).toBe(0);
  const kinds: string[] = [];
  for (let index = 0; index < 102; index += 1) {
    const taken = await take(replyTo(notice, { body: `Message ${index}` }));
    kinds.push("why" in taken ? `${taken.kind} ${taken.why}` : taken.kind);
  }
  expect(kinds.slice(0, 50)).toEqual(Array(50).fill("answer"));
  expect(kinds.slice(50, 100)).toEqual(Array(50).fill("quarantined too_many"));
  expect(kinds.slice(100)).toEqual(Array(2).fill("ignored too_many"));
  expect(await leftOut()).toBe(2);
  expect((await take(replyTo(await sentNotice()))).kind).toBe("answer");
});

test("a person confirms what an answer means; it counts then, and once", async () => {
  const notice = await sentNotice();
  const taken = await take(replyTo(notice));
  const answerId = taken.kind === "answer" ? taken.answerId : "";
  for (let times = 0; times < 2; times += 1) {
    await confirmAnswer(desk.vigie, { answerId, as: "acknowledged", memberId: desk.memberId });
  }
  expect((await rowOf(notice)).answer).toBe("acknowledged");
  const events = await desk.eventsOf(notice.case_id);
  expect(events.filter((type) => type === "answer.confirmed")).toHaveLength(1);
  await confirmAnswer(desk.vigie, { answerId, as: "acted", memberId: desk.memberId });
  expect((await rowOf(notice)).answer).toBe("acted");
  await expect(
    confirmAnswer(desk.vigie, { answerId: notice.id, as: "acted", memberId: desk.memberId }),
  ).rejects.toMatchObject({ code: "answer.unknown" });
});

test("a confirmation that is corrected counts no more; the other answers do, in the order they came", async () => {
  const notice = await sentNotice();
  const ids: string[] = [];
  for (const body of ["un", "deux", "trois"]) {
    const taken = await take(replyTo(notice, { body }));
    ids.push(taken.kind === "answer" ? taken.answerId : "");
  }
  const [first = "", second = "", third = ""] = ids;
  const confirm = async (answerId: string, as: AnswerState) => {
    desk.advance(1);
    await confirmAnswer(desk.vigie, { answerId, as, memberId: desk.memberId });
    const { answer, acknowledged_at, decided_at } = await rowOf(notice);
    return [answer, acknowledged_at !== null, decided_at !== null];
  };
  expect(await confirm(second, "acted")).toEqual(["acted", true, true]);
  expect(await confirm(second, "none")).toEqual(["none", false, false]);
  expect(await confirm(first, "acknowledged")).toEqual(["acknowledged", true, false]);
  expect(await confirm(third, "acted")).toEqual(["acted", true, true]);
  expect(await confirm(second, "refused")).toEqual(["acted", true, true]);
  expect(await confirm(third, "asked")).toEqual(["refused", true, true]);
  expect(await confirm(second, "none")).toEqual(["asked", true, false]);
});

test("answers that are confirmed at once all count", async () => {
  for (let round = 0; round < 5; round += 1) {
    const notice = await sentNotice();
    const states = ["acknowledged", "asked", "refused"] as const;
    const confirmations = [];
    for (const as of states) {
      const taken = await take(replyTo(notice, { body: as }));
      const answerId = taken.kind === "answer" ? taken.answerId : "";
      confirmations.push({ answerId, as, memberId: desk.memberId });
    }
    await Promise.all(confirmations.map((one) => confirmAnswer(desk.vigie, one)));
    expect((await rowOf(notice)).answer).toBe("refused");
  }
});

test("what was said on the telephone is written down and counts at once; posted twice it is one", async () => {
  const notice = await sentNotice();
  const said = {
    noticeId: notice.id,
    as: "refused",
    text: "Rappelés, ils refusent.",
    ticket: "77-1",
    memberId: desk.memberId,
  } as const;
  await writeAnswer(desk.vigie, said);
  await writeAnswer(desk.vigie, said);
  expect(await answersOf(notice)).toMatchObject([
    { way: "team", kind: "refusal", confirmed: "refused", ticket: "77-1" },
  ]);
  expect((await rowOf(notice)).answer).toBe("refused");
});

test("out of the quarantine a message goes to its notice or away, and its words with it", async () => {
  const notice = await sentNotice();
  const settle = (outcome: "attach" | "discard", messageId: string, noticeId?: string) =>
    settleQuarantined(desk.vigie, { messageId, outcome, noticeId, memberId: desk.memberId });
  for (const body of ["un", "deux"]) {
    await take(
      replyTo(notice, { to: [answerAddress("a".repeat(20))], inReplyTo: null, references: [], body }),
    );
  }
  const [second, first] = await quarantined();
  await expect(settle("attach", first?.id ?? "")).rejects.toMatchObject({ code: "notice.unknown" });
  await settle("attach", first?.id ?? "", notice.id);
  await settle("discard", second?.id ?? "");
  expect(await answersOf(notice)).toMatchObject([
    { text: "un", kind: "other", proposed: null, confirmed: null, sender: "abuse@hote.example" },
  ]);
  const rows = await database.db
    .selectFrom("mailbox_messages")
    .select(["outcome", "text", "sender", "subject", "marks"])
    .where("id", "in", [first?.id ?? "", second?.id ?? ""])
    .orderBy("outcome")
    .execute();
  const wiped = { text: null, sender: null, subject: null, marks: null };
  expect(rows).toEqual([
    { outcome: "answer", ...wiped },
    { outcome: "discarded", ...wiped },
  ]);
  await expect(settle("discard", first?.id ?? "")).rejects.toMatchObject({ code: "mailbox.message_unknown" });
});

test("out of the quarantine a message is read like any other, and a bounce makes its notice fail", async () => {
  const nobody = { to: [answerAddress("b".repeat(20))], inReplyTo: null, references: [] };
  const attach = async (notice: NoticeRow, raw: Buffer) => {
    expect(await take(raw)).toMatchObject({ kind: "quarantined" });
    const [{ id: messageId } = { id: "" }] = await quarantined();
    const { memberId } = desk;
    await settleQuarantined(desk.vigie, { messageId, outcome: "attach", noticeId: notice.id, memberId });
  };
  const removed = await sentNotice();
  const body = "Nous avons supprimé les images.\r\n";
  await attach(removed, replyTo(removed, { ...nobody, subject: "[#4711234] Re: Notification", body }));
  expect(await answersOf(removed)).toMatchObject([
    { kind: "action", proposed: "acted", confirmed: null, ticket: "4711234" },
  ]);
  const bounced = await sentNotice();
  await attach(bounced, bounceOf(bounced, { to: nobody.to, original: "else@ligne.example" }));
  expect(await answersOf(bounced)).toMatchObject([{ kind: "bounce", proposed: null }]);
  expect(await rowOf(bounced)).toMatchObject({
    status: "failed",
    failure: "5.1.1 smtp; 550 5.1.1 no such user",
  });
  const another = await sentNotice();
  await attach(another, bounceOf(another, { to: nobody.to, original: "", recipient: "else@hote.example" }));
  expect(await rowOf(another)).toMatchObject({ status: "sent" });
});

test("after 90 days the mailbox is forgotten; answers stay with their notice", async () => {
  const notice = await sentNotice();
  await take(replyTo(notice));
  desk.advance(91 * 24 * 60);
  await expireMessages(desk.vigie);
  const { count } = await database.db
    .selectFrom("mailbox_messages")
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  expect(Number(count)).toBe(0);
  expect(await answersOf(notice)).toHaveLength(1);
});
