import { randomUUID } from "node:crypto";
import fc from "fast-check";
import postalMime from "postal-mime";
import { expect, test } from "vitest";
import { composeMessage } from "../mail/compose-message.ts";
import { jwkOf, signDetached } from "./jws-rules.ts";
import { mailStatement, spaced } from "./mail-statement-rules.ts";
import { checks, days, holder, labelBy, minutes, now, stranger, voucher } from "./test-labels.ts";
import type { LabelChecks } from "./verify-label-rules.ts";
import { verifyMail } from "./verify-mail.ts";

const families = Array.from(
  { length: 22 },
  (_, number) => `une_famille_de_fondements_${"abcdefghijklmnopqrstuv"[number]}`,
);
const from = { name: "Ligne d’écoute", address: "contact@ligne.example" };
const text = [
  "Madame, Monsieur,",
  "",
  "From here a line begins as mailboxes write it, with spaces at its end:   ",
  ".un point, des caractères accentués, une adresse longue :",
  `https://hote.example/${"a".repeat(200)}?b=c`,
  "-- ",
  "Ligne d’écoute",
  "",
].join("\n");

interface Written {
  subject?: string;
  label?: string;
  signer?: typeof holder;
  headers?: Record<string, string>;
  date?: Date;
}

/** A mail as it leaves, signed as `signMail` signs. */
async function mail({
  subject = "Notification n° 2026-0001 : contenu illicite",
  label,
  signer = holder,
  headers = {},
  date = now,
}: Written = {}) {
  const noticeId = randomUUID();
  const facts = {
    noticeId,
    messageId: `${noticeId}@ligne.example`,
    from: from.address,
    to: "Abuse@hote.example",
    replyTo: "contact+abc@ligne.example",
    subject,
    date,
    text,
  };
  const raw = await composeMessage(from, {
    messageId: facts.messageId,
    to: { name: "Hôte", address: facts.to },
    replyTo: facts.replyTo,
    subject,
    text,
    language: "fr",
    date,
    automatic: false,
    headers: {
      "Vigie-Notice": noticeId,
      "Vigie-Label": spaced(label ?? labelBy(holder, { areas: families })),
      "Vigie-Signature": spaced(signDetached(signer, "vigie-mail", mailStatement(facts))),
      ...headers,
    },
  });
  return { noticeId, raw: raw.toString("latin1") };
}

async function outcomeOf(raw: string, more: Partial<LabelChecks> = {}) {
  const verdict = await verifyMail(Buffer.from(raw, "latin1"), checks(more));
  return verdict.kind === "ok" ? verdict.level : verdict.code;
}

test("a mail of ours verifies as it left, with a long label, and names its notice", async () => {
  const { raw, noticeId } = await mail();
  expect(Math.max(...raw.split("\r\n").map(({ length }) => length))).toBeLessThanOrEqual(998);
  expect(await verifyMail(Buffer.from(raw, "latin1"), checks())).toMatchObject({
    kind: "ok",
    level: "declared",
    noticeId,
    sentAt: now,
  });
});

test("what mail servers do to a message on its way leaves it verified", async () => {
  const { raw } = await mail();
  const [head = "", body = ""] = raw.split(/\r\n\r\n([\s\S]*)/);
  const ways = {
    "line feeds only": raw.replaceAll("\r\n", "\n"),
    "headers on one line each": `${head.replace(/\r\n[ \t]+/g, " ")}\r\n\r\n${body}`,
    "headers folded elsewhere": `${head.replace(/(.{60}) /g, "$1\r\n ")}\r\n\r\n${body}`,
    "headers in another order, others on top": `Received: from x by y;\r\n\tMon, 2 Mar 2026 08:00:09 +0000\r\nX-Spam: no\r\n${head
      .split(/\r\n(?![ \t])/)
      .reverse()
      .join("\r\n")}\r\n\r\n${body}`,
    "empty lines at the end": `${raw}\r\n\r\n`,
    "text as 8 bits": eightBit(head, body),
    "text as base64": `${head.replace(/quoted-printable/i, "base64")}\r\n\r\n${Buffer.from(decoded(body), "latin1").toString("base64").replace(/.{76}/g, "$&\r\n")}`,
  };
  for (const [way, arrived] of Object.entries(ways)) expect(await outcomeOf(arrived), way).toBe("declared");
});

test("spaces and empty lines count inside a text and not at its ends, however many there are", () => {
  const gap = " \t".repeat(250_000);
  const lines = "\n".repeat(500_000);
  const facts = {
    ...{ noticeId: randomUUID(), messageId: "a@ligne.example", from: "a@ligne.example" },
    ...{ to: "abuse@hote.example", replyTo: "a@ligne.example", subject: "Notification", date: now },
  };
  const statement = (text: string) => mailStatement({ ...facts, text });
  expect(statement(`a${gap}b${lines}c${gap}\r\n${lines}`)).toBe(statement(`a${gap}b${lines}c`));
  expect(statement(`a${gap}b`)).not.toBe(statement("a b"));
});

test("a footer, a changed word, another address or another part breaks it", async () => {
  const { raw, noticeId } = await mail();
  const multipart = raw
    .replace(
      /Content-Type: text\/plain[^\r]*(\r\n[ \t][^\r]*)*/i,
      'Content-Type: multipart/mixed; boundary="b"',
    )
    .replace(
      "\r\n\r\n",
      "\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
    );
  const broken: Record<string, [string, string]> = {
    footer: [`${raw}\r\n______\r\nliste@liste.example\r\n`, "bad_signature"],
    word: [raw.replace("Madame", "Madome"), "bad_signature"],
    subject: [raw.replace(/^Subject: .*(\r\n[ \t].*)*/m, "Subject: [liste] autre"), "bad_signature"],
    to: [raw.replace("Abuse@hote.example", "abuse@autre.example"), "bad_signature"],
    "reply-to": [raw.replace("contact+abc@", "contact+abd@"), "bad_signature"],
    from: [raw.replace("<contact@ligne.example>", "<contact@liqne.example>"), "bad_signature"],
    date: [raw.replace("08:00:00", "08:00:01"), "bad_signature"],
    notice: [raw.replace(`Vigie-Notice: ${noticeId}`, `Vigie-Notice: ${randomUUID()}`), "bad_signature"],
    "message-id": [raw.replace(/Message-ID: <./i, "Message-ID: <-"), "bad_signature"],
    "two subjects": [`Subject: autre\r\n${raw}`, "malformed"],
    "two labels": [`Vigie-Label: ${labelBy(holder)}\r\n${raw}`, "malformed"],
    "no reply-to": [raw.replace(/^Reply-To: .*\r\n/m, ""), "malformed"],
    "two recipients": [raw.replace("<Abuse@hote.example>", "<Abuse@hote.example>, b@c.example"), "malformed"],
    "no signature": [raw.replace(/^Vigie-(Label|Signature):.*\r\n([ \t].*\r\n)*/gm, ""), "unsigned"],
    html: [raw.replace("text/plain", "text/html"), "not_plain_text"],
    "a second part": [
      `${multipart}\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>autre</p>\r\n--b--\r\n`,
      "not_plain_text",
    ],
  };
  for (const [what, [arrived, code]] of Object.entries(broken)) {
    expect(arrived, what).not.toBe(raw);
    expect(await outcomeOf(arrived), what).toBe(code);
  }
});

test("another's label, another's hand, and a signature of another mail are refused", async () => {
  expect(await outcomeOf((await mail({ signer: stranger })).raw)).toBe("key_mismatch");
  expect(await outcomeOf((await mail({ label: labelBy(stranger) })).raw)).toBe("unknown_key");
  const vouched = { label: labelBy(voucher) };
  expect(await outcomeOf((await mail(vouched)).raw, { trusted: [jwkOf(voucher)] })).toBe("vouched");
  const one = await mail();
  const other = await mail({ headers: { "Vigie-Signature": signatureIn(one.raw) } });
  expect(await outcomeOf(other.raw)).toBe("bad_signature");
  expect(await outcomeOf((await mail({ headers: { "Vigie-Signature": spaced(labelBy(holder)) } })).raw)).toBe(
    "wrong_type",
  );
});

test("a mail from the future, from before its label, or after its end is refused", async () => {
  expect(await outcomeOf((await mail({ date: minutes(5) })).raw)).toBe("declared");
  expect(await outcomeOf((await mail({ date: minutes(60) })).raw)).toBe("not_yet_valid");
  expect(await outcomeOf((await mail({ date: days(-1) })).raw)).toBe("not_yet_valid");
  expect(await outcomeOf((await mail()).raw, { now: days(366) })).toBe("expired");
});

test("bytes that are no mail are refused, not an error", async () => {
  for (const raw of ["", "x", "\0\0", "Subject: a\r\n\r\n", "Vigie-Label: x\r\nVigie-Signature: y\r\n\r\n"])
    expect(["malformed", "unsigned"]).toContain(await outcomeOf(raw));
});

test("10,000 mails that say something else are refused; one that says the same is accepted", {
  timeout: 240_000,
}, async () => {
  const { raw } = await mail();
  const said = await readBy(raw);
  const spans = [
    ...raw.matchAll(/^(Vigie-\w+|Subject|Message-ID|Date):\s+(?<value>.*(\r\n[ \t].*)*)/gim),
  ].map(({ 0: whole, index, groups }) => ({
    from: index + whole.length - (groups?.["value"]?.length ?? 0),
    to: index + whole.length,
  }));
  expect(spans).toHaveLength(6);
  spans.push({ from: raw.indexOf("\r\n\r\n") + 4, to: raw.trimEnd().length });
  const change = fc.constantFrom(...spans).chain(({ from: first, to: last }) =>
    fc.record({
      at: fc.integer({ min: first, max: last - 1 }),
      letter: fc.constantFrom(..."AZaz09-_.:/é "),
      how: fc.constantFrom("replace", "insert", "drop"),
    }),
  );
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(change, async ({ at, letter, how }) => {
      const added = how === "drop" ? "" : letter;
      const changed = raw.slice(0, at) + added + raw.slice(how === "insert" ? at : at + 1);
      const verified = (await outcomeOf(changed)) === "declared";
      expect(verified).toBe((await readBy(changed)) === said);
      if (!verified) refused += 1;
    }),
    { numRuns: 12_000 },
  );
  expect(refused).toBeGreaterThan(10_000);
});

/** What a reader of the mail gets to see of what is signed. */
async function readBy(raw: string): Promise<string> {
  const {
    headers,
    subject,
    messageId,
    date,
    text: body = "",
  } = await postalMime.parse(Buffer.from(raw, "latin1"));
  const ours = headers
    .filter(({ key }) => key.startsWith("vigie-"))
    .map(({ key, value }) => [
      key,
      key === "vigie-notice" ? value.replace(/\s+/g, " ").trim() : value.replace(/\s/g, ""),
    ]);
  const words = body
    .replace(/\r\n?/g, "\n")
    .replace(/[ \t]+$/gm, "")
    .trimEnd();
  return JSON.stringify([
    ours,
    subject?.replace(/\s+/g, " ").trim(),
    messageId?.replace(/^<|>$/g, "").trim(),
    date,
    words,
  ]);
}

const signatureIn = (raw: string) =>
  /^Vigie-Signature:\s+(.*(\r\n[ \t].*)*)/m.exec(raw)?.[1]?.replace(/\s+/g, " ") ?? "";
const decoded = (quoted: string) =>
  quoted
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
const eightBit = (head: string, body: string) =>
  `${head.replace(/quoted-printable/i, "8bit")}\r\n\r\n${decoded(body)}`;
