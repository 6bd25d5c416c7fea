import { afterEach, expect, test } from "vitest";
import { selfSigned } from "../fetch/test-web.ts";
import { type MailboxMessage, type MailboxReading, type MailboxTuning, readNewMessages } from "./mailbox.ts";
import { type ScriptedImap, startScriptedImap } from "./test-imap-server.ts";

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

type Script = Parameters<typeof startScriptedImap>[0];

async function serve(
  script: Script,
  options: Parameters<typeof startScriptedImap>[1] = {},
): Promise<ScriptedImap> {
  const server = await startScriptedImap(script, options);
  endings.push(() => server.stop());
  return server;
}

async function read(
  url: string,
  {
    lastUid = 0,
    refused = null,
    tuning = {},
  }: { lastUid?: number; refused?: number | null; tuning?: MailboxTuning } = {},
): Promise<{ reading: MailboxReading; taken: MailboxMessage[] }> {
  const taken: MailboxMessage[] = [];
  const reading = await readNewMessages(url, {
    position: { uidValidity: 7n, lastUid },
    since: new Date("2026-03-02T00:00:00Z"),
    refused,
    take: async (message) => {
      taken.push(message);
      return true;
    },
    tuning: { connectMs: 2_000, runMs: 10_000, ...tuning },
  });
  return { reading, taken };
}

const mail = "From: a@b.example\r\n\r\nx\r\n";

/** Answers rightly about messages with these UIDs. */
const holding =
  (uids: number[], { said = uids, size = mail.length, body = mail } = {}): Script =>
  (command, tag) => {
    if (/^UID SEARCH/.test(command)) return `* SEARCH ${said.join(" ")}\r\n${tag} OK done\r\n`;
    const uid = Number(/^UID FETCH (\d+)/.exec(command)?.[1] ?? 0);
    if (uid === 0) return undefined;
    const sequence = uids.indexOf(uid) + 1;
    if (sequence === 0) return `${tag} OK done\r\n`;
    if (/RFC822\.SIZE/.test(command))
      return `* ${sequence} FETCH (UID ${uid} RFC822.SIZE ${size})\r\n${tag} OK done\r\n`;
    const section = /HEADER/.test(command) ? "BODY[HEADER]" : "BODY[]<0>";
    return `* ${sequence} FETCH (UID ${uid} ${section} {${body.length}}\r\n${body})\r\n${tag} OK done\r\n`;
  };

test("new messages come oldest first, and nothing in the mailbox is changed", async () => {
  const server = await serve(holding([5, 6, 9]));
  const { reading, taken } = await read(server.url, { lastUid: 4 });
  expect(reading).toEqual({ kind: "read", more: false });
  expect(taken.map(({ uid, whole, source }) => [uid, whole, source.toString()])).toEqual(
    [5, 6, 9].map((uid) => [uid, true, mail]),
  );
  const verbs = server.commands.map((command) => command.split(" ").slice(0, 2).join(" "));
  expect(verbs).not.toContain("SELECT INBOX");
  expect(server.commands.join("\n")).not.toMatch(/STORE|EXPUNGE|MOVE|COPY|APPEND|BODY\[/);
  expect(server.commands.find((command) => /SEARCH/.test(command))).toContain("UID 5:* SINCE 01-Mar-2026");
});

test("UIDs that repeat, come back, or make no sense are left out", async () => {
  const server = await serve(holding([5, 6], { said: [6, 5, 5, 6, 4, 1, 0, 99] }));
  const { taken } = await read(server.url, { lastUid: 4 });
  expect(taken.map(({ uid }) => uid)).toEqual([5, 6]);
});

test("of a message that is too large only the headers are asked for", async () => {
  const server = await serve(holding([5], { size: 30_000_000 }));
  const { taken } = await read(server.url);
  expect(taken).toMatchObject([{ uid: 5, whole: false, bytes: 30_000_000 }]);
  expect(server.commands.join("\n")).not.toContain("BODY.PEEK[]");
});

test("a server that lies about a size and sends more ends its own connection", async () => {
  const server = await serve(holding([5], { size: 10, body: "x".repeat(20_000) }));
  const { reading, taken } = await read(server.url, { tuning: { largestMessage: 1_000 } });
  expect(reading).toEqual({ kind: "unusable", why: "dropped" });
  expect(taken).toEqual([]);
});

test("a message that the server will not hand over stops the run; the next time it is named, and those behind it are read", async () => {
  const right = holding([5, 6]);
  const server = await serve((command, tag) =>
    /^UID FETCH 5 .*BODY/.test(command) ? `${tag} NO not today\r\n` : right(command, tag),
  );
  expect(await read(server.url)).toEqual({ reading: { kind: "refused", uid: 5 }, taken: [] });
  expect((await read(server.url, { refused: 6 })).reading).toEqual({ kind: "refused", uid: 5 });
  const { reading, taken } = await read(server.url, { refused: 5 });
  expect(reading.kind).toBe("read");
  expect(taken.map(({ uid, whole }) => [uid, whole])).toEqual([
    [5, false],
    [6, true],
  ]);
});

test("of one run only so many messages are read", async () => {
  const server = await serve(holding([5, 6, 7]));
  const { reading, taken } = await read(server.url, { tuning: { mostMessages: 2 } });
  expect(reading).toEqual({ kind: "read", more: true });
  expect(taken).toHaveLength(2);
});

test("who takes messages may stop, and what they throw is thrown on", async () => {
  const server = await serve(holding([5, 6]));
  const since = new Date("2026-03-02T00:00:00Z");
  let seen = 0;
  const stopped = await readNewMessages(server.url, {
    position: null,
    since,
    take: async () => {
      seen += 1;
      return false;
    },
  });
  expect([stopped, seen]).toEqual([{ kind: "stopped" }, 1]);
  await expect(
    readNewMessages(server.url, {
      position: null,
      since,
      take: async () => {
        throw new Error("full");
      },
    }),
  ).rejects.toThrow("full");
});

test.each<[string, Script, string]>([
  [
    "refuses the password",
    (command, tag) => (/^LOGIN/.test(command) ? `${tag} NO no\r\n` : undefined),
    "sign_in_refused",
  ],
  [
    "has no such mailbox",
    (command, tag) => (/^EXAMINE/.test(command) ? `${tag} NO no\r\n` : undefined),
    "mailbox_refused",
  ],
  ["hangs up at sign-in", (command) => (/^LOGIN/.test(command) ? null : undefined), "unreachable"],
  ["hangs up in the mailbox", (command) => (/^EXAMINE/.test(command) ? null : undefined), "dropped"],
  ["hangs up in a search", (command) => (/SEARCH/.test(command) ? null : undefined), "dropped"],
  [
    "hangs up in a message",
    (command, tag) => (/BODY/.test(command) ? null : holding([5])(command, tag)),
    "dropped",
  ],
  [
    "refuses to search",
    (command, tag) => (/SEARCH/.test(command) ? `${tag} BAD no\r\n` : undefined),
    "dropped",
  ],
  ["speaks nonsense", (command) => (/SEARCH/.test(command) ? "((((((\r\n{99\r\n" : undefined), "slow"],
  ["falls silent", (command) => (/SEARCH/.test(command) ? "" : undefined), "slow"],
])("a server that %s leaves its problem by code", async (_, script, why) => {
  const server = await serve(script);
  const { reading, taken } = await read(server.url, { tuning: { runMs: 1_500, connectMs: 5_000 } });
  expect(reading).toEqual({ kind: "unusable", why });
  expect(taken).toEqual([]);
});

test("without TLS where it is asked for, nothing is said that is secret", async () => {
  const server = await serve(() => undefined);
  const { reading } = await read(`${server.url}?starttls=required`);
  expect(reading).toEqual({ kind: "unusable", why: "insecure" });
  expect(server.commands).not.toContain("LOGIN");
});

test("a certificate is verified before anything is said", async () => {
  const tls = selfSigned("localhost");
  const server = await serve(holding([5]), { tls });
  const url = server.url.replace("127.0.0.1", "localhost");
  expect((await read(url)).reading).toEqual({ kind: "unusable", why: "unreachable" });
  expect(server.commands).toEqual([]);
  const trusted = await read(url, { tuning: { tls: { ca: tls.cert } } });
  expect(trusted.taken.map(({ uid }) => uid)).toEqual([5]);
});

test("nobody listening is unreachable", async () => {
  const server = await serve(() => undefined);
  await server.stop();
  endings.length = 0;
  expect((await read(server.url)).reading).toEqual({ kind: "unusable", why: "unreachable" });
});
