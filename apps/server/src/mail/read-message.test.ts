import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readMessage } from "./read-message.ts";

const message = (headers: string[], body: string) =>
  Buffer.from([...headers, "", body].join("\r\n"), "latin1");
const basic = [
  "From: Abuse <abuse@hote.example>",
  "To: reponses+tagtag@ligne.example",
  "Subject: Re: Notice",
];

test("the facts of a plain answer", async () => {
  const raw = message(
    [
      "Authentication-Results: mx.ligne.example; dmarc=pass",
      "Authentication-Results: mx.elsewhere.example; dmarc=fail",
      "Delivered-To: <Reponses+TAGTAG@ligne.example>",
      "Return-Path: <abuse@hote.example>",
      "From: =?utf-8?q?=C3=89quipe_abus?= <Abuse@hote.example>",
      'To: "x, y" <reponses+tagtag@ligne.example>',
      "Cc: other@hote.example, Liste: a@hote.example, b@hote.example;",
      "Subject: =?utf-8?b?UmU6IE5vdGlmaWNhdGlvbg==?=",
      "Date: Mon, 02 Mar 2026 09:00:00 +0100",
      "Message-ID: <reply-1@hote.example>",
      "In-Reply-To: <n1@ligne.example>",
      "References: <n0@ligne.example>",
      " <n1@ligne.example>",
      "Precedence: bulk",
      "X-Autoreply: yes",
      "Content-Type: text/plain; charset=iso-8859-1",
      "Content-Transfer-Encoding: quoted-printable",
    ],
    "Le contenu a =E9t=E9 retir=E9.\r\n",
  );
  const { sha256, ...facts } = await readMessage(raw);
  expect(sha256).toEqual(createHash("sha256").update(raw).digest());
  expect(facts).toEqual({
    bytes: raw.length,
    whole: true,
    malformed: false,
    messageId: "reply-1@hote.example",
    inReplyTo: ["n1@ligne.example"],
    references: ["n0@ligne.example", "n1@ligne.example"],
    sender: "Abuse@hote.example",
    recipients: ["reponses+tagtag@ligne.example", "other@hote.example", "a@hote.example", "b@hote.example"],
    subject: "Re: Notification",
    date: new Date("2026-03-02T08:00:00Z"),
    text: "Le contenu a été retiré.",
    cutShort: false,
    autoSubmitted: null,
    precedence: "bulk",
    autoReply: true,
    list: false,
    emptyReturnPath: false,
    authenticationResults: ["mx.ligne.example; dmarc=pass", "mx.elsewhere.example; dmarc=fail"],
    vigieNotices: [],
    report: null,
    attachments: [],
  });
});

test("a delivery status notification says which message failed for whom, and why", async () => {
  const raw = message(
    [
      "Return-Path: <>",
      "From: MAILER-DAEMON@mx.hote.example",
      "To: reponses+tagtag@ligne.example",
      "Subject: Undelivered",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      "Auto-Submitted: auto-replied",
    ],
    [
      "--b",
      "",
      "I could not deliver it.",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx.hote.example",
      "",
      "Original-Recipient: rfc822;Abuse@hote.example",
      "Final-Recipient: rfc822; abuse-desk@intern.hote.example",
      "Action: failed",
      "Status: 5.1.1",
      "Diagnostic-Code: smtp; 550 5.1.1",
      "   no such user",
      "",
      "Final-Recipient: rfc822; copy@hote.example",
      "Action: delayed (for now)",
      "Status: 4.4.1",
      "--b",
      "Content-Type: text/rfc822-headers",
      "",
      "Message-ID: <n1@ligne.example>",
      "Vigie-Notice: 0190a000-0000-7000-8000-000000000001",
      "--b--",
      "",
    ].join("\r\n"),
  );
  const facts = await readMessage(raw);
  expect(facts.emptyReturnPath).toBe(true);
  expect(facts.text).toBe("I could not deliver it.");
  expect(facts.attachments).toEqual([]);
  expect(facts.vigieNotices).toEqual([]);
  expect(facts.report).toEqual({
    statuses: [
      {
        action: "failed",
        status: "5.1.1",
        recipients: ["abuse@hote.example", "abuse-desk@intern.hote.example"],
        diagnostic: "smtp; 550 5.1.1 no such user",
      },
      { action: "delayed", status: "4.4.1", recipients: ["copy@hote.example"], diagnostic: null },
    ],
    originalIds: ["n1@ligne.example"],
  });
});

test("of HTML mail the words stay; a tracker is never asked for, and leaves no trace", async () => {
  const raw = message(
    [...basic, "Content-Type: text/html; charset=utf-8"],
    '<p>Removed.</p><img src="https://track.example/42.gif"><a href="https://track.example/42">more</a>',
  );
  const { text } = await readMessage(raw);
  expect(text).toBe("Removed.\nmore");
});

test("a message that is forwarded inside another is an attachment, not what its sender says", async () => {
  const raw = message(
    [...basic, 'Content-Type: multipart/mixed; boundary="b"'],
    "--b\r\n\r\nSee below.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nThe content has been removed.\r\n--b--\r\n",
  );
  const facts = await readMessage(raw);
  expect(facts.text).toBe("See below.");
  expect(facts.attachments).toHaveLength(1);
});

test("attachments are named, measured and hashed, never kept; their names cannot turn the line around", async () => {
  const content = randomBytes(3_000);
  const raw = message(
    [...basic, 'Content-Type: multipart/mixed; boundary="b"'],
    [
      "--b",
      "",
      "See attached.",
      "--b",
      "Content-Type: application/zip; name*=utf-8''invoice%E2%80%AEfdp.exe%00",
      "Content-Transfer-Encoding: base64",
      "",
      content.toString("base64").replace(/.{76}/g, "$&\r\n"),
      "--b--",
    ].join("\r\n"),
  );
  expect((await readMessage(raw)).attachments).toEqual([
    { name: "invoice fdp.exe", bytes: 3_000, sha256: createHash("sha256").update(content).digest("hex") },
  ]);
});

test("a message with two senders, two subjects or two ids is malformed: nobody can say who wrote what", async () => {
  for (const headers of [
    [...basic, "From: other@hote.example"],
    [...basic, "Subject: other"],
    [...basic, "Message-ID: <a@b.example>", "Message-ID: <c@b.example>"],
    ["From: a@hote.example, b@hote.example"],
    ["Subject: nobody"],
    ["From: not an address"],
  ]) {
    expect((await readMessage(message(headers, "x"))).malformed).toBe(true);
  }
});

test("a long text is cut, and says so", async () => {
  const facts = await readMessage(message(basic, "word \r\n".repeat(30_000)));
  expect(facts.text.length).toBeLessThanOrEqual(20_000);
  expect(facts.cutShort).toBe(true);
});

const repeated = (text: string, times: number) => text.repeat(times);
const nested = (depth: number) =>
  Array.from(
    { length: depth },
    (_, at) => `Content-Type: multipart/mixed; boundary="b${at}"\r\n\r\n--b${at}\r\n`,
  ).join("");
const hostile: [string, Buffer][] = [
  ["30 MB of lines", message(basic, repeated("a\r\n", 10_000_000))],
  ["30 MB in one line", message(basic, repeated("a", 30_000_000))],
  [
    "a million parts",
    message([...basic, "Content-Type: multipart/mixed; boundary=b"], repeated("--b\r\n\r\n", 1_000_000)),
  ],
  [
    "10,000 parts",
    message([...basic, "Content-Type: multipart/mixed; boundary=b"], repeated("--b\r\n\r\nx\r\n", 10_000)),
  ],
  ["300 levels", message([...basic.slice(0, 2), nested(300)], "x")],
  ["a header of 5 MB", message([...basic, `X-Bomb: ${repeated("y", 5_000_000)}`], "x")],
  ["a million headers", message([...basic, ...Array.from({ length: 1_000_000 }, () => "X: y")], "x")],
  ["unclosed HTML", message([...basic, "Content-Type: text/html"], repeated("<a <script <!-", 500_000))],
  ["an unclosed address", message([`From: ${repeated('<"(', 50_000)}`], "x")],
  [
    "encoded words that never end",
    message([...basic.slice(0, 2), `Subject: ${repeated("=?utf-8?b?", 20_000)}`], "x"),
  ],
  ["a broken charset", message([...basic, "Content-Type: text/plain; charset=klingon"], "\xff\xfe\x00x")],
  ["broken base64", message([...basic, "Content-Transfer-Encoding: base64"], "=a==\0*!")],
  ["nothing", Buffer.alloc(0)],
  ["no headers", Buffer.from("\r\n\r\nhello")],
];

test.each(hostile)("%s is survived, and stays bounded", async (_, raw) => {
  const facts = await readMessage(raw);
  expect(facts.text.length).toBeLessThanOrEqual(20_000);
  expect(facts.subject.length).toBeLessThanOrEqual(200);
  expect(facts.attachments.length).toBeLessThanOrEqual(50);
  expect(facts.references.length).toBeLessThanOrEqual(100);
  expect(facts.text).not.toContain("\0");
});

test("of a message that is too large only the headers are read", async () => {
  const headers = message([...basic, "Message-ID: <big@hote.example>"], "");
  const facts = await readMessage(headers, { whole: false, bytes: 30_000_000 });
  expect(facts).toMatchObject({ whole: false, bytes: 30_000_000, sender: "abuse@hote.example", text: "" });
  const other = await readMessage(headers, { whole: false, bytes: 30_000_001 });
  expect(other.sha256).not.toEqual(facts.sha256);
});

test("whatever bytes come in, reading never throws and gives well-formed text without controls", async () => {
  const line = fc.oneof(
    fc.constantFrom(
      ...basic,
      "",
      "--b",
      "Content-Type: multipart/report; boundary=b",
      "Content-Type: message/delivery-status",
      "Action: failed",
    ),
    fc.string({ unit: "binary" }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 30 }), async (lines) => {
      const facts = await readMessage(Buffer.from(lines.join("\r\n")));
      for (const text of [facts.text, facts.subject, facts.sender ?? ""]) {
        expect(text.isWellFormed()).toBe(true);
        expect(text).not.toMatch(/[^\P{Cc}\n\t]/u);
      }
    }),
  );
});
