import type { CaseSummary, CaseView, CaseWordsView, ReceiptView } from "@vigie/contract";
import { beforeAll, expect, test } from "vitest";
import { type Desk, findCase, useVigie } from "../vigie.ts";
import { type RawAnswer, send, sendForm, sendJson } from "./raw-http.ts";

const vigie = useVigie();
let analyst: Desk;
beforeAll(async () => {
  analyst = await vigie.member("analyst", "Alix");
  await analyst.unlock();
}, 60_000);

/* Payloads: every way in that we know, crossed with every context a page has. */
const calls = ["alert(1)", "alert`1`", "import('//x.example')", "document.location='//x.example'"];
const elements = [
  (js: string) => `<script>${js}</script>`,
  (js: string) => `<ScRiPt >${js}</sCrIpT >`,
  (js: string) => `<img src=x onerror=${js}>`,
  (js: string) => `<svg/onload=${js}>`,
  (js: string) => `<body onpageshow=${js}>`,
  (js: string) => `<iframe srcdoc="<script>${js}</script>">`,
  (js: string) => `<a href="javascript:${js}">x</a>`,
  (js: string) => `<a href="java\tscript:${js}">x</a>`,
  (js: string) => `<form action=javascript:${js}><button>`,
  (js: string) => `<details open ontoggle=${js}>`,
  (js: string) => `<video><source onerror=${js}>`,
  (js: string) => `<math><mi xlink:href="data:x,<script>${js}</script>">`,
  (js: string) => `<style>*{background:url("javascript:${js}")}</style>`,
  (js: string) => `<meta http-equiv=refresh content="0;url=javascript:${js}">`,
  (js: string) => `<base href="javascript:${js}//">`,
  (js: string) => `<object data="data:text/html,<script>${js}</script>">`,
  (js: string) => `<template><script>${js}</script></template>`,
  (js: string) => `<noscript><p title="</noscript><img src=x onerror=${js}>">`,
];
const breakouts = [
  "",
  '">',
  "'>",
  "</textarea>",
  "</title>",
  "-->",
  "]]>",
  '" autofocus onfocus="alert(1)" x="',
];
const strange = [
  "\u202Egpj.exe\u202C",
  "\u2066\u2067\u2068\u2069 fin",
  "a\u0300".repeat(500),
  "\u200D\u200B\uFEFF mots \u00AD",
  "﷽".repeat(50),
  `{{7*7}} $${"{7*7}"} <%= 7*7 %> #{7*7}`,
  "&lt;script&gt; &amp;#60; &#x3c;script&#x3e;",
  "%3Cscript%3Ealert(1)%3C/script%3E",
  "\\u003cscript\\u003e",
  "\u2028\u2029</script>",
  "' OR 1=1; drop table reports; --",
  "=cmd|' /C calc'!A0",
  "../../../../etc/passwd",
  "\r\nSet-Cookie: x=1\r\n\r\n<b>",
  "＜script＞alert(1)＜/script＞",
  "👩‍👩‍👧‍👦🏳️‍🌈",
];
const payloads = [
  ...elements.flatMap((element, at) =>
    breakouts.map((out, index) => `${out}${element(calls[(at + index) % calls.length] ?? "")}`),
  ),
  ...elements.flatMap((element) => calls.slice(0, 2).map((js) => `mot ${element(js)} mot`)),
  ...strange,
];
const harmless = "des mots tout simples";

/** Every element of a page with its attributes' names, in order. Attribute values are taken out, quotes and all. */
function elementsOf(html: string): { name: string; attributes: Map<string, string> }[] {
  const found: { name: string; attributes: Map<string, string> }[] = [];
  const tag = /<(!doctype|\/?[a-z][a-z0-9-]*)((?:\s+[a-z][a-z0-9:-]*(?:="[^"]*")?)*)\s*\/?>/gi;
  let rest = "";
  let end = 0;
  for (const match of html.matchAll(tag)) {
    rest += html.slice(end, match.index);
    end = match.index + match[0].length;
    const attributes = new Map(
      [...(match[2] ?? "").matchAll(/([a-z][a-z0-9:-]*)(?:="([^"]*)")?/gi)].map(
        ([, name = "", value = ""]) => [name.toLowerCase(), value],
      ),
    );
    found.push({ name: (match[1] ?? "").toLowerCase(), attributes });
  }
  rest += html.slice(end);
  // Whatever is not an element of ours holds no sign that could begin one.
  expect(rest).not.toMatch(/[<>]/);
  return found;
}

const quietElements = new Set(
  "!doctype html head meta title link body header main footer nav section div p h1 h2 h3 ul ol li dl dt dd a form fieldset legend label input textarea button span strong em b i small code br hr abbr time details summary svg path circle g img table thead tbody tr th td pre output article aside blockquote rect line polyline bdi kbd".split(
    " ",
  ),
);

function expectInert(answer: RawAnswer, what: string): void {
  const { headers, text } = answer;
  expect(String(headers["content-type"]), what).toMatch(/^text\/html; charset=utf-8/);
  const policy = String(headers["content-security-policy"]);
  expect(policy, what).toContain("default-src 'none'");
  expect(policy, what).not.toMatch(/unsafe-|\*|data:|https?:/);
  expect(headers["cache-control"], what).toBe("no-store");
  expect(headers["set-cookie"], what).toBeUndefined();
  expect(headers["x-content-type-options"], what).toBe("nosniff");
  // The only script there is: our own file, once, in the head of every page.
  const rest = text.replace(/<script src="\/page-[0-9a-f]{10}\.js" async=""><\/script>/, "");
  for (const { name, attributes } of elementsOf(rest)) {
    if (!quietElements.has(name.replace("/", ""))) throw new Error(`${what}: <${name}>`);
    for (const [attribute, value] of attributes) {
      if (/^on|^style$|^srcdoc$|^http-equiv$/.test(attribute)) throw new Error(`${what}: ${attribute}`);
      const leads = ["href", "src", "action", "xlink:href"].includes(attribute);
      if (leads && !/^(?:\/|#|tel:|sms:|mailto:|https:\/\/)/.test(value))
        throw new Error(`${what}: ${attribute}=${value}`);
      if (["src", "action", "formaction"].includes(attribute) && !value.startsWith("/"))
        throw new Error(`${what}: ${attribute}=${value}`);
    }
  }
}

const shapeOf = (html: string): string[] =>
  elementsOf(html).map(({ name, attributes }) => `${name} ${[...attributes.keys()].join(" ")}`);

test("the payloads are many and would run if they were let through", () => {
  expect(payloads.length).toBeGreaterThanOrEqual(190);
  expect(() =>
    expectInert({ status: 200, headers: pageHeaders, text: `<p>${payloads[0]}</p>` }, "a page"),
  ).toThrow();
});
const pageHeaders = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};

test("whatever stands in the form comes back as the same page with other words, in both languages", async () => {
  const formWith = (payload: string) => ({
    form_id: payload,
    where: "",
    text: payload,
    contact: payload,
    message: payload,
    receipt: payload,
  });
  for (const path of ["/fr/ecrire", "/en/write"]) {
    const plain = await sendForm(vigie.url, path, formWith(harmless));
    expect(plain.status).toBe(422);
    expectInert(plain, path);
    const shape = shapeOf(plain.text);
    for (const payload of payloads) {
      const answer = await sendForm(vigie.url, path, formWith(payload));
      expect(answer.status, payload).toBe(422);
      expectInert(answer, payload);
      expect(shapeOf(answer.text), payload).toEqual(shape);
    }
  }
}, 60_000);

test("the pages of a receipt show hostile words as words, and give them back unchanged", async () => {
  for (let start = 0; start < payloads.length; start += 12) {
    const some = payloads.slice(start, start + 12);
    const { receipt } = await vigie.report({
      locations: [
        { url: "https://hote.example/page" },
        ...some.map((text) => ({ text: `mots ${text}`.slice(0, 900) })),
      ],
      text: some.join("\n"),
    });
    for (const text of some.slice(0, 3)) {
      const written = await sendJson(vigie.url, "/api/v1/receipts/messages", { receipt, text });
      expect(written.status).toBe(204);
    }
    const view: ReceiptView = await vigie.openReceipt(receipt);
    expect(view.messages.map(({ text }) => text)).toEqual(some.slice(0, 3));
    expect(view.locations[1]?.typed).toBe(`mots ${some[0]}`.slice(0, 900));
    for (const path of ["/fr/suivi", "/en/follow"]) {
      expectInert(await sendForm(vigie.url, path, { do: "open", receipt }), "a receipt");
      expectInert(
        await sendForm(vigie.url, path, { do: "write", receipt, message: `${some[4]}` }),
        "a message",
      );
      expectInert(
        await sendForm(vigie.url, path, { do: "ask_withdraw", receipt: `${some[5]}` }),
        "withdrawal",
      );
      expectInert(
        await sendForm(vigie.url, path, { do: `${some[6]}`, receipt: `${some[7]}` }),
        "a wrong receipt",
      );
    }
  }
}, 60_000);

test("a name turned around by direction marks stays inside its own place on the page", async () => {
  const { receipt } = await vigie.report({
    locations: [{ url: "https://hote.example/renverse" }, { text: "compte \u202Eetnatropmi\u202C ici" }],
  });
  const page = await sendForm(vigie.url, "/fr/suivi", { do: "open", receipt });
  const text = page.text.replaceAll(/<bdi[^>]*>.*?<\/bdi>|\u2068[^\u2069]*\u2069/gs, "");
  expect(text).not.toMatch(/[\u202A-\u202E]/);
});

test("hostile addresses, paths and queries are answered with inert pages", async () => {
  const paths = payloads.flatMap((payload) => {
    const escaped = encodeURIComponent(payload.toWellFormed());
    return [
      `/${escaped}`,
      `/fr/ecrire?x=${escaped}`,
      `/fr/${escaped}?lang=${escaped}`,
      `/en/suivi#${escaped}`,
    ];
  });
  for (const path of [...paths, "/%00", "/%ff%fe", "/fr/%zz", "//evil.example/%2e%2e", "/\\evil.example"]) {
    const answer = await send(vigie.url, { path });
    expect(answer.status, path).toBeLessThan(500);
    if (answer.status < 300 || answer.status >= 400) expectInert(answer, path);
    else expect(answer.headers.location, path).toMatch(/^\/[a-z]/);
  }
}, 60_000);

test("every public page and the API's page are inert, with a strict policy and without a cookie", async () => {
  for (const path of [
    "/fr",
    "/en",
    "/fr/ecrire",
    "/en/write",
    "/fr/suivi",
    "/en/follow",
    "/fr/securite",
    "/en/how",
    "/absent",
    "/api/docs",
  ]) {
    expectInert(await send(vigie.url, { path, headers: { cookie: "vigie_session=x" } }), path);
  }
  const desk = await send(vigie.url, { path: "/desk/cases" });
  const policy = String(desk.headers["content-security-policy"]);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toMatch(/unsafe-|\*|https?:/);
  expect(desk.text).not.toMatch(/<script(?![^>]*\ssrc=")|\son\w+=|\sstyle=|<style/i);
  expect(desk.headers["set-cookie"]).toBeUndefined();
  expect(desk.headers["cache-control"]).toBe("no-store");
});

test("the desk's answers are data, never a page, and give every word back as it was written", async () => {
  const words = payloads.slice(0, 100).map((payload) => payload.slice(0, 900));
  await vigie.report({ locations: [{ url: "https://bureau.example/page" }], text: words.join("\n") });
  await vigie.settle();
  const found = await findCase(analyst, ({ title }) => title === "bureau.example");
  const { id } = found.summary;
  await analyst.call("POST", `/cases/${id}/assessments`, {
    grounds: ["hate-incitement"],
    manifest: "manifest",
    minor: "no",
    reasons: words[0],
  });
  for (const text of words) await analyst.call("POST", `/cases/${id}/notes`, { text });
  await vigie.settle();
  const view = await analyst.call<CaseView>("GET", `/cases/${id}`);
  expect(view.notes.map(({ text }) => text)).toEqual(words);
  expect(view.assessments[0]?.reasons).toBe(words[0]);
  const opened = await analyst.call<CaseWordsView>("GET", `/cases/${id}/words`);
  expect(opened.reports[0]?.text).toBe(words.join("\n"));
  for (const path of [
    "/cases",
    `/cases/${id}`,
    `/cases/${id}/words`,
    `/cases?q=${encodeURIComponent(words[0] ?? "")}`,
  ]) {
    const answer = await analyst.fetch("GET", path);
    expect(answer.headers.get("content-type"), path).toMatch(/^application\/json/);
    expect(answer.headers.get("x-content-type-options"), path).toBe("nosniff");
    expect(answer.headers.get("cache-control"), path).toBe("no-store");
  }
  for (const query of ["%", "_", "\\", "%%", "' or 1=1 --", "a\u0000b"]) {
    const answer = await analyst.fetch("GET", `/cases?q=${encodeURIComponent(query)}`);
    expect(answer.status, query).toBeLessThan(500);
    if (answer.ok && query !== "_") {
      const { cases } = (await answer.json()) as { cases: CaseSummary[] };
      expect(cases.length, query).toBeLessThanOrEqual(1);
    }
  }
}, 60_000);

test("a hostile notice keeps its headers and its one recipient", async () => {
  const found = await findCase(analyst, ({ title }) => title === "bureau.example");
  const contentIds = found.contents.map(({ id }) => id);
  const emails = [
    "abuse@hote.example\r\nBcc: autre@hote.example",
    "abuse@hote.example, autre@hote.example",
    "Abuse <abuse@hote.example>",
    "abuse@hote.example\u0000",
    '"abuse"@hote.example>\r\nX: y',
    "abuse@@hote.example",
    "abuse@hote.example\u2028Bcc: x@y.example",
  ];
  for (const email of emails) {
    const answer = await analyst.fetch("POST", `/cases/${found.summary.id}/notices`, {
      contentIds,
      recipients: [{ host: "bureau.example", name: "Hôte\r\nBcc: x@y.example", email, language: "fr" }],
      explanation: "Voilà pourquoi.\r\n.\r\nQUIT",
    });
    expect([400, 422], email).toContain(answer.status);
  }
});
