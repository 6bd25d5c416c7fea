import { createHash } from "node:crypto";
import PostalMime, { type Address, type Attachment, addressParser, type Email } from "postal-mime";
import { headerText } from "./header-text.ts";
import { htmlText } from "./html-text.ts";

/** What a delivery status notification says about one recipient (RFC 3464). */
export interface DeliveryStatus {
  action: "failed" | "delayed" | "delivered" | "relayed" | "expanded" | "unknown";
  /** `5.1.1`; null when it names none. */
  status: string | null;
  /** Addresses it speaks of, in lower case: the one written to, and where it ended. */
  recipients: readonly string[];
  diagnostic: string | null;
}

/** The plain facts of a message from outside: bounded, nothing of it to be rendered or fetched. */
export interface MailFacts {
  /** SHA-256 of what was read. */
  sha256: Buffer;
  /** Size in bytes as the message travels. */
  bytes: number;
  /** false: it was too large, and only its headers were read. */
  whole: boolean;
  /** It breaks the rules of a message so that nobody can say who wrote it, or what. */
  malformed: boolean;
  /** Without angle brackets. */
  messageId: string | null;
  inReplyTo: readonly string[];
  /** Oldest first. */
  references: readonly string[];
  /** Address in `From`; null unless there is exactly one. */
  sender: string | null;
  /** Every address it says it was sent or delivered to, in lower case. */
  recipients: readonly string[];
  subject: string;
  /** When it says it was written. */
  date: Date | null;
  text: string;
  /** The text went on. */
  cutShort: boolean;
  /** RFC 3834; null without the header. */
  autoSubmitted: string | null;
  precedence: string | null;
  /** One of the older headers by which machines say that they answer. */
  autoReply: boolean;
  /** It came over a mailing list. */
  list: boolean;
  /** It was sent so that it cannot be returned: machines do that. */
  emptyReturnPath: boolean;
  /** Values of `Authentication-Results`, topmost first. */
  authenticationResults: readonly string[];
  /** Values of the `Vigie-Notice` headers. */
  vigieNotices: readonly string[];
  /** A report about a message (`multipart/report`). */
  report: {
    statuses: readonly DeliveryStatus[];
    /** Message-ID of the message that it is about. */
    originalIds: readonly string[];
  } | null;
  /** The first of them: names, sizes and SHA-256 in hex. */
  attachments: readonly { name: string; bytes: number; sha256: string }[];
}

/** What the headers and reports of a message say of who wrote it. */
export type MailMarks = Pick<
  MailFacts,
  "autoSubmitted" | "autoReply" | "precedence" | "emptyReturnPath" | "list" | "report"
>;

// The parser keeps each line as an object of its own: 10 MB of attachments have 140,000, 10 MB of empty lines 10 million.
const mostLines = 200_000;
const largestHeaders = 256_000;
/** Characters of the text; of so many that are read, layout included. */
const longestText = 20_000;
const mostRead = 1_000_000;
const longestId = 250;
const mostIds = 100;
const mostAddresses = 100;
const mostAttachments = 50;
const mostStatuses = 20;
const longestReportPart = 64_000;

/**
 * Reads a message from outside. Never throws: what cannot be read comes back as `malformed`, with what could be.
 * @param source the message, or only its headers when it was too large.
 * @param options.bytes its size; that of `source` unless told.
 */
export async function readMessage(
  source: Buffer,
  { whole = true, bytes = source.length }: { whole?: boolean; bytes?: number } = {},
): Promise<MailFacts> {
  const sha256 = createHash("sha256").update(source).digest();
  // A message cut to its headers says its size too, so that two with the same headers stay apart.
  const facts = {
    sha256: whole ? sha256 : sized(sha256, bytes),
    bytes,
    whole: whole && !hasMoreLinesThan(source, mostLines),
  };
  try {
    const email = await PostalMime.parse(facts.whole ? source : headersOf(source), {
      maxNestingDepth: 30,
      maxHeadersSize: largestHeaders,
      maxRfc822NestingDepth: 0,
    });
    return { ...facts, ...factsOf(email) };
  } catch {
    return { ...facts, ...unread };
  }
}

const unread: Omit<MailFacts, "sha256" | "bytes" | "whole"> = {
  malformed: true,
  messageId: null,
  inReplyTo: [],
  references: [],
  sender: null,
  recipients: [],
  subject: "",
  date: null,
  text: "",
  cutShort: false,
  autoSubmitted: null,
  precedence: null,
  autoReply: false,
  list: false,
  emptyReturnPath: false,
  authenticationResults: [],
  vigieNotices: [],
  report: null,
  attachments: [],
};

function sized(digest: Buffer, bytes: number): Buffer {
  return createHash("sha256").update(digest).update(String(bytes)).digest();
}

function hasMoreLinesThan(source: Buffer, most: number): boolean {
  let lines = 0;
  for (let at = source.indexOf(10); at !== -1; at = source.indexOf(10, at + 1)) {
    lines += 1;
    if (lines > most) return true;
  }
  return false;
}

/** Up to the empty line; a message that has none for so long is not read further. */
function headersOf(source: Buffer): Buffer {
  const end = /\r?\n\r?\n/.exec(source.subarray(0, largestHeaders).toString("latin1"));
  return source.subarray(0, end ? end.index + end[0].length : largestHeaders);
}

function factsOf(email: Email): Omit<MailFacts, "sha256" | "bytes" | "whole"> {
  const header = (name: string) => email.headers.find(({ key }) => key === name)?.value ?? null;
  const all = (name: string) => email.headers.filter(({ key }) => key === name).map(({ value }) => value);
  const word = (name: string) => header(name)?.trim().toLowerCase().slice(0, 100) ?? null;
  const from = all("from");
  const senders = from.length === 1 ? mailboxes(addressParser(from[0] ?? "")) : [];
  const { text, cutShort } = textOf(email);
  const report = reportOf(email, word("content-type") ?? "");
  return {
    malformed: senders.length !== 1 || all("subject").length > 1 || all("message-id").length > 1,
    messageId: idsIn(header("message-id"))[0] ?? null,
    inReplyTo: idsIn(header("in-reply-to")),
    references: idsIn(header("references")),
    sender: senders.length === 1 ? (senders[0] ?? null) : null,
    recipients: recipientsOf(email),
    subject: headerText(email.subject ?? ""),
    date: dateOf(email.date),
    text,
    cutShort,
    autoSubmitted: word("auto-submitted"),
    precedence: word("precedence"),
    autoReply: ["x-autoreply", "x-autorespond", "x-auto-reply"].some((name) => {
      const value = word(name);
      return value !== null && value !== "no";
    }),
    list: header("list-id") !== null || header("list-unsubscribe") !== null,
    emptyReturnPath: /^\s*<\s*>\s*$/.test(header("return-path") ?? ""),
    authenticationResults: all("authentication-results").slice(0, 20),
    vigieNotices: all("vigie-notice")
      .slice(0, 5)
      .map((value) => value.trim().slice(0, 100)),
    report: report?.report ?? null,
    attachments: email.attachments
      .filter((attachment) => !report?.parts.has(attachment))
      .slice(0, mostAttachments)
      .map(named),
  };
}

function textOf(email: Email): { text: string; cutShort: boolean } {
  const plain = email.text?.trim() ? email.text : htmlText((email.html ?? "").slice(0, mostRead));
  const text = plain
    .slice(0, mostRead)
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    // Controls, and characters that turn the direction of what follows them.
    .replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  const cutShort = text.length > longestText || plain.length > mostRead;
  return { text: text.slice(0, longestText).toWellFormed(), cutShort };
}

function named(attachment: Attachment): MailFacts["attachments"][number] {
  const content = bytesOf(attachment);
  return {
    name: headerText(attachment.filename ?? ""),
    bytes: content.length,
    sha256: createHash("sha256").update(content).digest("hex"),
  };
}

function bytesOf({ content }: Attachment): Buffer {
  if (typeof content === "string") return Buffer.from(content);
  return content instanceof Uint8Array ? Buffer.from(content) : Buffer.from(new Uint8Array(content));
}

function recipientsOf(email: Email): string[] {
  const delivered = email.headers
    .filter(({ key }) => ["delivered-to", "x-original-to", "envelope-to", "x-envelope-to"].includes(key))
    .slice(0, 10)
    .flatMap(({ value }) => addressParser(value.slice(0, 1_000)));
  const addresses = mailboxes([...(email.to ?? []), ...(email.cc ?? []), ...delivered]);
  return [...new Set(addresses.map((address) => address.toLowerCase()))].slice(0, mostAddresses);
}

/** Addresses without their names. What has a space or no single @ is none. */
function mailboxes(addresses: readonly Address[]): string[] {
  return addresses
    .flatMap((one) => (one.group ? one.group : [one]))
    .map(({ address }) => address ?? "")
    .filter((address) => address.length <= 254 && /^[^@\s\p{C}]+@[^@\s\p{C}]+$/u.test(address));
}

/** Message-IDs of a header. The last ones when there are too many: they are the nearest. */
function idsIn(value: string | null): string[] {
  const ids = [...(value ?? "").matchAll(/<([^<>\s]+)>/g)].map(([, id = ""]) => id);
  return ids.filter((id) => id.length <= longestId).slice(-mostIds);
}

function dateOf(date: string | undefined): Date | null {
  const time = date === undefined ? Number.NaN : Date.parse(date);
  const year = Number.isNaN(time) ? 0 : new Date(time).getUTCFullYear();
  return year >= 1970 && year < 3000 ? new Date(time) : null;
}

/** The parts of a report, or nothing when the message is none. */
function reportOf(
  email: Email,
  contentType: string,
): { report: NonNullable<MailFacts["report"]>; parts: Set<Attachment> } | null {
  if (!contentType.startsWith("multipart/report")) return null;
  const of = (pattern: RegExp) => email.attachments.filter(({ mimeType }) => pattern.test(mimeType));
  const statusParts = of(/^message\/(global-)?delivery-status$/);
  const originals = of(/^(message\/(rfc822|global|rfc822-headers|global-headers)|text\/rfc822-headers)$/);
  const headers = originals.slice(0, 2).flatMap((part) => fieldGroups(part).slice(0, 1));
  return {
    report: {
      statuses: statusParts
        .slice(0, 2)
        .flatMap(fieldGroups)
        .filter((fields) => fields.has("action") || fields.has("final-recipient"))
        .slice(0, mostStatuses)
        .map(statusOf),
      originalIds: headers.flatMap((fields) => idsIn(fields.get("message-id") ?? null)),
    },
    parts: new Set([...statusParts, ...originals]),
  };
}

/** Groups of fields with an empty line between them, folded lines joined; the first of a name counts. */
function fieldGroups(part: Attachment): Map<string, string>[] {
  const text = bytesOf(part)
    .subarray(0, longestReportPart)
    .toString("utf8")
    .replace(/\r\n?/g, "\n")
    .trimStart();
  return text.split(/\n\n+/).map((group) => {
    const fields = new Map<string, string>();
    for (const line of group.replace(/\n[ \t]+/g, " ").split("\n")) {
      const colon = line.indexOf(":");
      const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
      if (name !== "" && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
    }
    return fields;
  });
}

const actions = ["failed", "delayed", "delivered", "relayed", "expanded"] as const;

function statusOf(fields: Map<string, string>): DeliveryStatus {
  const action = fields.get("action")?.toLowerCase() ?? "";
  // `rfc822; someone@example.org`
  const address = (name: string) =>
    fields.get(name)?.split(";").at(-1)?.trim().replace(/^<|>$/g, "").toLowerCase();
  return {
    action: actions.find((known) => action.startsWith(known)) ?? "unknown",
    status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get("status") ?? "")?.[0] ?? null,
    recipients: [address("original-recipient"), address("final-recipient")].filter(
      (one): one is string => one !== undefined && one !== "",
    ),
    diagnostic: headerText(fields.get("diagnostic-code") ?? "") || null,
  };
}
