import { ImapFlow } from "imapflow";
import { type ImapServer, readImapUrl } from "./imap-url.ts";

/** A message as the mailbox holds it. */
export interface MailboxMessage {
  uid: number;
  /** What the server says of its size, in bytes. */
  bytes: number;
  /** The message; only its headers when `whole` is false. */
  source: Buffer;
  /** false: it is larger than what is read, or the server would not hand it over. */
  whole: boolean;
}

/** How far a mailbox was read. UIDs mean something under their UIDVALIDITY only (RFC 9051, 2.3.1.1). */
export interface MailboxPosition {
  uidValidity: bigint;
  lastUid: number;
}

/**
 * `stopped`: `take` asked to come back later. `refused`: the server would not hand over this message. What is wrong otherwise, by code: `unreachable`, `insecure` (no STARTTLS
 * where it is required), `sign_in_refused`, `mailbox_refused`, `dropped` (the connection ended, or what came over it
 * was no IMAP), `slow` (the time of one run was over).
 */
export type MailboxReading =
  | { kind: "read"; more: boolean }
  | { kind: "stopped" }
  | { kind: "refused"; uid: number }
  | { kind: "unusable"; why: MailboxProblem };
export type MailboxProblem =
  | "unreachable"
  | "insecure"
  | "sign_in_refused"
  | "mailbox_refused"
  | "dropped"
  | "slow";

/** Milliseconds, bytes, messages; and certificates that are trusted beside the usual ones. */
export interface MailboxTuning {
  connectMs?: number;
  runMs?: number;
  largestMessage?: number;
  mostMessages?: number;
  tls?: { ca: string };
}

const headersAtMost = 1_000_000;

/**
 * Hands over what came into a mailbox since `position`, oldest first, one message at a time. The mailbox is opened
 * read-only: nothing in it is changed, not even that a message was seen. Time, count and size of one run are bounded,
 * the connection is always closed.
 * @param options.since messages that came in before are left out; to the day.
 * @param options.refused UID of the message that the server would not hand over last time: when it does not do so
 * again, its name is taken for it.
 * @param options.take awaited before the next message is asked for. `false`: this one and those behind it are to come
 * again. What it throws is thrown on.
 * @throws Error with a sentence for the operator when the URL cannot be used.
 */
export async function readNewMessages(
  url: string,
  {
    position,
    since,
    refused = null,
    take,
    tuning = {},
  }: {
    position: MailboxPosition | null;
    since: Date;
    refused?: number | null;
    take: (message: MailboxMessage, at: MailboxPosition) => Promise<boolean>;
    tuning?: MailboxTuning;
  },
): Promise<MailboxReading> {
  const { runMs = 45_000, largestMessage = 10_000_000, mostMessages = 200 } = tuning;
  const server = readImapUrl(url);
  const client = clientFor(server, { ...tuning, largestMessage });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    client.close();
  }, runMs);
  const problem = (why: MailboxProblem): MailboxReading => ({
    kind: "unusable",
    why: late ? "slow" : why,
  });
  try {
    const refusal = await enter(client, server);
    if (refusal) return problem(refusal);
    const uidValidity = client.mailbox ? client.mailbox.uidValidity : 0n;
    const known = position?.uidValidity === uidValidity ? position.lastUid : 0;
    const uids = await newUids(client, known, since);
    if (!uids) return problem("dropped");
    for (const uid of uids.slice(0, mostMessages)) {
      const fetched = await fetchMessage(client, uid, largestMessage);
      if (fetched === "dropped") return problem("dropped");
      // It was expunged meanwhile.
      if (fetched === "gone") continue;
      if (fetched === "refused" && uid !== refused) return { kind: "refused", uid };
      const message = fetched === "refused" ? nameOnly({ uidValidity, lastUid: uid }) : fetched;
      if (!(await take(message, { uidValidity, lastUid: uid }))) return { kind: "stopped" };
    }
    return { kind: "read", more: uids.length > mostMessages };
  } finally {
    clearTimeout(timer);
    // The polite way waits for the server; nothing hangs on its answer.
    client.close();
  }
}

function clientFor(
  server: ImapServer,
  { connectMs = 15_000, largestMessage = 0, tls }: MailboxTuning,
): ImapFlow {
  const client = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: server.secure,
    auth: server.login,
    ...(server.starttls === "when_offered" ? {} : { doSTARTTLS: server.starttls === "required" }),
    ...(server.secure ? { doSTARTTLS: false } : {}),
    ...(tls ? { tls } : {}),
    logger: false,
    clientInfo: { name: "Vigie" },
    disableAutoIdle: true,
    disableCompression: true,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: connectMs,
    // A server that lies about sizes ends its own connection.
    maxLineLength: 4_000_000,
    maxLiteralSize: largestMessage + 1_000,
    maxResponseSize: largestMessage + 100_000,
    maxResponseTokens: 100_000,
  });
  // Each step below hears of a failure through its own promise.
  client.on("error", () => undefined);
  return client;
}

/** @returns what stood in the way. */
async function enter(client: ImapFlow, server: ImapServer): Promise<MailboxProblem | null> {
  try {
    await client.connect();
  } catch (error) {
    if (has(error, "authenticationFailed")) return "sign_in_refused";
    return server.starttls === "required" && has(error, "tlsFailed") ? "insecure" : "unreachable";
  }
  try {
    await client.mailboxOpen(server.mailbox, { readOnly: true });
    return null;
  } catch {
    return client.usable ? "mailbox_refused" : "dropped";
  }
}

function has(error: unknown, flag: string): boolean {
  return (
    error instanceof Error && flag in error && Boolean((error as unknown as Record<string, unknown>)[flag])
  );
}

/** In ascending order, each once, whatever the server answers; null when it answers nothing sensible. */
async function newUids(client: ImapFlow, known: number, since: Date): Promise<number[] | null> {
  try {
    // A day is a day somewhere on earth.
    const day = new Date(since.getTime() - 86_400_000);
    const found = await client.search({ uid: `${known + 1}:*`, since: day }, { uid: true });
    if (!Array.isArray(found)) return null;
    // `n:*` names the last message even when its UID is below n.
    const fresh = new Set(found.filter((uid) => Number.isSafeInteger(uid) && uid > known));
    return [...fresh].sort((one, other) => one - other);
  } catch {
    return null;
  }
}

async function fetchMessage(
  client: ImapFlow,
  uid: number,
  largestMessage: number,
): Promise<MailboxMessage | "gone" | "refused" | "dropped"> {
  try {
    const sized = await client.fetchOne(String(uid), { size: true }, { uid: true });
    if (!sized) return "gone";
    const bytes = sized.size ?? 0;
    if (bytes <= largestMessage) {
      const full = await client.fetchOne(
        String(uid),
        { source: { maxLength: largestMessage } },
        { uid: true },
      );
      if (full !== false && full.source) return { uid, bytes, source: full.source, whole: true };
    }
    const head = await client.fetchOne(String(uid), { headers: true }, { uid: true });
    const headers = head === false ? undefined : head.headers;
    return { uid, bytes, source: headers?.subarray(0, headersAtMost) ?? Buffer.alloc(0), whole: false };
  } catch {
    return client.usable ? "refused" : "dropped";
  }
}

/** What stands for a message that the server keeps to itself, so that those behind it are read. */
function nameOnly({ uidValidity, lastUid: uid }: MailboxPosition): MailboxMessage {
  return { uid, bytes: 0, source: Buffer.from(`X-Refused: ${uidValidity}/${uid}\r\n\r\n`), whole: false };
}
