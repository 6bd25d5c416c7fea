import { createHash } from "node:crypto";

/** What a signature in a mail is over: all of it can be read again in the mail that arrived. */
export interface MailFacts {
  noticeId: string;
  /** With or without angle brackets. */
  messageId: string;
  from: string;
  to: string;
  replyTo: string;
  subject: string;
  date: Date;
  text: string;
}

/**
 * The signed bytes: nine lines of UTF-8, each ended by a line feed. Line ends, white space at the end of a line and
 * empty lines at the end of the text do not count; every other character does.
 */
export function mailStatement(facts: MailFacts): string {
  const text = withoutEnd(
    facts.text
      .replace(/\r\n?/g, "\n")
      .split("\n")
      .map((line) => withoutEnd(line, " \t"))
      .join("\n"),
    "\n",
  );
  const lines = {
    notice: facts.noticeId,
    "message-id": facts.messageId.replace(/^<|>$/g, ""),
    from: facts.from.toLowerCase(),
    to: facts.to.toLowerCase(),
    "reply-to": facts.replyTo.toLowerCase(),
    subject: facts.subject,
    date: `${facts.date.toISOString().slice(0, 19)}Z`,
    "text-sha256": createHash("sha256").update(text).digest("hex"),
  };
  const written = Object.entries(lines).map(
    ([name, value]) => `${name}: ${value.replace(/\s+/g, " ").trim()}\n`,
  );
  return `vigie-mail-1\n${written.join("")}`;
}

/** Without those characters at its end. A pattern would look at each run of them once for every character in it. */
function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

// A header line has at most 998 characters (RFC 5322, 2.1.1): spaces are where it may be folded.
const chunkLength = 70;

/** A signature or label as a header value. White space in it means nothing. */
export const spaced = (jws: string) => jws.replace(new RegExp(`.{${chunkLength}}(?=.)`, "g"), "$& ");
export const unspaced = (value: string) => value.replace(/[ \t\r\n]+/g, "");
