import { randomBytes, randomInt } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { deflateSync } from "node:zlib";
import { evidenceKinds, languages, type NoticeChannel, noticeKinds } from "@vigie/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { assessCase } from "../apps/server/src/cases/assess-case.ts";
import { writeNote } from "../apps/server/src/cases/write-note.ts";
import { allServices } from "../apps/server/src/catalogue/installed-catalogue.ts";
import { addEvidence } from "../apps/server/src/evidence/add-evidence.ts";
import { type LetterContent, renderDocuments } from "../apps/server/src/evidence/render-documents.ts";
import { deliverNotice } from "../apps/server/src/notices/deliver-notice.ts";
import { noticeViews } from "../apps/server/src/notices/notice-view.ts";
import { openIdentity } from "../apps/server/src/notices/open-identity.ts";
import { queueNotices } from "../apps/server/src/notices/queue-notices.ts";
import { renderLetter } from "../apps/server/src/notices/render-letter.ts";
import { writeMessage } from "../apps/server/src/reports/write-message.ts";
import { digitMark, findCanaries, readsDrawnText, wordMark } from "./canary-scanner.ts";
import { useHotline } from "./hotline.ts";
import { useSmtp } from "./smtp.ts";

/*
 * Nothing of a reporter leaves with a notice. Reports are stuffed with words, names, numbers, handles and share tokens
 * that can be recognised anywhere; notices of every kind, way and language are made from them and really sent; all the
 * bytes that left are searched.
 */
const smtp = await useSmtp();
const hotline = useHotline({
  VIGIE_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
  VIGIE_PUBLIC_URL: "https://vigie.example",
  VIGIE_HOTLINE_POSTAL: "12 rue des Lilas, 75011 Paris",
});

const word = () => `${wordMark}${randomBytes(4).toString("hex")}`;
const phone = () => `0${digitMark}${randomInt(100, 999)}`;
/** As people write their numbers. */
const spaced = (digits: string) => digits.replace(/(..)(?=.)/g, "$1 ");

const inbox = { posted: [] as Buffer[], server: undefined as Server | undefined, url: "" };
beforeAll(async () => {
  inbox.server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    inbox.posted.push(Buffer.from(request.rawHeaders.join("\n")), body);
    const { id } = JSON.parse(body.toString("utf8")) as { id: string };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ id, status: "received", reference: "T-1", at: new Date().toISOString() }));
  });
  await new Promise<void>((resolve) => inbox.server?.listen(0, "127.0.0.1", resolve));
  inbox.url = `http://127.0.0.1:${(inbox.server.address() as AddressInfo).port}/inbox`;
});
afterAll(() => inbox.server?.close());

/** How many of a case's notices go each way: by mail, by form, by interface, by post. */
const ways = [
  "email",
  "email",
  "web_form",
  "api",
  "email",
  "web_form",
  "api",
  "email",
  "email",
  "email",
] as const;
// VIGIE_FULL=1 makes a thousand notices; fewer are enough for every kind in every language by every way.
const noticesOfCase = process.env["VIGIE_FULL"] === "1" ? 25 : 5;

const combinations = noticeKinds.flatMap((kind) => languages.map((language) => ({ kind, language })));
type Combination = (typeof combinations)[number];
type Way = (typeof ways)[number];

test("notices, letters and form answers hold nothing of who reported", async () => {
  const cases = [];
  for (const service of allServices()) {
    const addresses = service.objects.flatMap(({ scope, example }) =>
      scope === "domain" && example.startsWith("http") ? [stuffed(example, service.trackingParameters)] : [],
    );
    if (addresses.length > 0) cases.push(await reportedAndAssessed(service.slug, addresses));
  }
  expect(cases.length).toBeGreaterThan(39);

  let turn = 0;
  let letters = 0;
  let notices = 0;
  const seen = new Set<string>();
  const clean = (bytes: Buffer | string, what: string) => {
    expect(findCanaries(Buffer.from(bytes)), what).toEqual([]);
  };

  for (const { caseId, contentIds } of cases) {
    const recipients = Array.from({ length: noticesOfCase }, (_, index) => {
      const isLetter = index === 0 && letters < combinations.length;
      const { kind, language } = combinations[
        (isLetter ? letters : turn) % combinations.length
      ] as Combination;
      const channel: NoticeChannel = isLetter
        ? "post"
        : (ways[Math.floor(turn / combinations.length) % ways.length] as Way);
      if (isLetter) letters += 1;
      else turn += 1;
      const own = `${turn}-${letters}`;
      seen.add(`${kind} ${language} ${channel}`);
      return {
        host: "*",
        name: `Destinataire ${own}`,
        kind,
        channel,
        channelId: null,
        email: channel === "email" ? `abuse-${own}@hote.example` : null,
        url:
          channel === "api"
            ? `${inbox.url}/${own}`
            : channel === "web_form"
              ? `https://hote.example/form/${own}`
              : null,
        postal: channel === "post" ? [`${own} place du Marché`, "59000 Lille"] : null,
        language,
      };
    });
    const { noticeIds } = await queueNotices(hotline.vigie, {
      caseId,
      contentIds,
      recipients,
      explanation: "La personne montrée n’a pas consenti, et l’a fait savoir à qui l’a publiée.",
      identity: { name: "Camille Exemple", mandate: true },
      memberId: hotline.analyst().memberId,
      teamKey: async () => hotline.teamKey,
    });
    notices += noticeIds.length;
    // Each delivery holds a connection to the database.
    for (let at = 0; at < noticeIds.length; at += 5)
      await Promise.all(noticeIds.slice(at, at + 5).map((noticeId) => leave(noticeId)));
    for (const notice of await noticeViews(hotline.vigie.db, caseId, hotline.vigie.keys)) {
      expect(["sent", "prepared"]).toContain(notice.status);
      clean(JSON.stringify(notice), `notice ${notice.kind} ${notice.channel}`);
      expect(notice.body).not.toContain("Camille");
    }
  }
  expect(notices).toBeGreaterThanOrEqual(40 * noticesOfCase);
  expect(letters).toBe(combinations.length);
  for (const { kind, language } of combinations)
    for (const channel of ["email", "web_form", "api", "post"])
      expect(seen).toContain(`${kind} ${language} ${channel}`);

  expect(smtp.mails.length).toBeGreaterThan(0.4 * notices);
  for (const mail of smtp.mails) clean(Buffer.from(mail, "latin1"), "mail");
  expect(inbox.posted.length).toBeGreaterThan(0.2 * notices);
  for (const post of inbox.posted) clean(post, "post to an inbox");
  // Whom it is about reaches those who must know, and so the search would have seen what is in these bytes.
  expect(smtp.mails.filter((mail) => mail.includes("Camille Exemple")).length).toBeGreaterThan(notices / 20);

  /** By its way, for real; what a person carries is printed, or read as they copy it. */
  async function leave(noticeId: string): Promise<void> {
    const notice = await hotline.vigie.db
      .selectFrom("notices")
      .selectAll()
      .where("id", "=", noticeId)
      .executeTakeFirstOrThrow();
    if (notice.channel === "post") return clean(await renderLetter(hotline.vigie, { noticeId }), "letter");
    if (notice.channel === "web_form")
      return clean(openIdentity(hotline.vigie, notice) ?? "-", "identity block");
    // Looking at the locations again is another matter, and these are on the real internet.
    const outcome = await deliverNotice(hotline.vigie, { noticeId }, { recheck: async () => "not_checked" });
    expect(outcome).toEqual({ kind: "sent" });
  }
}, 400_000);

/** An address with everything a share button or a browser adds, each with a canary. */
function stuffed(example: string, own: readonly string[]): string {
  const url = new URL(example);
  const parameters = [...own, "fbclid", "gclid", "igsh", "utm_source", "utm_content", "mc_eid"];
  for (const name of new Set(parameters))
    if (!url.searchParams.has(name)) url.searchParams.append(name, word());
  if (url.hash === "") url.hash = `:~:text=${word()}`;
  return url.href;
}

async function reportedAndAssessed(
  slug: string,
  addresses: readonly string[],
): Promise<{ caseId: string; contentIds: string[] }> {
  const { vigie } = hotline;
  const number = phone();
  const locations = [
    ...addresses,
    `https://forum-${slug}.example/t/1?utm_source=${word()}&fbclid=${word()}#${"utm_term"}=${word()}`,
    `compte @${word()} sur un service, appelez ${spaced(number)}`,
  ];
  const { caseId, receipt } = await hotline.report(locations, {
    concern: "intimate_images",
    text: `Je suis ${word()} ${word()}, mon numéro est le ${spaced(number)} ou ${number}, @${word()} sur ${slug}.`,
    contact: `${word()}@boite.example`,
    situation: {
      uploaderHostile: "unknown",
      blackmail: "none",
      uploaderKnowsVictim: "yes",
      minor: "no",
      fileAtHand: "no",
      standing: "victim",
      country: "FR",
    },
  });
  await writeMessage(vigie, { receipt, text: `Encore moi, ${word()}, ${spaced(phone())}.` });
  const kept = await addEvidence(vigie, {
    receipt,
    entries: evidenceKinds.map((kind) => ({
      kind,
      text:
        kind === "address"
          ? `https://chat.example/${word()}`
          : kind === "phone" || kind === "account_id"
            ? phone()
            : word(),
      day: "",
      time: "",
      timeZone: "Europe/Paris",
    })),
  });
  expect(kept.kind).toBe("added");
  await assessCase(vigie, {
    caseId,
    assessment: {
      grounds: ["ncii", "identity-theft"],
      manifest: "manifest",
      minor: "no",
      reasons: `Vu avec ${word()}.`,
    },
    requester: hotline.analyst(),
  });
  await writeNote(vigie, { caseId, text: `Rappeler ${word()}.`, memberId: hotline.analyst().memberId });
  const contents = await vigie.db.selectFrom("contents").select("id").where("case_id", "=", caseId).execute();
  return { caseId, contentIds: contents.map(({ id }) => id) };
}

const secret = `${wordMark}1234`;
const around = (text: string, before = "x") => `${before}${text} et la suite`;
const inBase64 = (offset: number) => Buffer.from(around(secret, "x".repeat(offset + 1))).toString("base64");

test.each<[string, string | Buffer]>([
  ["plain", around(secret)],
  ["another case", around(secret.toUpperCase())],
  ["UTF-16, little end first", Buffer.from(around(secret), "utf16le")],
  ["UTF-16, big end first", Buffer.from(around(secret), "utf16le").swap16()],
  ["UTF-16 at an odd place", Buffer.concat([Buffer.of(1), Buffer.from(around(secret), "utf16le")])],
  ["quoted-printable, with a soft break", "a=C3=A9 kana=\r\nriz=71 1234"],
  ["a MIME word, q", "Subject: =?utf-8?Q?Re=3A_kan=61rizq1234?="],
  ["a MIME word, b", `Subject: =?utf-8?B?${Buffer.from(secret).toString("base64")}?=`],
  ["percent", `https://x.example/?a=${encodeURIComponent(secret).replace("k", "%6B").replace("z", "%7a")}`],
  ["entities, decimal", `<a>&#107;anarizq</a>`],
  ["entities, hexadecimal", `<a>&#x6B;anariz&#x71;</a>`],
  ["JSON escapes", `{"a":"\\u006banarizq"}`],
  ["hexadecimal", `id=${Buffer.from(secret).toString("hex")}`],
  ["hexadecimal at an odd place", `a${Buffer.from(secret).toString("hex").toUpperCase()}`],
  ["base64, first alignment", inBase64(0)],
  ["base64, second alignment", inBase64(1)],
  ["base64, third alignment", inBase64(2)],
  ["base64 after other letters of its alphabet", `ab${inBase64(1)}`],
  ["base64 over lines", inBase64(2).replace(/(.{20})/g, "$1\r\n ")],
  [
    "a JWS",
    `eyJhbGciOiJFZERTQSJ9.${Buffer.from(JSON.stringify({ sub: secret })).toString("base64url")}.c2ln`,
  ],
  ["base64 of UTF-16", Buffer.from(secret, "utf16le").toString("base64")],
  ["base64 in quoted-printable", inBase64(1).replace(/(.{10})/, "$1=\r\n")],
  ["base64 of percent", Buffer.from(`a=%6b${secret.slice(1)}`).toString("base64")],
  ["base64 of what is compressed", deflateSync(Buffer.from(around(secret))).toString("base64")],
  ["a telephone number with its spaces", `tél. ${spaced(`0${digitMark}55`)}.`],
  ["a telephone number in base64", Buffer.from(`tél. 0${digitMark}55`).toString("base64")],
])("the search finds what is planted in %s", (_, planted) => {
  expect(findCanaries(Buffer.from(planted))).not.toEqual([]);
});

test("the search finds nothing where nothing is", () => {
  expect(findCanaries(Buffer.from("kanari zq, base64 ".repeat(30)))).toEqual([]);
  expect(findCanaries(randomBytes(4096))).toEqual([]);
});

const part = { heading: null, text: [], lines: [], points: [], quoted: [] };
const letter = (title: string, text: string): LetterContent => ({
  layout: "letter",
  title,
  language: "fr",
  region: "FR",
  sender: ["Ligne"],
  recipient: ["Hôte"],
  placeAndDate: "Paris",
  parts: [{ ...part, text: [text] }],
  signature: "Ligne",
  apart: [],
  footer: "pied",
});
const printed = async (...letters: LetterContent[]) =>
  renderDocuments(letters, { owner: "canaries", at: new Date(0) });

test("the search finds what is planted in the title of a PDF, and nothing in a clean one", async () => {
  const [titled, clean] = await printed(letter(secret, "x"), letter("x", "y"));
  expect(findCanaries(titled ?? Buffer.of())).not.toEqual([]);
  expect(findCanaries(clean ?? Buffer.of())).toEqual([]);
});

test.skipIf(!readsDrawnText)("the search finds what is drawn in a PDF, with pdftotext", async () => {
  const [drawn] = await printed(letter("x", `https://x.example/${"a".repeat(90)}\u200b${secret}`));
  expect(findCanaries(drawn ?? Buffer.of())).not.toEqual([]);
});
