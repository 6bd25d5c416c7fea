import { concerns, languages, type ReceiptView, type TimelineEntry, verdicts } from "@vigie/contract";
import type { ReactElement } from "react";
import { expect, test } from "vitest";
import { type PublicSite, publicSite } from "../../http/public/public-site.ts";
import { renderPage } from "../../http/public/render-page.ts";
import { DonePage } from "./done-page.tsx";
import { ErrorPage } from "./error-page.tsx";
import { FollowPage } from "./follow-page.tsx";
import { HowPage } from "./how-page.tsx";
import { ReceiptPage } from "./receipt-page.tsx";
import { emptyReportForm, type FormProblem, type ReportForm } from "./report-form.ts";
import { SafetyPage } from "./safety-page.tsx";
import { StartPage } from "./start-page.tsx";
import { WithdrawPage } from "./withdraw-page.tsx";
import { WithdrawnPage } from "./withdrawn-page.tsx";
import { WritePage } from "./write-page.tsx";

const hotline = {
  name: "Ligne <Test>",
  email: "contact@vigie.invalid",
  country: "FR",
  timeZone: "Europe/Paris",
};
const files = { css: "/public.css", script: "/page.js", logo: "/logo.svg", favicon: "/favicon.svg" };
const at = "2026-11-21T08:30:00Z";
const receipt = "12345678901234567890";
const formId = "7b1c9a52-5d7e-4c62-9a0e-5f0f3f6f2b11";
const xss = `"><script>alert(1)</script><img src=x onerror=alert(2)>`;

const everyStep: TimelineEntry[] = [
  { kind: "received", at },
  { kind: "examined", at, said: null },
  { kind: "notified", at, to: "Host\u202E <b>" },
  { kind: "referred", at, to: "PHAROS" },
  { kind: "authority_answered", at, to: "PHAROS", acted: true },
  { kind: "authority_answered", at, to: "PHAROS", acted: false },
  ...(["acknowledged", "asked", "acted", "refused"] as const).map((answer) => ({
    kind: "service_answered" as const,
    at,
    to: "Host\u202E <b>",
    answer,
  })),
  { kind: "watched", at },
  ...verdicts.map((verdict) => ({ kind: "checked" as const, at, verdict })),
  { kind: "deadline_passed", at },
  { kind: "removed", at },
  { kind: "returned", at },
  { kind: "not_pursued", at },
];
const view: ReceiptView = {
  receivedAt: at,
  expiresAt: "2027-11-21T08:30:00Z",
  withdrawn: false,
  locations: [
    { typed: "https://site.example/a?share=1", timeline: everyStep },
    { typed: `\u202E${xss}`, timeline: [{ kind: "received", at }] },
    { typed: "compte x".repeat(200), timeline: [] },
  ],
  messages: [
    { from: "reporter", at, text: xss },
    { from: "hotline", at, text: "Merci.\nÀ bientôt." },
  ],
};
const filled: ReportForm = {
  formId,
  where: `\nhttps://a.example/${xss}`,
  concern: "blackmail",
  private: true,
  minor: true,
  text: `</textarea>${xss}`,
  contact: `${xss}@x`,
  said: { country: xss, blackmail: "threatened" },
  fingerprints: [{ kind: "image", sha256: "0123456789abcdef".repeat(4) }],
};
const problems: FormProblem[] = [
  { code: "report.location_missing", details: {}, field: "where" },
  { code: "report.text_too_long", details: { limit: 20_000 }, field: "text" },
  { code: "report.contact_invalid", details: {}, field: "contact" },
  { code: "service.busy", details: {}, field: null },
];
const draft = { id: formId, text: "" };
const malformed = [{ code: "receipt.malformed", details: {}, field: "receipt" }] as const;
const empty = [{ code: "receipt.message_empty", details: {}, field: "message" }] as const;

const pages: Record<string, (site: PublicSite) => ReactElement> = {
  start: (site) => <StartPage site={site} />,
  write: (site) => <WritePage site={site} form={emptyReportForm(formId)} />,
  "write, refused": (site) => <WritePage site={site} form={filled} problems={problems} />,
  done: (site) => <DonePage site={site} receipt={receipt} />,
  "done without a receipt": (site) => <DonePage site={site} receipt={null} />,
  follow: (site) => <FollowPage site={site} />,
  "follow, refused": (site) => <FollowPage site={site} receipt={xss} problems={malformed} />,
  receipt: (site) => <ReceiptPage site={site} receipt={receipt} view={view} draft={draft} />,
  "receipt, message sent": (site) => (
    <ReceiptPage site={site} receipt={receipt} view={view} draft={draft} justSent />
  ),
  "receipt, message refused": (site) => (
    <ReceiptPage site={site} receipt={receipt} view={view} draft={draft} problems={empty} />
  ),
  withdraw: (site) => <WithdrawPage site={site} receipt={receipt} sent={[{ to: xss, at }]} />,
  withdrawn: (site) => <WithdrawnPage site={site} justNow={true} />,
  "withdrawn before": (site) => <WithdrawnPage site={site} justNow={false} />,
  safety: (site) => <SafetyPage site={site} />,
  how: (site) => <HowPage site={site} reportDays={365} />,
  error: (site) => <ErrorPage site={site} kind="failed" sentence="x" typed={true} />,
  "not found": (site) => <ErrorPage site={site} kind="not_found" sentence="x" typed={false} />,
};

function write(
  page: (site: PublicSite) => ReactElement,
  language: "fr" | "en" = "fr",
  country = "FR",
): string {
  return renderPage(page(publicSite(language, { ...hotline, country }, files))).body;
}

for (const language of languages) {
  for (const [name, page] of Object.entries(pages)) {
    test(`${name} (${language}) is a whole page that frightens no history and runs nothing`, () => {
      const html = write(page, language);
      expect(html.startsWith(`<!doctype html><html lang="${language}" dir="ltr">`)).toBe(true);
      expect(html).toContain("<title>Vigie</title>");
      expect(html.match(/<h1[ >]/g)).toHaveLength(1);
      const tags = html.replace(/="[^"]*"/g, "");
      expect(tags.match(/<(script(?! src async><)|style|iframe)|<[^>]+\s(on\w+|style)\b/i)).toBeNull();
      const addresses = [...html.matchAll(/(?:src|href|action)="([^"]*)"/gi)].map((match) => match[1]);
      for (const address of addresses) expect(address).toMatch(/^(\/[^/]|#|tel:|sms:|mailto:)/);
      for (const address of addresses) expect(address).not.toMatch(/\d{8}/);
      expect(html.match(/undefined|\[object|NaN/)).toBeNull();
      expect(Buffer.byteLength(html)).toBeLessThan(40_000);
    });

    test(`${name} (${language}) gives every id once and ties every label and description to one`, () => {
      const html = write(page, language);
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
      expect(new Set(ids).size).toBe(ids.length);
      const pointed = [...html.matchAll(/ (?:for|form|aria-labelledby|aria-describedby|href)="(#?[^"]+)"/gi)]
        .filter(([attribute, value]) => !attribute.includes("href") || value?.startsWith("#"))
        .flatMap((match) => (match[1] ?? "").split(" "))
        .map((value) => value.replace(/^#/, ""));
      for (const id of pointed) expect(ids).toContain(id);
    });

    test(`${name} (${language}) lets go at once: the exit comes right after the skip link`, () => {
      const body = write(page, language).split("<body>")[1] ?? "";
      const links = [...body.matchAll(/<(?:a|button|input|textarea)[^>]*>/g)].map((match) => match[0]);
      expect(links[0]).toContain('href="#content"');
      expect(links[1]).toContain('href="/exit"');
    });
  }
}

test("the form that was refused comes back as it was typed", () => {
  const html = write((site) => <WritePage site={site} form={filled} problems={problems} />);
  // The parser of a browser drops the first line break of a textarea; one more keeps the one that was typed.
  expect(html).toContain(`\n\nhttps://a.example/&quot;&gt;&lt;script&gt;`);
  expect(html).toContain("&lt;/textarea&gt;");
  expect(html).toMatch(/value="blackmail"[^>]*checked=""|checked=""[^>]*value="blackmail"/);
  expect(html.match(/type="checkbox"[^>]*checked=""/g)).toHaveLength(2);
  expect(html).toContain('<details open="">');
  expect(html).toContain(`value="${formId}"`);
});

test("what is to be corrected stands at the top, takes the focus and leads to its field", () => {
  const html = write((site) => <WritePage site={site} form={filled} problems={problems} />);
  const main = html.split("<main")[1] ?? "";
  expect(main.indexOf('role="alert"')).toBeLessThan(main.indexOf("<h1"));
  expect(main).toMatch(/role="alert"[^>]*autofocus/i);
  for (const field of ["where", "text", "contact"]) {
    expect(main).toContain(`href="#${field}"`);
    expect(main).toContain(`aria-describedby="${field}-problem ${field}-hint"`);
  }
});

test("the form shows the numbers for danger before anything else, and chooses nothing for the person", () => {
  const html = write((site) => <WritePage site={site} form={emptyReportForm(formId)} />);
  const main = html.split("<main")[1] ?? "";
  expect(main.indexOf('class="danger"')).toBeLessThan(main.indexOf("<h1"));
  for (const number of ["tel:17", "tel:112", "sms:114", "tel:3018", "tel:3114"])
    expect(main).toContain(number);
  expect(main).not.toContain("checked");
  expect(main.match(/ required=""/g)).toHaveLength(1);
  for (const concern of concerns) expect(main).toContain(`value="${concern}"`);
});

test("the closed part opens as soon as it holds something", () => {
  const closed = write((site) => <WritePage site={site} form={emptyReportForm(formId)} />);
  expect(closed).toContain("<details>");
  for (const part of [{ text: "x" }, { contact: "x" }, { concern: "hate" as const }]) {
    const open = write((site) => <WritePage site={site} form={{ ...emptyReportForm(formId), ...part }} />);
    expect(open).toContain('<details open="">');
  }
});

test("the number is shown four by four, and travels in hidden fields only", () => {
  const html = write((site) => <DonePage site={site} receipt={receipt} />);
  expect(html).toContain("1234 5678 9012 3456 7890");
  expect(html).toContain(`type="hidden" name="receipt" value="${receipt}"`);
});

test("a reported address is shown as text that cannot be followed nor turn its neighbours around", () => {
  const html = write((site) => <ReceiptPage site={site} receipt={receipt} view={view} draft={draft} />);
  expect(html).toContain("<bdi>https://site.example/a?share=1</bdi>");
  expect(html).not.toContain('href="https://site.example');
  expect(html).toContain("\u2068Host <b>\u2069".replace("<b>", "&lt;b&gt;"));
});

test("outside France only numbers that answer there are named", () => {
  for (const page of Object.values(pages)) {
    const html = write(page, "en", "DE");
    expect(html).not.toMatch(/(tel|sms):(17|114|3018|3114)"|3018/);
    expect(html).toContain("112");
  }
});
