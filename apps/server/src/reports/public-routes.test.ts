import formbody from "@fastify/formbody";
import { limits, type PlanPerson, type ReceiptView, Refusal } from "@vigie/contract";
import fc from "fast-check";
import { type FastifyInstance, fastify } from "fastify";
import { expect, test } from "vitest";
import { planFor } from "../plans/test-plan.ts";
import type { PostedReport, PublicPagesDeps } from "./public-pages-deps.ts";
import { publicPages } from "./public-routes.tsx";

const receipt = "12345678901234567890";
const view: ReceiptView = {
  receivedAt: "2026-11-21T08:30:00Z",
  expiresAt: "2027-11-21T08:30:00Z",
  withdrawn: false,
  locations: [
    { typed: "https://site.example/a", timeline: [{ kind: "received", at: "2026-11-21T08:30:00Z" }] },
  ],
  messages: [],
};

const today = "2026-11-21T08:30:00Z";
const firstStep = planFor().steps[0]?.id ?? "";

interface Posted {
  reports: PostedReport[];
  plans: Parameters<PublicPagesDeps["planOfReceipt"]>[0][];
  messages: Parameters<PublicPagesDeps["writeMessage"]>[0][];
  withdrawn: string[];
}

const unknown = async () => ({ kind: "unknown" as const });
const noEvidence: PublicPagesDeps["evidence"] = {
  readEvidence: unknown,
  addEvidence: unknown,
  removeEvidence: unknown,
  sayAge: unknown,
  makeFile: unknown,
};

/** A server with the pages on use cases that remember what they were given. */
async function server(
  changed: Partial<PublicPagesDeps> = {},
): Promise<{ app: FastifyInstance; posted: Posted }> {
  const posted: Posted = { reports: [], plans: [], messages: [], withdrawn: [] };
  const app = fastify();
  app.register(formbody);
  const { notFound } = await publicPages(app, {
    async acceptReport(report) {
      posted.reports.push(report);
      if (report.where.trim() !== "") return { kind: "accepted", receipt, callNow: null };
      return {
        kind: "refused",
        problems: [{ code: "report.location_missing", details: {}, field: "where" }],
        callNow: null,
      };
    },
    async planOfReceipt(ask) {
      posted.plans.push(ask);
      if (ask.receipt.replaceAll(" ", "").length !== 20) return { kind: "malformed" };
      if (ask.receipt.startsWith("9")) return { kind: "unknown" };
      const { stepId = firstStep, done = false } = ask.step ?? {};
      return {
        kind: "opened",
        isStepUnknown: stepId !== firstStep,
        view,
        plan: planFor({
          language: ask.language,
          done: done && stepId === firstStep ? { [firstStep]: today } : {},
        }),
      };
    },
    async writeMessage(message) {
      posted.messages.push(message);
      return { kind: "written", view, country: null, callNow: null };
    },
    async withdraw(ask) {
      posted.withdrawn.push(ask.receipt);
      return { kind: "withdrawn" };
    },
    peopleIn: () => [],
    evidence: noEvidence,
    hotline: { name: "Test", email: "contact@vigie.invalid", country: "FR", timeZone: "Europe/Paris" },
    reportDays: 365,
    now: () => new Date(),
    exitUrl: "https://neutral.invalid/",
    ...changed,
  });
  app.setNotFoundHandler((request, reply) => {
    const page = notFound(request);
    return reply.code(page.status).headers(page.headers).send(page.body);
  });
  return { app, posted };
}

const post = (app: FastifyInstance, url: string, fields: Record<string, string> | string) =>
  app.inject({
    method: "POST",
    url,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: typeof fields === "string" ? fields : new URLSearchParams(fields).toString(),
  });

test("the browser's language chooses the first page", async () => {
  const { app } = await server();
  const answer = await app.inject({ url: "/", headers: { "accept-language": "en-GB,en;q=0.9" } });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, "/en"]);
  expect((await app.inject("/")).headers.location).toBe("/fr");
});

const exitCookie = /^p=[\w-]{12}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/;

async function leave(app: FastifyInstance): Promise<{ cookie: string }> {
  const { headers } = await app.inject("/exit");
  return { cookie: String(headers["set-cookie"]).split(";")[0] ?? "" };
}

test("the exit leads to a neutral site, at once, and leaves a mark that tells nothing", async () => {
  const { app } = await server();
  const answer = await app.inject("/exit");
  expect([answer.statusCode, answer.headers.location]).toEqual([303, "https://neutral.invalid/"]);
  expect(answer.headers["clear-site-data"]).toBeUndefined();
  expect(answer.headers["set-cookie"]).toMatch(exitCookie);
  expect(answer.headers["cache-control"]).toBe("no-store");
});

test("after the exit every page leads to the neutral site, until somebody comes to the bare address", async () => {
  const { app } = await server();
  const headers = await leave(app);
  for (const url of [
    "/fr",
    "/en/",
    "/fr/ecrire",
    "/en/follow",
    "/fr/guides",
    "/fr/securite",
    "/fr/nothing",
  ]) {
    for (const method of ["GET", "HEAD"] as const) {
      const answer = await app.inject({ method, url, headers });
      expect([answer.statusCode, answer.headers.location, answer.body], url).toEqual([
        303,
        "https://neutral.invalid/",
        "",
      ]);
      expect(answer.headers["cache-control"]).toBe("no-store");
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
  }
  const back = await app.inject({ url: "/", headers });
  expect([back.statusCode, back.headers.location]).toEqual([303, "/fr"]);
  expect(back.headers["set-cookie"]).toBe("p=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax");
});

test("nobody who has not left is given a cookie", async () => {
  const { app } = await server();
  for (const url of ["/", "/fr", "/en/write", "/nothing"]) {
    expect((await app.inject(url)).headers["set-cookie"], url).toBeUndefined();
  }
  const others = { cookie: "vigie_session=abc; up=1; p=; q=p=1" };
  expect((await app.inject({ url: "/fr", headers: others })).statusCode).toBe(200);
});

test("a form sent after the exit shows a button and none of its words, and is taken when that is pressed", async () => {
  const { app, posted } = await server();
  const { cookie } = await leave(app);
  const fields = {
    form_id: "7b1c9a52-5d7e-4c62-9a0e-5f0f3f6f2b12",
    where: "https://site.example/<a>",
    text: 'Mes "mots"\nsur deux lignes',
  };
  const send = (form: Record<string, string>, mark = cookie) =>
    app.inject({
      method: "POST",
      url: "/fr/ecrire",
      headers: { "content-type": "application/x-www-form-urlencoded", cookie: mark },
      payload: new URLSearchParams(form).toString(),
    });
  const asked = await send(fields);
  expect(asked.statusCode).toBe(200);
  expect(posted.reports).toEqual([]);
  const shown = asked.body.replace(/<[^>]*>/g, " ");
  expect(shown.replace(/\s+/g, " ").trim()).toBe(
    "Vigie Quitter vite Vigie Rien n’est perdu. Appuyez pour continuer. Continuer",
  );
  const hidden = Object.fromEntries(
    [...asked.body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
      ([, name, value]) => [
        name ?? "",
        (value ?? "")
          .replace(/&quot;/g, '"')
          .replace(/&lt;/g, "<")
          .replace(/&gt;/g, ">"),
      ],
    ),
  );
  expect(hidden).toEqual({ ...fields, back: cookie.slice(2) });
  const again = (await leave(app)).cookie;
  expect((await send(hidden, again)).body).toContain("Continuer");
  expect(posted.reports).toEqual([]);
  const taken = await send(hidden);
  expect(taken.body).toContain("1234 5678 9012 3456 7890");
  expect(taken.headers["set-cookie"]).toMatch(/^p=; Max-Age=0/);
  expect(posted.reports).toMatchObject([{ where: fields.where, text: fields.text }]);
});

test("after the exit a form in which nobody wrote anything leads to the neutral site and does nothing", async () => {
  const { app, posted } = await server();
  const { cookie } = await leave(app);
  const receipt = "12345678901234567890";
  const headers = { "content-type": "application/x-www-form-urlencoded", cookie };
  const send = (url: string, fields: Record<string, string>) =>
    app.inject({ method: "POST", url, headers, payload: new URLSearchParams(fields).toString() });
  const acts =
    "open show plan tick untick situation pack ask_withdraw withdraw write evidence evidence_new evidence_add evidence_remove evidence_age evidence_print evidence_bundle";
  for (const act of ["", ...acts.split(" ")]) {
    const answer = await send("/fr/suivi", {
      receipt,
      do: act,
      message_id: "x",
      message: " ",
      step: "s",
      text: "",
    });
    expect(answer.headers["refresh"], act).toBe("0; url=https://neutral.invalid/");
    expect(answer.body).toBe("");
    expect(answer.headers["set-cookie"]).toBeUndefined();
  }
  for (const fields of [
    { do: "show", receipt },
    { form_id: "x", minor: "yes", concern: "hate" },
  ]) {
    const answer = await send("/fr/ecrire", { where: "", ...fields });
    expect([answer.headers["refresh"], answer.body]).toEqual(["0; url=https://neutral.invalid/", ""]);
  }
  for (const words of [{ message: "mots" }, { text: "mots" }]) {
    const answer = await send("/fr/suivi", { receipt, do: "show", ...words });
    expect([answer.statusCode, answer.body.includes("Continuer")]).toEqual([200, true]);
  }
  expect(posted).toMatchObject({ reports: [], messages: [], withdrawn: [] });
});

test("a report reaches Vigie as it was typed and is answered with its number", async () => {
  const { app, posted } = await server();
  const answer = await post(app, "/en/write", {
    form_id: "7B1C9A52-5D7E-4C62-9A0E-5F0F3F6F2B11",
    where: "https://site.example/a\r\nhttps://site.example/b",
    concern: "hate",
    minor: "yes",
    text: " é ",
    contact: " a@b.example ",
  });
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toContain("1234 5678 9012 3456 7890");
  expect(posted.reports).toEqual([
    {
      formId: "7b1c9a52-5d7e-4c62-9a0e-5f0f3f6f2b11",
      language: "en",
      where: "https://site.example/a\nhttps://site.example/b",
      concern: "hate",
      private: false,
      minor: true,
      text: " é ",
      contact: "a@b.example",
      situation: null,
      fingerprints: [],
    },
  ]);
});

test("each form that is shown has an identifier of its own", async () => {
  const { app } = await server();
  const idOf = async () => /name="form_id" value="([^"]+)"/.exec((await app.inject("/fr/ecrire")).body)?.[1];
  const first = await idOf();
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect(await idOf()).not.toBe(first);
});

test("a mistake shows the form again, filled in, with status 422", async () => {
  const { app } = await server();
  const answer = await post(app, "/fr/ecrire", { where: " ", text: "<b>mots</b>", private: "yes" });
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain("&lt;b&gt;mots&lt;/b&gt;");
  expect(answer.body).toContain('role="alert"');
});

test("switching the language loses nothing and sends nothing", async () => {
  const { app, posted } = await server();
  const form = await post(app, "/en/write", {
    do: "show",
    where: "https://a.example",
    text: "x",
    concern: "hate",
  });
  expect(form.statusCode).toBe(200);
  expect(form.body).toContain("https://a.example</textarea>");
  const done = await post(app, "/en/write", { do: "show", receipt });
  expect(done.body).toContain("1234 5678 9012 3456 7890");
  expect(posted.reports).toEqual([]);
});

test("the number opens the receipt, and no answer ever sends it to an address", async () => {
  const { app } = await server();
  const answer = await post(app, "/fr/suivi", { receipt: "1234 5678 9012 3456 7890" });
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toContain("https://site.example/a");
  expect(answer.headers.location).toBeUndefined();
});

test("a typing mistake, an unknown number and a busy house are told apart, with the number left to correct", async () => {
  const { app } = await server();
  const malformed = await post(app, "/en/follow", { receipt: "12 34", do: "open" });
  expect(malformed.statusCode).toBe(422);
  expect(malformed.body).toContain('value="12 34"');
  expect((await post(app, "/en/follow", { receipt: receipt.replace("1", "9") })).statusCode).toBe(404);
  const { app: busy } = await server({ planOfReceipt: async () => ({ kind: "busy" }) });
  const later = await post(busy, "/en/follow", { receipt });
  expect([later.statusCode, later.headers["retry-after"]]).toEqual([503, "60"]);
});

test("a message is written once per form, and the next form has another identifier", async () => {
  const { app, posted } = await server();
  const messageId = "7b1c9a52-5d7e-4c62-9a0e-5f0f3f6f2b11";
  const answer = await post(app, "/fr/suivi", {
    do: "write",
    receipt,
    message: "a\r\nb",
    message_id: messageId,
  });
  expect(answer.statusCode).toBe(200);
  expect(posted.messages).toEqual([{ receipt, messageId, language: "fr", text: "a\nb" }]);
  expect(answer.body).not.toContain(messageId);
});

test("the opened receipt leads to its plan, and a step is ticked and taken back", async () => {
  const { app, posted } = await server();
  const opened = await post(app, "/fr/suivi", { receipt });
  expect(opened.body).toMatch(/<button[^>]* value="plan"/);
  const plan = await post(app, "/fr/suivi", { receipt, do: "plan" });
  expect(plan.body).toContain(`value="${firstStep}"`);
  const ticked = await post(app, "/en/follow", { receipt, do: "tick", step: firstStep });
  expect(ticked.statusCode).toBe(200);
  expect(ticked.body).toContain('role="status"');
  expect(ticked.body).toContain("Done on 21 November 2026");
  await post(app, "/en/follow", { receipt, do: "untick", step: firstStep });
  expect(posted.plans.slice(2)).toEqual([
    { receipt, language: "en", voice: "en", step: { stepId: firstStep, done: true } },
    { receipt, language: "en", voice: "en", step: { stepId: firstStep, done: false } },
  ]);
});

test("a step that is no longer in the plan gives the plan again with a calm sentence", async () => {
  const { app } = await server();
  for (const step of ["form:gone.1", "", "x".repeat(5000)]) {
    const answer = await post(app, "/fr/suivi", { receipt, do: "tick", step });
    expect(answer.statusCode).toBe(409);
    expect(answer.body).toContain("Rien n’est perdu");
    expect(answer.body).toContain(`value="${firstStep}"`);
  }
});

test("answers about the situation change the plan; the Enter key sends them too", async () => {
  const { app, posted } = await server();
  const answers = { minor: "no", blackmail: "threatened", country: "BE", standing: "victim" };
  for (const pressed of [{ do: "situation" }, {}]) {
    const answer = await post(app, "/fr/suivi", { receipt, page: "plan", ...answers, ...pressed });
    expect(answer.statusCode).toBe(200);
    expect(posted.plans.pop()?.situation).toEqual({
      ...answers,
      uploaderHostile: "unknown",
      uploaderKnowsVictim: "unknown",
      fileAtHand: "unknown",
    });
  }
});

test("an answer that the form cannot send changes nothing and comes back with the others kept", async () => {
  const { app, posted } = await server();
  const answers = { receipt, do: "situation", minor: "<b>", country: "Atlantis", blackmail: "under_way" };
  const answer = await post(app, "/fr/suivi", answers);
  expect(answer.statusCode).toBe(422);
  expect(posted.plans[0]?.situation).toBeUndefined();
  expect(answer.body).toContain('role="alert"');
  expect(answer.body).toMatch(/name="blackmail"[^>]*checked=""[^>]*value="under_way"/);
  expect(answer.body).not.toContain("<b>");
});

test("switching the language on the plan keeps the answers and stores nothing", async () => {
  const { app, posted } = await server();
  const fields = { receipt, do: "show", page: "plan", blackmail: "under_way" };
  const answer = await post(app, "/en/follow", fields);
  expect(answer.body).toContain("Your plan");
  expect(answer.body).toMatch(/name="blackmail"[^>]*checked=""[^>]*value="under_way"/);
  expect(posted.plans).toEqual([{ receipt, language: "en", voice: "en" }]);
  const pack = await post(app, "/en/follow", { receipt, do: "show", page: "pack" });
  expect(pack.body).toContain("Your plan does not need this file today");
});

test("the plan's forms meet a wrong, an unknown and a doubled receipt as the others do", async () => {
  const { app } = await server();
  for (const act of ["plan", "tick", "situation", "pack"]) {
    expect((await post(app, "/fr/suivi", { receipt: "12", do: act })).statusCode).toBe(422);
    expect((await post(app, "/fr/suivi", { receipt: receipt.replace("1", "9"), do: act })).statusCode).toBe(
      404,
    );
    expect((await post(app, "/fr/suivi", `receipt=1&receipt=2&do=${act}`)).statusCode).toBe(400);
  }
  const { app: busy } = await server({ planOfReceipt: async () => ({ kind: "busy" }) });
  expect((await post(busy, "/fr/suivi", { receipt, do: "tick", step: firstStep })).statusCode).toBe(503);
});

test("a withdrawal asks first and then happens", async () => {
  const { app, posted } = await server();
  const asked = await post(app, "/fr/suivi", { do: "ask_withdraw", receipt });
  expect(asked.body).toContain('value="withdraw"');
  expect(posted.withdrawn).toEqual([]);
  await post(app, "/fr/suivi", { do: "withdraw", receipt });
  expect(posted.withdrawn).toEqual([receipt]);
});

test("a receipt that was withdrawn shows nothing of what it held", async () => {
  const { app } = await server({
    planOfReceipt: async () => ({
      kind: "opened",
      isStepUnknown: false,
      view: { ...view, withdrawn: true },
      plan: planFor(),
    }),
  });
  for (const act of ["open", "plan", "tick", "situation", "pack"]) {
    const answer = await post(app, "/fr/suivi", { receipt, do: act });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).not.toMatch(/site\.example|x\.com|name="step"/);
  }
});

test("a doubled field, an unknown choice and a body of another kind are refused with a page", async () => {
  const { app, posted } = await server();
  for (const body of ["where=a&where=b", "where=a&concern=other", "receipt=1&receipt=2"]) {
    const answer = await post(app, body.startsWith("receipt") ? "/en/follow" : "/en/write", body);
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([400, "text/html; charset=utf-8"]);
  }
  const json = await app.inject({ method: "POST", url: "/fr/ecrire", payload: { where: ["a"] } });
  expect(json.statusCode).toBe(400);
  const other = await app.inject({
    method: "POST",
    url: "/fr/ecrire",
    payload: "<a/>",
    headers: { "content-type": "text/xml" },
  });
  expect(other.statusCode).toBe(400);
  expect(posted.reports).toEqual([]);
});

test("what a person can neither see nor correct is taken out of what they typed", async () => {
  const { app, posted } = await server();
  await post(app, "/fr/ecrire", "where=a%00b%ED%A0%80&text=%E2%80%AEx");
  expect(posted.reports[0]?.where).not.toContain("\u0000");
  expect(posted.reports[0]?.where.isWellFormed()).toBe(true);
  expect(posted.reports[0]?.text).toBe("\u202Ex");
});

test("10 MB of text are answered with a page in the person's language", async () => {
  const { app, posted } = await server();
  const answer = await post(app, "/en/write", { where: "a".repeat(10_000_000) });
  expect(answer.statusCode).toBe(413);
  expect(answer.body).toContain("Send it in several parts");
  expect(posted.reports).toEqual([]);
  const most = await post(app, "/en/write", { where: "a".repeat(limits.bodyBytes - 100) });
  expect(most.statusCode).toBe(200);
});

test("an unknown language is answered 404 with the way to both languages", async () => {
  const { app } = await server();
  const answer = await app.inject("/de/ecrire");
  expect(answer.statusCode).toBe(404);
  expect(answer.body).toContain('href="/fr"');
  expect(answer.body).toContain('href="/en"');
});

test("a bug is answered with a calm page and logged without the words it may repeat", async () => {
  const lines: string[] = [];
  const app = fastify({ logger: { stream: { write: (line: string) => lines.push(line) } } });
  app.register(formbody);
  const fail = async () => {
    throw new Error("secret words of a person");
  };
  await publicPages(app, {
    acceptReport: fail,
    planOfReceipt: fail,
    writeMessage: fail,
    withdraw: async () => {
      throw new Refusal("service.unavailable");
    },
    peopleIn: () => [],
    evidence: noEvidence,
    hotline: { name: "Test", email: "contact@vigie.invalid", country: "FR", timeZone: "Europe/Paris" },
    reportDays: 365,
    now: () => new Date(),
    exitUrl: "https://neutral.invalid/",
  });
  const answer = await post(app, "/fr/ecrire", { where: "a" });
  expect(answer.statusCode).toBe(500);
  expect(answer.body).toContain("tel:17");
  expect(answer.body).not.toContain("secret words");
  expect(lines.join("")).not.toContain("secret words");
  expect(lines.join("")).toContain("a public page failed");
  const refused = await post(app, "/fr/suivi", { do: "withdraw", receipt });
  expect([refused.statusCode, refused.headers["retry-after"]]).toEqual([503, "60"]);
});

test("every page sends the headers that keep it private", async () => {
  const { app } = await server();
  for (const url of ["/fr", "/en/", "/fr/ecrire", "/en/follow", "/fr/securite", "/en/how", "/nothing"]) {
    const { headers } = await app.inject(url);
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["cache-control"]).toBe("no-store");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["set-cookie"]).toBeUndefined();
  }
});

test("a page with its style and drawings stays under 25 kB", async () => {
  const { app } = await server();
  for (const url of ["/fr", "/fr/ecrire", "/fr/suivi", "/fr/securite", "/fr/comment"]) {
    const { body } = await app.inject(url);
    const files = [...body.matchAll(/"(\/[a-z]+-[0-9a-f]{10}\.(?:css|svg))"/g)].map(
      (match) => match[1] ?? "",
    );
    let bytes = Buffer.byteLength(body);
    for (const file of new Set(files)) bytes += (await app.inject(file)).rawPayload.length;
    expect(bytes).toBeLessThan(25_000);
  }
});

test("no body, however odd, makes a page fail", async () => {
  const { app } = await server();
  const names = fc.constantFrom(
    ...[
      "where",
      "receipt",
      "do",
      "concern",
      "form_id",
      "message",
      "text",
      "page",
      "step",
      "minor",
      "country",
      "x",
    ],
  );
  const values = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "show",
      "write",
      "withdraw",
      "plan",
      "tick",
      "situation",
      "pack",
      receipt,
      "%00",
      "\ud800",
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("/fr/ecrire", "/en/follow"),
      fc.array(fc.tuple(names, values)),
      async (url, fields) => {
        const body = new URLSearchParams(fields).toString();
        expect((await post(app, url, body)).statusCode).toBeLessThan(500);
      },
    ),
    { numRuns: 200 },
  );
});

const inBelgium: PlanPerson = {
  ...planFor().people[0],
  slug: "of-belgium",
  phone: "0800 00 000",
  phoneBy: "call",
  takes: "Somebody in Belgium",
  urgent: true,
} as PlanPerson;

test("the people of danger stay when the language is switched on the page that gives the number", async () => {
  const asked: (string | null)[] = [];
  const { app } = await server({
    acceptReport: async () => ({ kind: "accepted", receipt, callNow: [inBelgium] }),
    peopleIn: ({ country }) => {
      asked.push(country);
      return [inBelgium];
    },
  });
  const done = await post(app, "/fr/ecrire", {
    where: "https://site.example/",
    text: "…",
    "situation.country": "BE",
  });
  const form = (name: string, value: string) => `name="${name}" value="${value}"`;
  for (const field of [form("call", "BE"), form("situation.country", "BE"), form("receipt", receipt)]) {
    expect(done.body).toContain(field);
  }
  const fields = { receipt, call: "BE", "situation.country": "BE", do: "show" };
  const switched = await post(app, "/en/write", fields);
  expect(switched.body).toContain('class="danger"');
  expect(switched.body).toContain("1234 5678 9012 3456 7890");
  expect(switched.body).toContain(form("call", "BE"));
  expect(switched.body.match(/tel:080000000/g)?.length).toBe(2);
  expect(switched.body).not.toContain("tel:3018");
  expect(new Set(asked)).toEqual(new Set(["BE"]));
  expect((await post(app, "/en/write", { receipt, do: "show" })).body).not.toContain('class="danger"');
});

test("under a receipt the numbers are those of the person's country, in the footer too", async () => {
  const { app } = await server({
    planOfReceipt: async () => {
      const plan = planFor();
      return {
        kind: "opened",
        isStepUnknown: false,
        view,
        plan: { ...plan, situation: { ...plan.situation, country: "BE" } },
      };
    },
    writeMessage: async () => ({ kind: "written", view, country: "BE", callNow: [inBelgium] }),
    peopleIn: ({ country }) => (country === "BE" ? [inBelgium] : []),
  });
  for (const act of ["open", "write", "plan", "ask_withdraw"]) {
    const { body } = await post(app, "/en/follow", { receipt, do: act, message: "…" });
    expect(body.slice(body.indexOf("<footer>")), act).toContain("0800 00 000");
    // The plan names its own people.
    if (act !== "plan") expect(body.slice(body.indexOf('class="talk"')), act).not.toContain("tel:3018");
  }
  const sent = await post(app, "/en/follow", { receipt, do: "write", message: "…" });
  expect(sent.body).toContain('name="call" value="BE"');
  const switched = await post(app, "/fr/suivi", { receipt, do: "show", call: "BE" });
  expect(switched.body).toContain('class="danger"');
  expect((await post(app, "/fr/suivi", { receipt, do: "open", call: "BE" })).body).not.toContain(
    'class="danger"',
  );
});
