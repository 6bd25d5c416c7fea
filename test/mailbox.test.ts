import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { quarantineView } from "../apps/server/src/answers/quarantine-view.ts";
import { readMailbox } from "../apps/server/src/answers/read-mailbox.ts";
import { answerPattern, bounceOf, replyTo } from "../apps/server/src/answers/test-mail.ts";
import { outgoingNotice } from "../apps/server/src/notices/channels/test-outgoing.ts";
import { deliverNotice } from "../apps/server/src/notices/deliver-notice.ts";
import { useDesk } from "../apps/server/src/notices/test-desk.ts";
import type { Vigie } from "../apps/server/src/vigie.ts";
import { useDatabase } from "./database.ts";
import { type TestMailbox, useDovecot } from "./dovecot.ts";

const dovecot = useDovecot();
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

const reading = (url: string): Vigie => ({
  ...desk.vigie,
  config: { ...desk.vigie.config, answers: { ...desk.vigie.config.answers, imapUrl: url } },
});

async function openMailbox(): Promise<{ box: TestMailbox; vigie: Vigie }> {
  if (!dovecot) throw new Error("skipped without Dovecot");
  const box = await dovecot.openMailbox();
  return { box, vigie: reading(box.url) };
}

async function sentNotice() {
  const notice = await outgoingNotice(desk);
  await deliverNotice(desk.vigie, { noticeId: notice.id }, { recheck: async () => "not_removed" });
  return notice;
}

const answersOf = ({ id }: { id: string }) =>
  database.db.selectFrom("answers").selectAll().where("notice_id", "=", id).orderBy("text").execute();

test.skipIf(!dovecot)("a notice goes out by mail; what comes back to its address is with it", async () => {
  const { box, vigie } = await openMailbox();
  const notice = await sentNotice();
  const mail = desk.server.received.at(-1)?.mail;
  expect(mail?.replyTo).toEqual([
    { name: expect.anything(), address: `reponses+${notice.tag}@ligne.example` },
  ]);
  await box.deliver(
    replyTo(
      { ...notice, message_id: mail?.messageId?.replace(/[<>]/g, "") ?? "" },
      { body: "Nous avons supprimé les images." },
    ),
  );
  expect(await readMailbox(vigie)).toEqual({ kind: "read", more: false });
  expect(await answersOf(notice)).toMatchObject([{ kind: "action", proposed: "acted" }]);
});

test.skipIf(!dovecot)("each message is read once, and the mailbox stays as it was", async () => {
  const { box, vigie } = await openMailbox();
  const notice = await sentNotice();
  await box.deliver(replyTo(notice, { body: "un" }));
  await box.deliver(replyTo(notice, { body: "deux" }));
  const before = await box.files();
  for (let times = 0; times < 3; times += 1) await readMailbox(vigie);
  await box.deliver(replyTo(notice, { body: "trois" }));
  await readMailbox(vigie);
  expect((await answersOf(notice)).map(({ text }) => text)).toEqual(["deux", "trois", "un"]);
  const after = await box.files();
  expect(after).toEqual(expect.arrayContaining(before));
  expect(after.filter((name) => /:2,\w*[ST]/.test(name))).toEqual([]);
});

test.skipIf(!dovecot)("a bounce makes its notice fail", async () => {
  const { box, vigie } = await openMailbox();
  const notice = await sentNotice();
  await box.deliver(bounceOf(notice));
  await readMailbox(vigie);
  const row = await database.db
    .selectFrom("notices")
    .select("status")
    .where("id", "=", notice.id)
    .executeTakeFirstOrThrow();
  expect(row.status).toBe("failed");
});

test.skipIf(!dovecot)("two processes never read at once", async () => {
  const { box, vigie } = await openMailbox();
  const notice = await sentNotice();
  for (let index = 0; index < 20; index += 1) await box.deliver(replyTo(notice, { body: `${index}` }));
  const outcomes = await Promise.all([readMailbox(vigie), readMailbox(vigie), readMailbox(vigie)]);
  expect(outcomes.map((one) => one?.kind).sort()).toEqual(["held_elsewhere", "held_elsewhere", "read"]);
  expect(await answersOf(notice)).toHaveLength(20);
});

test.skipIf(!dovecot)("a mailbox that is numbered anew is read again without a second effect", async () => {
  const { box, vigie } = await openMailbox();
  const notice = await sentNotice();
  for (const body of ["un", "deux", "trois"]) await box.deliver(replyTo(notice, { body }));
  await readMailbox(vigie);
  await box.renumber();
  await box.deliver(replyTo(notice, { body: "quatre" }));
  expect(await readMailbox(vigie)).toEqual({ kind: "read", more: false });
  expect((await answersOf(notice)).map(({ text }) => text)).toEqual(["deux", "quatre", "trois", "un"]);
});

test.skipIf(!dovecot)("connections that drop anywhere lose nothing and take nothing twice", async () => {
  const { box, vigie } = await openMailbox();
  const notice = await sentNotice();
  for (let index = 0; index < 8; index += 1) {
    await box.deliver(replyTo(notice, { body: `${index} ${"mot ".repeat(500)}` }));
  }
  let allowed = 200;
  const proxy = await dropAfter(new URL(box.url).port, () => allowed);
  const through = reading(box.url.replace(/:\d+\//, `:${proxy.port}/`));
  for (; (await readMailbox(through))?.kind !== "read"; allowed += 700) {
    const { mailbox } = await quarantineView(through);
    expect(["unreachable", "dropped"]).toContain(mailbox.problem);
  }
  expect((await answersOf(notice)).map(({ text }) => text[0])).toEqual([..."01234567"]);
  expect((await quarantineView(vigie)).mailbox.problem).toBeNull();
});

test.skipIf(!dovecot)("a server that is away is said, and read again once it is back", async () => {
  const { box, vigie } = await openMailbox();
  const notice = await sentNotice();
  await box.deliver(replyTo(notice));
  await dovecot?.stop();
  expect(await readMailbox(vigie)).toEqual({ kind: "unusable", why: "unreachable" });
  expect((await quarantineView(vigie)).mailbox).toMatchObject({
    read: true,
    problem: "unreachable",
    readAt: null,
  });
  await dovecot?.start();
  expect((await readMailbox(vigie))?.kind).toBe("read");
  expect((await quarantineView(vigie)).mailbox).toMatchObject({ problem: null });
  expect(await answersOf(notice)).toHaveLength(1);
});

test.skipIf(!dovecot)("a wrong password is said by code", async () => {
  const { box } = await openMailbox();
  const wrong = reading(box.url.replace(/:[^:@/]+@/, ":wrong@"));
  expect(await readMailbox(wrong)).toEqual({ kind: "unusable", why: "sign_in_refused" });
});

test.skipIf(!dovecot)("mail from before the first notice, and a reply of 30 MB, do no harm", async () => {
  const { box, vigie } = await openMailbox();
  const notice = await sentNotice();
  await box.deliver(replyTo(notice, { body: "ancien" }), { receivedAt: new Date("2020-01-01T00:00:00Z") });
  await box.deliver(replyTo(notice, { body: "archive ".repeat(3_800_000) }));
  await box.deliver(replyTo(notice, { body: "petit" }));
  await readMailbox(vigie);
  expect((await answersOf(notice)).map(({ text }) => text)).toEqual(["petit"]);
  const { messages } = await quarantineView(vigie);
  expect(messages[0]).toMatchObject({ why: "too_large", noticeId: notice.id });
  expect(messages[0]?.bytes).toBeGreaterThan(30_000_000);
});

/** Passes everything on and ends each connection after so many bytes from the server. */
async function dropAfter(port: string, bytes: () => number): Promise<{ port: number }> {
  const server: Server = createServer((client) => {
    const upstream = connect(Number(port), "127.0.0.1");
    let left = bytes();
    client.on("error", () => upstream.destroy());
    upstream.on("error", () => client.destroy());
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
    client.pipe(upstream);
    upstream.on("data", (chunk) => {
      client.write(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0) client.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endings.push(() => new Promise((resolve) => server.close(resolve)));
  return { port: (server.address() as AddressInfo).port };
}
