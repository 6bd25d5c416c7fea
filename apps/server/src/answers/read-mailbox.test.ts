import { sql } from "kysely";
import { afterEach, expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { startScriptedImap } from "../mail/test-imap-server.ts";
import { outgoingNotice } from "../notices/channels/test-outgoing.ts";
import { useDesk } from "../notices/test-desk.ts";
import type { Vigie } from "../vigie.ts";
import { quarantineView } from "./quarantine-view.ts";
import { readMailbox } from "./read-mailbox.ts";
import { answerPattern, bounceOf, replyTo } from "./test-mail.ts";

const database = useDatabase();
const desk = useDesk(database, {
  VIGIE_IMAP_URL: "imap://nobody:none@127.0.0.1:9/INBOX",
  VIGIE_ANSWER_ADDRESS: answerPattern,
});

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
  // Each test reads a mailbox of its own.
  await database.db.deleteFrom("mailbox_state").execute();
});

/** A mailbox with these messages, numbered from 1. `refusing`: one that the server will not hand over. */
async function mailboxOf(messages: readonly Buffer[], { refusing = 0 } = {}): Promise<Vigie> {
  const server = await startScriptedImap((command, tag) => {
    if (/^UID SEARCH/.test(command)) {
      return `* SEARCH ${messages.map((_, index) => index + 1).join(" ")}\r\n${tag} OK done\r\n`;
    }
    const uid = Number(/^UID FETCH (\d+)/.exec(command)?.[1] ?? 0);
    const message = messages[uid - 1]?.toString("latin1");
    if (message === undefined) return undefined;
    if (/RFC822\.SIZE/.test(command)) {
      return `* ${uid} FETCH (UID ${uid} RFC822.SIZE ${message.length})\r\n${tag} OK done\r\n`;
    }
    if (uid === refusing) return `${tag} NO not today\r\n`;
    return `* ${uid} FETCH (UID ${uid} BODY[]<0> {${message.length}}\r\n${message})\r\n${tag} OK done\r\n`;
  });
  endings.push(() => server.stop());
  const answers = { ...desk.vigie.config.answers, imapUrl: server.url };
  return { ...desk.vigie, config: { ...desk.vigie.config, answers } };
}

async function sentNotice() {
  const notice = await outgoingNotice(desk);
  await database.db
    .updateTable("notices")
    .set({ status: "sent", sent_at: desk.vigie.clock.now() })
    .where("id", "=", notice.id)
    .execute();
  return notice;
}

const answersOf = async ({ id }: { id: string }) => {
  const answers = await database.db
    .selectFrom("answers")
    .select("text")
    .where("notice_id", "=", id)
    .orderBy("text")
    .execute();
  return answers.map(({ text }) => text);
};
const setAside = async () => (await quarantineView(desk.vigie)).messages.map(({ why }) => why).sort();

/** Until the test ends, storing an answer that says so fails in the database. */
async function breakOn(words: string, sqlState: string): Promise<void> {
  await sql
    .raw(
      `create function break_answer() returns trigger language plpgsql as $$ begin
         if new.text like '%${words}%' then raise exception 'broken' using errcode = '${sqlState}'; end if;
         return new;
       end $$;
       create trigger break_answer before insert on answers for each row execute function break_answer();`,
    )
    .execute(database.db);
  endings.push(() => sql.raw("drop function break_answer cascade").execute(database.db));
}

test("a message that our code breaks on stops one run; broken again it is set aside, and those behind it are read", async () => {
  const notice = await sentNotice();
  const vigie = await mailboxOf(["un", "cassé", "trois"].map((body) => replyTo(notice, { body })));
  await breakOn("cass", "22P02");
  await expect(readMailbox(vigie)).rejects.toThrow("broken");
  expect([await answersOf(notice), await setAside()]).toEqual([["un"], []]);
  expect(await readMailbox(vigie)).toMatchObject({ kind: "read" });
  expect([await answersOf(notice), await setAside()]).toEqual([["trois", "un"], ["malformed"]]);
});

test.each([
  "57P01",
  "53100",
  "08006",
])("an error of the database (%s) never sets a message aside", async (sqlState) => {
  const notice = await sentNotice();
  const before = await setAside();
  const vigie = await mailboxOf([replyTo(notice, { body: "cassé" })]);
  await breakOn("cass", sqlState);
  for (let times = 0; times < 3; times += 1) await expect(readMailbox(vigie)).rejects.toThrow("broken");
  expect(await setAside()).toEqual(before);
  await endings.pop()?.();
  expect(await readMailbox(vigie)).toMatchObject({ kind: "read" });
  expect(await answersOf(notice)).toEqual(["cassé"]);
});

test("a message that the server will not hand over stops one run, and is named in the next", async () => {
  const notice = await sentNotice();
  const before = await setAside();
  const messages = ["un", "deux", "trois"].map((body) => replyTo(notice, { body }));
  const vigie = await mailboxOf(messages, { refusing: 2 });
  expect(await readMailbox(vigie)).toEqual({ kind: "refused", uid: 2 });
  expect([await answersOf(notice), await setAside()]).toEqual([["un"], before]);
  expect(await readMailbox(vigie)).toMatchObject({ kind: "read" });
  expect([await answersOf(notice), await setAside()]).toEqual([
    ["trois", "un"],
    [...before, "too_large"],
  ]);
});

test("a bounce of a notice that is still leaving holds the mailbox up for one run", async () => {
  const leaving = await sentNotice();
  const notice = await sentNotice();
  await database.db
    .updateTable("notices")
    .set({ status: "transmitting" })
    .where("id", "=", leaving.id)
    .execute();
  const vigie = await mailboxOf([bounceOf(leaving), replyTo(notice, { body: "un" })]);
  expect(await readMailbox(vigie)).toEqual({ kind: "stopped" });
  expect(await answersOf(notice)).toEqual([]);
  expect(await readMailbox(vigie)).toMatchObject({ kind: "read" });
  expect(await answersOf(notice)).toEqual(["un"]);
});
