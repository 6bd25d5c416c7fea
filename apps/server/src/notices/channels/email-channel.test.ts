import { randomUUID } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { afterAll, expect, test } from "vitest";
import { useDatabase } from "../../../../../test/database.ts";
import { makeTemporaryFolder } from "../../../../../test/temporary-folder.ts";
import { ownLabel } from "../../labels/own-label.ts";
import { verifyMail } from "../../labels/verify-mail.ts";
import { createMailer } from "../../mail/mailer.ts";
import type { Behaviour } from "../../mail/test-mail-server.ts";
import { answerToken } from "../answer-token.ts";
import { composeWholeText } from "../compose-whole-text.ts";
import { useDesk } from "../test-desk.ts";
import { emailChannel } from "./email-channel.ts";
import { describeChannel } from "./test-channel-contract.ts";
import type { Mood } from "./test-interface.ts";
import { outgoingNotice } from "./test-outgoing.ts";

const database = useDatabase();
const desk = useDesk(database, {
  VIGIE_IMAP_URL: "imap://127.0.0.1:9/INBOX",
  VIGIE_ANSWER_ADDRESS: "reponses+{tag}@ligne.example",
  VIGIE_PUBLIC_URL: "https://ligne.example",
});
const nothing = { beforeLastByte: async () => undefined };
const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

const behaviours: Record<Mood, Behaviour> = {
  takes: "accept",
  refuses_for_good: { recipient: 550 },
  refuses_for_now: { end: 451 },
  breaks_before_the_end: "cut_in_the_middle",
  loses_its_answer: "cut_after_the_end",
};

describeChannel("e-mail", {
  channel: emailChannel,
  repeatable: false,
  vigie: () => desk.vigie,
  newNotice: () => outgoingNotice(desk),
  next: (mood) => desk.server.next.push(behaviours[mood]),
  effects: ({ id }) =>
    desk.server.received.filter(({ raw }) => new RegExp(`^Vigie-Notice: ${id}\\r$`, "m").test(raw)).length,
  async away() {
    const from = { name: "", address: desk.vigie.config.hotline.email };
    const mailer = createMailer({ smtpUrl: "smtp://127.0.0.1:9", dataDir: "/nowhere", from });
    return { vigie: desk.withMailer(mailer), notice: await outgoingNotice(desk) };
  },
});

async function received(noticeId: string) {
  const found = desk.server.received.find(({ mail }) => mail.messageId?.includes(noticeId));
  if (!found) throw new Error("the notice did not arrive");
  return found;
}

test("answers and failures go to an address that names the notice; the sender stays the hotline", async () => {
  const notice = await outgoingNotice(desk);
  await emailChannel.deliver(desk.vigie, notice, nothing);
  const { from, mail } = await received(notice.id);
  const answers = `reponses+${notice.tag}@ligne.example`;
  expect(notice.tag).toMatch(/^[a-z2-7]{20}$/);
  expect(from).toBe(answers);
  expect(mail.replyTo).toEqual([{ name: "", address: answers }]);
  expect(mail.from?.address).toBe("contact@ligne.example");
});

test("without a mailbox that is read, answers and failures go to the hotline", async () => {
  const notice = await outgoingNotice(desk);
  const { config } = desk.vigie;
  const vigie = { ...desk.vigie, config: { ...config, answers: { ...config.answers, imapUrl: undefined } } };
  await emailChannel.deliver(vigie, notice, nothing);
  const { from, mail } = await received(notice.id);
  expect(from).toBe("contact@ligne.example");
  expect(mail.replyTo?.[0]?.address).toBe("contact@ligne.example");
});

test.each([
  "smtp",
  "files",
])("by %s, the label and the signature survive the way and can be verified", async (way) => {
  const dataDir = makeTemporaryFolder();
  folders.push(dataDir);
  const from = { name: desk.vigie.config.hotline.name, address: desk.vigie.config.hotline.email };
  const mailer = way === "smtp" ? desk.vigie.mailer : createMailer({ smtpUrl: undefined, dataDir, from });
  const notice = await outgoingNotice(desk, {
    explanation: `Une ligne très longue ${"é".repeat(400)} .\n.un point au début\n\n  retrait   et espaces   \nfin`,
  });
  await emailChannel.deliver(desk.withMailer(mailer), notice, nothing);
  const raw =
    way === "smtp"
      ? Buffer.from((await received(notice.id)).raw, "latin1")
      : await readFile(`${dataDir}/outbox/${notice.message_id}.eml`);
  for (const line of raw.toString("latin1").split("\r\n")) expect(line.length).toBeLessThanOrEqual(998);
  const { jws } = await ownLabel(desk.vigie);
  expect(raw.toString("latin1").replace(/\s+/g, "")).toContain(jws);
  const checks = { now: desk.vigie.clock.now(), trusted: [], register: [], revocations: null };
  expect(await verifyMail(raw, checks)).toMatchObject({ kind: "ok", noticeId: notice.id });
  const changed = Buffer.from(raw.toString("latin1").replace("hote.example", "autre.example"), "latin1");
  expect(await verifyMail(changed, checks)).toMatchObject({ kind: "refused" });
});

test("the link to answer with is in the mail and in no table", async () => {
  const notice = await outgoingNotice(desk);
  await emailChannel.deliver(desk.vigie, notice, nothing);
  const link = `https://ligne.example/n/${answerToken(desk.vigie.keys, notice.id)}`;
  expect((await received(notice.id)).mail.text).toContain(link);
  expect(notice.body).not.toContain(link);
});

test("the person concerned is named after the public text, and only there", async () => {
  const person = `Camille ${randomUUID()}`;
  const notice = await outgoingNotice(desk, {
    kind: "erasure",
    identity: { name: person, mandate: true },
  });
  await emailChannel.deliver(desk.vigie, notice, nothing);
  const text = (await received(notice.id)).mail.text ?? "";
  expect(text.indexOf(person)).toBeGreaterThan(text.lastIndexOf("Ligne d'écoute"));
  expect(notice.body).not.toContain(person);
});

test("a network gets no link to answer with: what it reads is meant to be passed on", async () => {
  const notice = await outgoingNotice(desk, { kind: "upstream" });
  const text = composeWholeText(desk.vigie, notice);
  expect(text).not.toContain("/n/");
  expect(text).not.toContain(answerToken(desk.vigie.keys, notice.id));
  expect(composeWholeText(desk.vigie, await outgoingNotice(desk, { kind: "host" }))).toContain("/n/");
});
