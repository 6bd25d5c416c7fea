import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import PostalMime from "postal-mime";
import { afterEach, expect, test } from "vitest";
import { makeTemporaryFolder } from "../../../../test/temporary-folder.ts";
import { createMailer, type Mailer, type OutgoingMessage } from "./mailer.ts";
import { readSmtpUrl } from "./smtp-url.ts";
import { type Behaviour, startMailServer, type TestMailServer } from "./test-mail-server.ts";

const from = { name: "Ligne d'écoute", address: "contact@ligne.example" };
const message: OutgoingMessage = {
  messageId: "0190a000-0000-7000-8000-000000000001@ligne.example",
  to: { name: "Équipe abus", address: "abuse@hote.example" },
  subject: "Notification de contenus illicites, dossier 2026-000001",
  text: `Bonjour,\n\n.un point au début\n..deux\nhttps://hote.example/${"a".repeat(300)}\n`,
  language: "fr",
  date: new Date("2026-03-02T08:00:00Z"),
  automatic: false,
};
const envelope = { messageId: message.messageId, to: message.to.address };

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

async function withServer(...behaviours: Behaviour[]): Promise<{ server: TestMailServer; mailer: Mailer }> {
  const server = await startMailServer();
  server.next.push(...behaviours);
  const mailer = createMailer({ smtpUrl: server.url, dataDir: "/nowhere", from });
  endings.push(
    () => mailer.close(),
    () => server.stop(),
  );
  return { server, mailer };
}

const nothing = { beforeLastByte: async () => undefined };

test("a message arrives whole, encoded and to one recipient", async () => {
  const { server, mailer } = await withServer();
  const outcome = await mailer.deliver(await mailer.compose(message), envelope, nothing);
  expect(outcome.kind).toBe("accepted");
  const [arrived] = server.received;
  expect(arrived?.to).toEqual(["abuse@hote.example"]);
  expect(arrived?.from).toBe("contact@ligne.example");
  expect(arrived?.mail.subject).toBe(message.subject);
  expect(arrived?.mail.text?.trim()).toBe(message.text.trim());
  expect(arrived?.mail.from).toEqual({ name: "Ligne d'écoute", address: "contact@ligne.example" });
  expect(arrived?.mail.to).toEqual([{ name: "Équipe abus", address: "abuse@hote.example" }]);
  expect(arrived?.mail.messageId).toBe(`<${message.messageId}>`);
  expect(arrived?.raw).toMatch(/^\p{ASCII}*$/u);
  expect(arrived?.raw).not.toMatch(/^Auto-Submitted/im);
});

test("a message of the machine says that it is one", async () => {
  const { mailer } = await withServer();
  const raw = await mailer.compose({ ...message, automatic: true });
  expect(raw.toString("latin1")).toMatch(/^Auto-Submitted: auto-generated\r$/m);
});

test.each([
  "x\r\nBcc: evil@example.net",
  "x\nBcc: evil@example.net\n\nbody",
  "x\u2028Bcc: evil@example.net",
  '" <evil@example.net>, "',
  "evil@example.net, other@example.net",
  "a <evil@example.net>",
  "=?utf-8?q?=0d=0aBcc:_evil@example.net?=",
  "\u202egro.elpmaxe@live",
])("a name or subject such as %j adds no header and no recipient", async (text) => {
  const { mailer } = await withServer();
  const raw = await mailer.compose({ ...message, subject: text, to: { ...message.to, name: text } });
  const mail = await PostalMime.parse(raw);
  expect(mail.bcc ?? []).toEqual([]);
  expect(mail.to).toHaveLength(1);
  expect(mail.to?.[0]?.address).toBe("abuse@hote.example");
  const names = mail.headers.map(({ key }) => key);
  expect(new Set(names).size).toBe(names.length);
  expect(names).not.toContain("bcc");
});

test.each([
  [{ recipient: 550 }, true],
  [{ recipient: 450 }, false],
  [{ end: 554 }, true],
  [{ end: 451 }, false],
  [{ end: 421 }, false],
] as const)("a server that answers %j refuses, for good: %s", async (behaviour, permanent) => {
  const { server, mailer } = await withServer(behaviour);
  const outcome = await mailer.deliver(await mailer.compose(message), envelope, nothing);
  expect(outcome).toMatchObject({ kind: "refused", permanent });
  expect(server.received).toHaveLength(0);
});

test.each([
  ["452 4.2.2 mailbox full", false],
  ["552 5.2.2 mailbox full", false],
  ["552 over quota", false],
  ["552 5.3.4 message too big", true],
  ["550 5.1.1 no such user", true],
])("“%s” is a refusal for good: %s", async (response, permanent) => {
  const [, code = "", said = ""] = /^(\d+) (.+)$/.exec(response) ?? [];
  const server = await startMailServer({
    onRcptTo: (_address, _session, done) =>
      done(Object.assign(new Error(said), { responseCode: Number(code) })),
  });
  const mailer = createMailer({ smtpUrl: server.url, dataDir: "/nowhere", from });
  endings.push(
    () => mailer.close(),
    () => server.stop(),
  );
  const outcome = await mailer.deliver(await mailer.compose(message), envelope, nothing);
  expect(outcome).toMatchObject({ kind: "refused", permanent });
});

test("each message says where its answers and its failures go; by default that is the sender", async () => {
  const { server, mailer } = await withServer();
  const answers = "reponses+abc@ligne.example";
  const raw = await mailer.compose({ ...message, replyTo: answers, headers: { "Vigie-Notice": "0190a000" } });
  await mailer.deliver(raw, { ...envelope, from: answers }, nothing);
  await mailer.deliver(await mailer.compose(message), envelope, nothing);
  const [named, plain] = server.received;
  expect(named?.from).toBe(answers);
  expect(named?.mail.replyTo).toEqual([{ name: "", address: answers }]);
  expect(named?.mail.from?.address).toBe(from.address);
  expect(named?.raw).toMatch(/^Vigie-Notice: 0190a000\r$/m);
  expect(plain?.from).toBe(from.address);
  expect(plain?.raw).not.toMatch(/^(Reply-To|Vigie-)/im);
});

test("a long header of short words is folded, and unfolds into itself", async () => {
  const { server, mailer } = await withServer();
  const value = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, "0").repeat(35)).join(" ");
  const raw = await mailer.compose({ ...message, headers: { "Vigie-Label": value } });
  await mailer.deliver(raw, envelope, nothing);
  const [arrived] = server.received;
  for (const line of arrived?.raw.split("\r\n") ?? []) expect(line.length).toBeLessThan(100);
  expect(arrived?.mail.headers.find(({ key }) => key === "vigie-label")?.value).toBe(value);
});

test("a line that breaks before the end of the message leaves no doubt", async () => {
  const { server, mailer } = await withServer("cut_in_the_middle");
  const outcome = await mailer.deliver(await mailer.compose(message), envelope, {
    // The commit is slower than the break.
    beforeLastByte: () => sleep(200),
  });
  expect(outcome.kind).toBe("unreachable");
  expect(server.received).toHaveLength(0);
});

test("a line that breaks after the end of the message leaves doubt", async () => {
  const { server, mailer } = await withServer("cut_after_the_end");
  const outcome = await mailer.deliver(await mailer.compose(message), envelope, nothing);
  expect(outcome).toEqual({ kind: "in_doubt" });
  expect(server.received).toHaveLength(1);
});

test("when the caller cannot commit, the server gets no message and the error is the caller's", async () => {
  const { server, mailer } = await withServer();
  const raw = await mailer.compose(message);
  const outcome = mailer.deliver(raw, envelope, {
    beforeLastByte: async () => {
      throw new Error("not committed");
    },
  });
  await expect(outcome).rejects.toThrow("not committed");
  await sleep(100);
  expect(server.received).toHaveLength(0);
});

test("the server has no message before the caller has committed", async () => {
  const { server, mailer } = await withServer();
  let before = -1;
  await mailer.deliver(await mailer.compose(message), envelope, {
    beforeLastByte: async () => {
      await sleep(150);
      before = server.received.length;
    },
  });
  expect(before).toBe(0);
  expect(server.received).toHaveLength(1);
});

test("a silent server after the end is doubt, and a silent one before it is not", async () => {
  const { server } = await withServer();
  const impatient = createMailer({
    smtpUrl: server.url,
    dataDir: "/nowhere",
    from,
    smtp: { silenceMs: 300 },
  });
  endings.unshift(() => impatient.close());
  const silent = await startMailServer({ onData: (stream) => void stream.resume() });
  const toSilent = createMailer({ smtpUrl: silent.url, dataDir: "/nowhere", from, smtp: { silenceMs: 300 } });
  endings.push(
    () => toSilent.close(),
    () => silent.stop(),
  );
  const raw = await toSilent.compose(message);
  expect(await toSilent.deliver(raw, envelope, nothing)).toEqual({ kind: "in_doubt" });

  const mute = createServer();
  await new Promise<void>((ready) => mute.listen(0, "127.0.0.1", ready));
  endings.push(() => new Promise((closed) => mute.close(closed)));
  const address = mute.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const toMute = createMailer({
    smtpUrl: `smtp://127.0.0.1:${port}`,
    dataDir: "/nowhere",
    from,
    smtp: { connectMs: 300 },
  });
  endings.unshift(() => toMute.close());
  expect(await toMute.deliver(raw, envelope, nothing)).toMatchObject({ kind: "unreachable" });
});

test("a wrong password is ours to mend and no refusal of the message", async () => {
  const server = await startMailServer({
    authOptional: false,
    onAuth: (_auth, _session, done) => done(Object.assign(new Error("no"), { responseCode: 535 })),
  });
  const mailer = createMailer({
    smtpUrl: server.url.replace("//", "//me:wrong@"),
    dataDir: "/nowhere",
    from,
  });
  endings.push(
    () => mailer.close(),
    () => server.stop(),
  );
  expect(await mailer.deliver(await mailer.compose(message), envelope, nothing)).toMatchObject({
    kind: "unreachable",
  });
  expect(await mailer.verify()).toMatchObject({ kind: "unusable", why: "EAUTH" });
});

test("nothing listens: unreachable, and verify says so", async () => {
  const { server, mailer } = await withServer();
  expect(await mailer.verify()).toEqual({ kind: "ready" });
  await server.stop();
  expect(await mailer.deliver(await mailer.compose(message), envelope, nothing)).toMatchObject({
    kind: "unreachable",
  });
  expect(await mailer.verify()).toMatchObject({ kind: "unusable" });
});

test("a certificate that nobody vouches for ends the connection before anything is said", async () => {
  // smtp-server brings a self-signed certificate of its own.
  const server = await startMailServer({ secure: true, disabledCommands: [] });
  const mailer = createMailer({ smtpUrl: server.url, dataDir: "/nowhere", from });
  endings.push(
    () => mailer.close(),
    () => server.stop(),
  );
  expect(await mailer.deliver(await mailer.compose(message), envelope, nothing)).toMatchObject({
    kind: "unreachable",
  });
  expect(server.received).toHaveLength(0);
});

test("without a server, messages become files, once each, and a crash leaves a trace that tells", async () => {
  const dataDir = makeTemporaryFolder();
  endings.push(() => rm(dataDir, { recursive: true, force: true }));
  const mailer = createMailer({ smtpUrl: undefined, dataDir, from });
  const raw = await mailer.compose(message);
  expect(await mailer.traceOf(message.messageId)).toBe("unknown");

  await expect(
    mailer.deliver(raw, envelope, { beforeLastByte: async () => Promise.reject(new Error("crash")) }),
  ).rejects.toThrow("crash");
  expect(await mailer.traceOf(message.messageId)).toBe("not_delivered");

  expect(await mailer.deliver(raw, envelope, nothing)).toMatchObject({ kind: "accepted" });
  expect(await mailer.deliver(raw, envelope, nothing)).toMatchObject({ kind: "accepted" });
  expect(await mailer.traceOf(message.messageId)).toBe("delivered");
  expect(await readdir(join(dataDir, "outbox"))).toEqual([`${message.messageId}.eml`]);
  const file = await readFile(join(dataDir, "outbox", `${message.messageId}.eml`));
  expect(file).toEqual(raw);
  await expect(mailer.traceOf("../../etc/passwd@x")).rejects.toThrow("message id");
});

test("an outbox that cannot be written is unreachable and unusable", async () => {
  const dataDir = makeTemporaryFolder();
  endings.push(() => rm(dataDir, { recursive: true, force: true }));
  await writeFile(join(dataDir, "outbox"), "a file in the way");
  const mailer = createMailer({ smtpUrl: undefined, dataDir, from });
  expect(await mailer.deliver(await mailer.compose(message), envelope, nothing)).toMatchObject({
    kind: "unreachable",
  });
  expect((await mailer.verify()).kind).toBe("unusable");
});

test("the URL decides TLS, and a password does not travel in clear by itself", () => {
  expect(readSmtpUrl("smtp://mail.example.org")).toMatchObject({
    port: 587,
    secure: false,
    starttls: "when_offered",
  });
  expect(readSmtpUrl("smtps://u:p%40@mail.example.org")).toMatchObject({
    port: 465,
    secure: true,
    login: { user: "u", pass: "p@" },
  });
  expect(readSmtpUrl("smtp://u:p@mail.example.org:25").starttls).toBe("required");
  expect(readSmtpUrl("smtp://u:p@127.0.0.1:25").starttls).toBe("when_offered");
  expect(readSmtpUrl("smtp://u:p@mail.example.org?starttls=never").starttls).toBe("never");
  for (const wrong of [
    "mail.example.org",
    "http://mail.example.org",
    "smtp://",
    "smtp://h?starttls=perhaps",
  ]) {
    expect(() => readSmtpUrl(wrong)).toThrow("VIGIE_SMTP_URL cannot be used");
  }
  expect(() => readSmtpUrl("http://user:hunter2@x")).not.toThrow("hunter2");
});
