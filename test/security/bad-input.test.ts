import { once } from "node:events";
import { connect } from "node:net";
import { limits } from "@vigie/contract";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { createServer } from "../../apps/server/src/http/server.ts";
import { quietLog } from "../quiet-log.ts";
import { type Desk, findCase, useVigie } from "../vigie.ts";
import { problemCode, type RawAnswer, send, sendBytes, sendForm, sendJson } from "./raw-http.ts";

const vigie = useVigie();
const reports = "/api/v1/reports";
let analyst: Desk;
let manager: Desk;
beforeAll(async () => {
  analyst = await vigie.member("analyst", "Alix");
  manager = await vigie.member("manager", "Maud");
  for (const each of [analyst, manager]) await each.unlock();
}, 60_000);

const counted = [
  "reports",
  "contents",
  "report_contents",
  "cases",
  "messages",
  "assessments",
  "notices",
  "notes",
  "referrals",
  "members",
  "invitations",
];

/** Rows of every table that a request could leave half done. */
async function rowCounts(): Promise<Record<string, number>> {
  const { rows } = await vigie.database.pool.query<Record<string, number>>(
    `select ${counted.map((table) => `(select count(*)::int from ${table}) as ${table}`).join(", ")}`,
  );
  return rows[0] ?? {};
}

async function expectNothingStored(work: () => Promise<unknown>): Promise<void> {
  const before = await rowCounts();
  await work();
  expect(await rowCounts()).toEqual(before);
}

function expectRefusal(answer: RawAnswer, what: string): void {
  expect(answer.status, `${what}: ${answer.text.slice(0, 300)}`).toBeGreaterThanOrEqual(400);
  expect(answer.status, `${what}: ${answer.text.slice(0, 300)}`).toBeLessThan(500);
  expect(String(answer.headers["content-type"]), what).toMatch(/^application\/problem\+json/);
  const problem = JSON.parse(answer.text) as { status: number; code: string; detail: string };
  expect(problem.status, what).toBe(answer.status);
  expect(problem.detail.length, what).toBeGreaterThan(10);
}

const one = { locations: [{ url: "https://hote.example/page" }] };
const at = (url: string) => ({ locations: [{ url }] });

const badReports: Record<string, unknown> = {
  "no body": "",
  "not JSON": "bonjour",
  "truncated JSON": '{"locations":[{"url":"https://hote.exam',
  null: null,
  "a number": 4,
  "an array": [],
  "no location": { locations: [] },
  "an empty location": at(""),
  "blank words": at("   \n\t "),
  "a location of both kinds": { locations: [{ url: "https://a.example", text: "b" }] },
  "a location of no kind": { locations: [{}] },
  "NUL in words": { locations: [{ text: "un\u0000mot" }] },
  "NUL in the text": { ...one, text: "un\u0000mot" },
  "NUL escaped": '{"locations":[{"url":"https://hote.example/a"}],"text":"\\u0000"}',
  "a lone surrogate": '{"locations":[{"url":"https://hote.example/a"}],"text":"\\ud800"}',
  "a lone surrogate in an address": '{"locations":[{"url":"https://hote.example/\\udfff"}]}',
  "a surrogate pair the wrong way round": '{"locations":[{"text":"\\udc00\\ud800"}]}',
  "a private address": at("http://192.168.1.1/admin"),
  localhost: at("http://localhost/x"),
  "loopback in numbers": at("http://[::1]/"),
  "loopback in one number": at("http://2130706434/"),
  "loopback in octal": at("http://0177.0.0.2:1/"),
  metadata: at("http://169.254.169.254/latest/meta-data/"),
  "javascript:": at("javascript:alert(1)"),
  "JaVaScRiPt:": at("JaVaScRiPt:alert(1)"),
  "file:": at("file:///etc/passwd"),
  "data:": at("data:text/html,<script>alert(1)</script>"),
  "ftp:": at("ftp://hote.example/x"),
  "an address that is too long": at(`https://hote.example/${"a".repeat(limits.locationCharacters)}`),
  "201 locations": {
    locations: Array.from({ length: 201 }, (_, index) => ({ url: `https://hote.example/${index}` })),
  },
  "one good and one bad location": {
    locations: [{ url: "https://hote.example/bon" }, { url: "http://127.0.0.2/x" }],
  },
  "a text that is too long": { ...one, text: "a".repeat(limits.textCharacters + 1) },
  "an unknown language": { ...one, language: "xx" },
  "a language of another type": { ...one, language: ["fr"] },
  "an unknown concern": { ...one, concern: "autre" },
  "an unknown field": { ...one, surprise: true },
  "a prototype": '{"locations":[{"url":"https://hote.example/a"}],"__proto__":{"x":1}}',
  "a constructor": '{"locations":[{"url":"https://hote.example/a"}],"constructor":{"prototype":{"x":1}}}',
  "a contact that is none": { ...one, contact: "pas une adresse" },
  "a contact with a line break": { ...one, contact: "a@b.example\r\nBcc: c@d.example" },
  "minor as a word": { ...one, minor: "yes" },
  "deep nesting": `${"[".repeat(50_000)}${"]".repeat(50_000)}`,
  "deep objects": `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`,
  "a number beyond numbers": '{"locations":1e999}',
};

test("each bad report is refused with a problem document, and nothing of it is stored", async () => {
  await expectNothingStored(async () => {
    for (const [what, body] of Object.entries(badReports)) {
      expectRefusal(await sendJson(vigie.url, reports, body), what);
    }
  });
});

test("a refusal speaks the person's language, for every kind of mistake", async () => {
  const english = /\b(the|is|are|this|not|and|has|only|cannot|contains?)\b/i;
  const french = /\b(la|le|les|une|n'est|pas|cette|dépasse|manque|contient)\b/i;
  for (const [what, body] of Object.entries(badReports)) {
    const read = async (language: string) => {
      const answer = await sendJson(vigie.url, reports, body, { headers: { "accept-language": language } });
      const {
        title,
        detail,
        errors = [],
      } = JSON.parse(answer.text) as {
        title: string;
        detail: string;
        errors?: { message: string }[];
      };
      const sentences = [title, detail, ...errors.map(({ message }) => message)].join("\n");
      // Names of fields and accepted values are the same in every language.
      return sentences.replace(/\/[a-z0-9/]*|(?:acceptées|values|inconnus|fields) ?:.*/g, "");
    };
    const fr = await read("fr-FR,fr;q=0.9");
    const en = await read("en-GB,en;q=0.9,fr;q=0.1");
    expect.soft(fr, what).toMatch(french);
    expect.soft(fr, what).not.toMatch(english);
    expect.soft(en, what).toMatch(english);
    expect.soft(en, what).not.toMatch(french);
  }
  const other = await sendJson(vigie.url, reports, {}, { headers: { "accept-language": "xx, *;q=0.1" } });
  expectRefusal(other, "a language that does not exist here");
});

test("bodies of 10 MB are refused and the server goes on", async () => {
  await expectNothingStored(async () => {
    const large = JSON.stringify({ ...one, text: "a".repeat(10 * 1024 * 1024) });
    const answer = await sendJson(vigie.url, reports, large).catch(() => null);
    // A client that only writes may see the connection end before it has read the answer.
    if (answer) {
      expect(answer.status).toBe(413);
      expect(problemCode(answer)).toBe("request.too_large");
    }
    const form = await sendForm(vigie.url, "/fr/ecrire", { where: "a".repeat(10 * 1024 * 1024) });
    expect(form.status).toBe(413);
    expect(form.text).toContain("<html");
    const endless = await sendBytes(
      vigie.url,
      `POST ${reports} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99999999999\r\n\r\n{`,
    );
    expect(endless).toMatch(/^HTTP\/1\.1 413/);
  });
  expect((await send(vigie.url, { path: "/readyz" })).status).toBe(200);
});

test("content types that are not JSON are refused on the API", async () => {
  const types = [
    "text/plain",
    "text/html",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    "application/jsonp",
    "application/json, text/plain",
    "garbage",
    "",
    "*/*",
    "application/json; charset=utf-16",
  ];
  await expectNothingStored(async () => {
    for (const type of types.slice(0, -1)) {
      const answer = await send(vigie.url, {
        method: "POST",
        path: reports,
        body: JSON.stringify(one),
        headers: { "content-type": type },
      });
      expectRefusal(answer, type);
    }
    expectRefusal(
      await send(vigie.url, { method: "POST", path: reports, body: JSON.stringify(one) }),
      "no type",
    );
    expectRefusal(await send(vigie.url, { method: "POST", path: reports }), "nothing at all");
    const json = await sendJson(vigie.url, "/fr/ecrire", one);
    expect(json.status).toBeLessThan(500);
    expect(json.status).toBeGreaterThanOrEqual(400);
    expect(json.text).toContain("<html");
  });
});

test("wrong methods, paths and headers are refused as problems", async () => {
  for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]) {
    expectRefusal(await send(vigie.url, { method, path: reports }), method);
  }
  for (const path of [
    "/api/v1/%zz",
    "/api/v1/..%2f..%2fetc",
    `/api/v1/desk/cases/${"a".repeat(5_000)}`,
    "/api/v2/reports",
    "/api/",
  ]) {
    expectRefusal(await send(vigie.url, { path, headers: { cookie: analyst.cookie } }), path.slice(0, 60));
  }
  for (const key of ["court", "x".repeat(256), "with space in the middle", "é".repeat(20)]) {
    const body = JSON.stringify(one);
    const bytes = `POST ${reports} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\nidempotency-key: ${key}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    expect(await sendBytes(vigie.url, bytes), key.slice(0, 30)).toMatch(
      /^HTTP\/1\.1 400[\s\S]*problem\+json/,
    );
  }
});

test("what is hardly HTTP is answered or cut off, and the server goes on", async () => {
  const huge = "x".repeat(20_000);
  const raw: [string, RegExp | null][] = [
    [
      `GET /api/v1/checkpoint HTTP/1.1\r\nhost: x\r\nx-large: ${huge}\r\n\r\n`,
      /^HTTP\/1\.1 431[\s\S]*problem\+json/,
    ],
    [`GET /${huge} HTTP/1.1\r\nhost: x\r\n\r\n`, /^HTTP\/1\.1 431[\s\S]*problem\+json/],
    ["GARBAGE\r\n\r\n", /^HTTP\/1\.1 400[\s\S]*problem\+json/],
    ["GET / HTTP/9.9\r\n\r\n", /^HTTP\/1\.1 (400|505)/],
    [`POST ${reports} HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n`, /^HTTP\/1\.1 400/],
    [
      `POST ${reports} HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      /^HTTP\/1\.1 400/,
    ],
    [
      `POST ${reports} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`,
      /^(HTTP\/1\.1 4\d\d|$)/,
    ],
    ["GET /fr HTTP/1.1\r\nhost: x\r\nhost: y\r\n\r\n", null],
    ["GET /fr HTTP/1.1\r\n\r\n", /^HTTP\/1\.1 400/],
    ["\u0000\u0001\u0002\r\n\r\n", /^(HTTP\/1\.1 400|$)/],
    ["GET /fr HTTP/1.1\r\nhost: x\r\nna me: y\r\nconnection: close\r\n\r\n", /^HTTP\/1\.1 400/],
  ];
  for (const [bytes, expected] of raw) {
    const answer = await sendBytes(vigie.url, bytes);
    expect.soft(answer, bytes.slice(0, 60)).not.toMatch(/^HTTP\/1\.1 5(?!05)/);
    if (expected) expect.soft(answer, bytes.slice(0, 60)).toMatch(expected);
  }
  expect((await send(vigie.url, { path: "/healthz" })).status).toBe(200);
});

test("the last of two same keys counts, as everywhere", async () => {
  const answer = await sendJson(
    vigie.url,
    reports,
    '{"locations":[{"url":"javascript:1"}],"locations":[{"url":"https://hote.example/deux-cles"}]}',
  );
  expect(answer.status).toBe(201);
});

test("the form: each bad one is shown again, filled in, in its own language, and stores nothing", async () => {
  const many = Array.from({ length: 5_000 }, (_, index) => `https://hote.example/${index}`).join("\n");
  const forms: Record<string, Record<string, string>> = {
    nothing: { where: "" },
    "only spaces": { where: "  \n \t " },
    "5,000 addresses": { where: many },
    "a private address": { where: "http://10.0.0.1/x" },
    "javascript:": { where: "javascript:alert(1)" },
    "file:": { where: "file:///etc/passwd" },
    "a text that is too long": {
      where: "https://hote.example/a",
      text: "é".repeat(limits.textCharacters + 1),
    },
    "a contact that is none": { where: "https://hote.example/a", contact: "personne" },
    "only marks that cannot be seen": { where: "\u202E\u200B\u2066" },
    "one word of 900,000 letters": { where: "a".repeat(900_000) },
  };
  await expectNothingStored(async () => {
    for (const [what, fields] of Object.entries(forms)) {
      for (const [path, language] of [
        ["/fr/ecrire", "fr"],
        ["/en/write", "en"],
      ] as const) {
        const answer = await sendForm(vigie.url, path, fields);
        expect(answer.status, what).toBe(422);
        expect(answer.text, what).toContain(`<html lang="${language}"`);
        if (fields["text"]) expect(answer.text, what).toContain(fields["text"].slice(0, 1000));
        if (what === "5,000 addresses") expect(answer.text).toContain("https://hote.example/4999");
      }
    }
  });
  const strange = [
    "where=%zz",
    "where[]=1",
    "where=a&where=b",
    "=",
    "&&&",
    "\u0000",
    "concern=nothing&where=x",
    "where=%ff%fe",
  ];
  for (const body of strange) {
    const answer = await send(vigie.url, {
      method: "POST",
      path: "/fr/ecrire",
      body,
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    // Words that hold a stray sign are words; the rest is refused.
    if (!body.startsWith("where=%")) expect(answer.status, body).toBeGreaterThanOrEqual(400);
    expect(answer.status, body).toBeLessThan(500);
    expect(answer.text, body).toContain("<html");
  }
});

test("NUL bytes, lone halves and direction marks in the form are taken out or kept, and never break it", async () => {
  const body =
    "where=https%3A%2F%2Fhote.example%2Fnul%00&text=un%00mot%ED%A0%80+%E2%80%AEtourn%C3%A9&minor=yes";
  const answer = await send(vigie.url, {
    method: "POST",
    path: "/fr/ecrire",
    body,
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  expect(answer.status).toBe(200);
  const receipt = /name="receipt" value="(\d{20})"/.exec(answer.text)?.[1] ?? "";
  expect((await vigie.openReceipt(receipt)).locations).toHaveLength(1);
});

test("a form posted twice, even at the same moment, is one report with one receipt", async () => {
  const fields = {
    form_id: "0b8e2c1e-7f7b-4d1c-9a51-0d2f6f1b7a11",
    where: "https://hote.example/deux-fois",
    text: "Une fois.",
  };
  const before = await rowCounts();
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => sendForm(vigie.url, "/fr/ecrire", fields)),
  );
  const receipts = answers.map(({ text }) => /name="receipt" value="(\d{20})"/.exec(text)?.[1]);
  expect(new Set(receipts).size).toBe(1);
  expect(receipts[0]).toMatch(/^\d{20}$/);
  const after = await rowCounts();
  expect((after["reports"] ?? 0) - (before["reports"] ?? 0)).toBe(1);
  expect((after["cases"] ?? 0) - (before["cases"] ?? 0)).toBe(1);

  const key = { "idempotency-key": "une-cle-assez-longue-1" };
  const twice = await Promise.all([1, 2, 3].map(() => sendJson(vigie.url, reports, one, { headers: key })));
  expect(new Set(twice.map(({ text }) => text)).size).toBe(1);
  const other = await sendJson(vigie.url, reports, at("https://hote.example/autre"), { headers: key });
  expect(problemCode(other)).toBe("report.idempotency_reused");
});

test("up to the stated limits nothing is lost", async () => {
  const text = Array.from({ length: limits.textCharacters }, (_, index) =>
    String.fromCharCode(0x3b1 + (index % 24)),
  ).join("");
  const locations = Array.from({ length: limits.locations }, (_, index) => ({
    url: `https://hote.example/limite/${index}`,
  }));
  const { receipt } = await vigie.report({ locations, text });
  const view = await vigie.openReceipt(receipt);
  expect(view.locations.map(({ typed }) => typed)).toEqual(locations.map(({ url }) => url));
  const message = "é".repeat(limits.messageCharacters);
  expect((await sendJson(vigie.url, "/api/v1/receipts/messages", { receipt, text: message })).status).toBe(
    204,
  );
  expect((await vigie.openReceipt(receipt)).messages.map((each) => each.text)).toEqual([message]);
  await expectNothingStored(async () => {
    expectRefusal(
      await sendJson(vigie.url, "/api/v1/receipts/messages", { receipt, text: `${message}e` }),
      "one more",
    );
  });
  const fields = {
    where: locations.map(({ url }) => `${url}/f`).join("\n"),
    text: text.replaceAll("γ", "\n"),
  };
  const form = await sendForm(vigie.url, "/fr/ecrire", fields);
  expect(form.status).toBe(200);
  const given = /name="receipt" value="(\d{20})"/.exec(form.text)?.[1] ?? "";
  expect((await vigie.openReceipt(given)).locations).toHaveLength(limits.locations);
  await vigie.settle();
  await analyst.signInAgain();
  await analyst.unlock();
  const { rows } = await vigie.database.pool.query<{ id: string }>(
    "select case_id as id from contents where key like '%/limite/0' limit 1",
  );
  const words = await analyst.call<{ reports: { text: string | null }[] }>(
    "GET",
    `/cases/${rows[0]?.id}/words`,
  );
  expect(words.reports.map((report) => report.text)).toContain(text);
});

test("a report of one known and one new location joins the case it belongs to", async () => {
  await vigie.report(at("https://hote.example/connue"));
  await vigie.settle();
  const before = await rowCounts();
  const { receipt } = await vigie.report({
    locations: [{ url: "https://hote.example/nouvelle" }, { url: "https://hote.example/connue" }],
  });
  await vigie.settle();
  const after = await rowCounts();
  expect((after["cases"] ?? 0) - (before["cases"] ?? 0)).toBe(0);
  expect((after["contents"] ?? 0) - (before["contents"] ?? 0)).toBe(1);
  expect((await vigie.openReceipt(receipt)).locations).toHaveLength(2);
});

test("lists that begin nowhere are refused", async () => {
  const cursors = [
    "x",
    "0~2026-01-01~x",
    `0~2026-01-01~${"-".repeat(36)}`,
    `0~+275760-09-13T00:00:00.000Z~${"0".repeat(36)}`,
    `0~-000001-01-01T00:00:00Z~${"a".repeat(36)}`,
    "0~2026-01-01T00:00:00Z~\u0000",
  ];
  for (const cursor of cursors) {
    const answer = await send(vigie.url, {
      path: `/api/v1/desk/cases?after=${encodeURIComponent(cursor)}`,
      headers: { cookie: analyst.cookie },
    });
    expectRefusal(answer, cursor);
  }
  for (const query of [
    "q=%00",
    "q=%ed%a0%80",
    "limit=0",
    "limit=1e9",
    "limit=x",
    "status=x",
    "q=a&q=b",
    `q=${"a".repeat(201)}`,
  ]) {
    const answer = await send(vigie.url, {
      path: `/api/v1/desk/cases?${query}`,
      headers: { cookie: analyst.cookie },
    });
    if (answer.status !== 200) expectRefusal(answer, query);
  }
});

test("a connection that says nothing does not hold up the stop", async () => {
  const app = await createServer({
    log: quietLog,
    authenticate: async () => null,
    notFoundPage: () => ({ status: 404, headers: {}, body: "" }),
  });
  const base = await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = new URL(base);
  const silent = [
    connect({ host: "127.0.0.1", port: Number(port) }),
    connect({ host: "127.0.0.1", port: Number(port) }),
  ];
  await Promise.all(silent.map((socket) => once(socket, "connect")));
  silent[1]?.write("POST /api/v1/reports HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{");
  for (const socket of silent) socket.on("error", () => {});
  // Node would wait for a minute, longer than this test may last.
  await app.close();
  for (const socket of silent) socket.destroy();
});

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; schema: JsonSchema }[];
  requestBody?: { content: { "application/json": { schema: JsonSchema } } };
}
interface JsonSchema {
  type?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
}

const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    "",
    " ",
    "\u0000",
    "\ud800",
    "\udfff\ud800",
    "\u202e",
    "a".repeat(5_000),
    "__proto__",
    "javascript:alert(1)",
  ),
  fc.constantFrom<unknown>(
    "http://127.0.0.1/",
    "https://hote.example/",
    "' or 1=1 --",
    "%s%n",
    `$${"{7*7}"}`,
    "../..",
    "0000-00-00T00:00:00Z",
    "9999-12-31T23:59:59Z",
  ),
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, Number.MAX_SAFE_INTEGER, [], {}, [[]], {
    a: { b: { c: 1 } },
  }),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Values that fit a schema, more or less: one part in sixteen is something else. */
function like(
  schema: JsonSchema,
  known: readonly string[],
  defs = schema.$defs ?? {},
): fc.Arbitrary<unknown> {
  const inside = (each: JsonSchema) => like(each, known, defs);
  const fitting = (): fc.Arbitrary<unknown> => {
    if (schema.$ref) return inside(defs[schema.$ref.split("/").at(-1) ?? ""] ?? {});
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices) return fc.oneof(...choices.map(inside));
    switch (schema.type) {
      case "object": {
        const entries = Object.entries(schema.properties ?? {}).map(
          ([name, each]) => [name, inside(each)] as const,
        );
        return fc.record(Object.fromEntries(entries), { requiredKeys: schema.required ?? [] });
      }
      case "array":
        return fc.array(inside(schema.items ?? {}), { maxLength: 4 });
      case "boolean":
        return fc.boolean();
      case "integer":
      case "number":
        return fc.integer();
      case "string":
        if (schema.format === "uuid") return fc.oneof(fc.uuid(), fc.constantFrom(...known));
        if (schema.format === "date-time")
          return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
        return fc.oneof(
          fc.string({ unit: "grapheme", maxLength: 40 }),
          fc.constant("https://hote.example/x"),
          fc.constantFrom(
            "https://hote.example/x",
            "hate-incitement",
            "pharos",
            "hote.example",
            "abuse@hote.example",
          ),
        );
      default:
        return nasty;
    }
  };
  return fc.oneof({ weight: 15, arbitrary: fitting() }, { weight: 1, arbitrary: nasty });
}

// Ending the session would end the run; the slow verifications are tried less often.
const notDrawn = new Set(["signOut", "live", "lock"]);
const slow = new Set(["signIn", "join", "unlock", "openInvitation"]);
const runs = process.env["VIGIE_FULL"] === "1" ? { each: 60, slow: 8 } : { each: 20, slow: 3 };

test("random requests over the whole described API are answered, refused as problems, and never break it", async () => {
  await vigie.report(at("https://hote.example/au-hasard"));
  await vigie.settle();
  const document = JSON.parse((await send(vigie.url, { path: "/api/v1/openapi.json" })).text) as {
    paths: Record<string, Record<string, Operation>>;
  };
  const found = await findCase(analyst, ({ hosts }) => hosts.includes("hote.example"));
  const known = [
    found.summary.id,
    ...found.contents.map(({ id }) => id),
    ...found.reports.map(({ id }) => id),
  ];
  let stored = await rowCounts();
  let sent = 0;
  const statuses = new Map<number, number>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (notDrawn.has(operation.operationId)) continue;
      const params = operation.parameters ?? [];
      const parameterOf = (place: string) =>
        fc.record(
          Object.fromEntries(
            params.filter((each) => each.in === place).map(({ name, schema }) => [name, like(schema, known)]),
          ),
        );
      const schema = operation.requestBody?.content["application/json"].schema;
      const numRuns = slow.has(operation.operationId) ? runs.slow : runs.each;
      await fc.assert(
        fc.asyncProperty(
          parameterOf("path"),
          parameterOf("query"),
          schema ? like(schema, known) : fc.constant(undefined),
          fc.boolean(),
          async (inPath, inQuery, body, asManager) => {
            const desk = asManager ? manager : analyst;
            const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
              encodeURIComponent(textOf(inPath[name])),
            );
            const query = Object.entries(inQuery)
              .map(([name, value]) => `${name}=${encodeURIComponent(textOf(value))}`)
              .join("&");
            const answer = await send(vigie.url, {
              method: method.toUpperCase(),
              path: query ? `${filled}?${query}` : filled,
              headers: {
                cookie: desk.cookie,
                "x-vigie-csrf": desk.me.csrf,
                ...(body === undefined ? {} : { "content-type": "application/json" }),
              },
              ...(body === undefined ? {} : { body: JSON.stringify(body) }),
            });
            sent += 1;
            statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
            if (answer.status >= 200 && answer.status < 300) {
              stored = await rowCounts();
              return;
            }
            expectRefusal(answer, `${method} ${filled}`);
            expect(await rowCounts(), `${method} ${filled}`).toEqual(stored);
          },
        ),
        { numRuns, seed: 20_260_731, interruptAfterTimeLimit: 8_000 },
      );
    }
  }
  process.stdout.write(`random requests: ${sent}, answers ${JSON.stringify(Object.fromEntries(statuses))}\n`);
  expect(sent).toBeGreaterThan(300);
  expect((await send(vigie.url, { path: "/readyz" })).status).toBe(200);
  await vigie.settle();
}, 90_000);

function textOf(value: unknown): string {
  return (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).toWellFormed();
}
