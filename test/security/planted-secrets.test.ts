import { randomBytes, randomInt } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type CaseView, evidenceKinds } from "@vigie/contract";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { startMailServer, type TestMailServer } from "../../apps/server/src/mail/test-mail-server.ts";
import { newReceiptNumber } from "../../apps/server/src/vault/receipt-number.ts";
import { type Desk, findCase, useVigie } from "../vigie.ts";
import { send, sendForm, sendJson } from "./raw-http.ts";

/*
 * Every secret holds the same unmistakable beginning, so that one search finds any of them, in whatever text or
 * bytes. Numbers have a beginning of their own.
 */
const wordMark = "kanarizq";
const numberMark = "904417";
const planted = new Set<string>();
const word = () => plant(`${wordMark}${randomBytes(5).toString("hex")}`);
const number = () => plant(`${numberMark}${randomInt(1000, 9999)}`);
function plant(secret: string): string {
  planted.add(secret);
  return secret;
}

// The log goes to the process's own output: pino writes to a replaced `write` instead of the bare descriptor.
const logged: string[] = [];
const write = process.stdout.write;
process.stdout.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
  const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
  if (!text.startsWith("{")) return write.call(process.stdout, chunk, ...rest);
  logged.push(text);
  return true;
}) as typeof process.stdout.write;
afterAll(() => {
  process.stdout.write = write;
});

const smtp: TestMailServer = await startMailServer();
afterAll(() => smtp.stop());
const vigie = useVigie({ VIGIE_SMTP_URL: smtp.url, VIGIE_LOG_LEVEL: "debug" });

/** What API answers said to people who had no right to the secrets, or on errors. */
const errorsHeard: string[] = [];
const receipts: string[] = [];
const contacts = new Map<string, string>();
let analyst: Desk;
let caseWithAnswer: CaseView;

// What a careless client sends along with every request.
const careless = () => ({
  "user-agent": `Agent ${word()}`,
  referer: `https://mail.example/${word()}`,
  cookie: `other=${word()}`,
  "x-forwarded-for": `203.0.113.${randomInt(1, 254)}, 198.51.100.77`,
  "x-real-ip": "198.51.100.77",
  forwarded: `for=198.51.100.77;by=${word()}`,
  "idempotency-key": `${word()}-${word()}`,
});

// A form posted from another site is refused: these come from a page of ours.
const carelessForm = () => ({ ...careless(), referer: `${vigie.url}/fr/${word()}` });

beforeAll(async () => {
  analyst = await vigie.member("analyst", "Alix");
  await analyst.unlock();
  await reportByApi();
  await reportByForm();
  await keepEvidence();
  await writeMessages();
  await askWrongly();
  await workAtTheDesk();
  await vigie.settle();
  vigie.advance(25 * 3_600_000);
  await vigie.settle();
}, 180_000);

async function reportByApi(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) {
    const contact = `${word()}@boite${turn}.example`;
    const ordinary = await sendJson(
      vigie.url,
      "/api/v1/reports",
      {
        locations: [
          { url: `https://www.instagram.com/p/Cx${turn}AbCdEfGh/?igsh=${word()}&utm_source=${word()}` },
          { url: `https://youtu.be/dQw4w9WgXc${turn}?si=${word()}&t=3` },
          { url: `https://personne:${word()}@ordinaire.example/page/${turn}?fbclid=${word()}#${word()}` },
          { text: `le voisin ${word()} au 06 ${number()}` },
        ],
        text: `Je suis ${word()}, mon numéro est le ${number()}, mon mot de passe ${word()}.`,
        contact,
      },
      { headers: careless() },
    );
    const { receipt } = JSON.parse(ordinary.text) as { receipt: string };
    receipts.push(receipt);
    contacts.set(receipt, contact);
    for (const mark of [{ minor: true }, { private: true }]) {
      const sealed = await sendJson(vigie.url, "/api/v1/reports", {
        locations: [{ url: `https://${word()}.example/${word()}?q=${word()}` }],
        text: word(),
        ...mark,
      });
      receipts.push((JSON.parse(sealed.text) as { receipt: string }).receipt);
    }
  }
}

async function reportByForm(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) {
    const fields = {
      where: `https://formulaire.example/${turn}?utm_campaign=${word()}\nle compte de ${word()} quelque part`,
      text: `${word()} ${number()}`,
      contact: `${word()}@boite.example`,
      concern: "harassment",
    };
    const done = await sendForm(vigie.url, "/fr/ecrire", fields, carelessForm());
    const receipt = /name="receipt" value="(\d{20})"/.exec(done.text)?.[1];
    expect(receipt).toBeDefined();
    receipts.push(receipt ?? "");
    const sealed = { where: `https://${word()}.example/${word()}`, minor: "yes", text: word() };
    await sendForm(vigie.url, "/en/write", sealed, carelessForm());
  }
}

/** So many secrets that the whole passes a thousand: names, numbers and words kept under the receipts. */
async function keepEvidence(): Promise<void> {
  const post = (receipt: string, fields: Record<string, string>) =>
    sendForm(vigie.url, "/fr/suivi", { receipt, ...fields }, carelessForm());
  const kinds = evidenceKinds.filter((kind) => kind !== "account_id");
  const entries: string[] = [];
  for (const receipt of receipts.slice(0, 8)) {
    await post(receipt, { do: "evidence_age", minor: "no" });
    for (const kind of kinds) {
      const text = Array.from({ length: 6 }, () => `${word()} ${number()}`).join(" / ");
      const { text: page, status } = await post(receipt, {
        do: "evidence_add",
        kind,
        text,
        zone: "Europe/Paris",
      });
      const isTaken = status === 200;
      if (isTaken) entries.push(/name="entry" value="([\w-]+)"/.exec(page)?.[1] ?? "");
      else errorsHeard.push(JSON.stringify({ status }));
    }
    await post(receipt, { do: "evidence_add", kind: "account_id", text: number(), zone: "UTC" });
    await post(receipt, { do: "evidence_add", kind: word(), text: word(), day: word(), zone: word() });
  }
  expect(entries.length).toBeGreaterThan(40);
  const [receipt = ""] = receipts;
  await post(receipt, { do: "evidence_remove", entry: entries[0] ?? "" });
  for (const document of ["bundle", "complaint", "proof"])
    await post(receipt, { do: `evidence_${document}` });
}

async function writeMessages(): Promise<void> {
  for (const receipt of receipts.slice(0, 5)) {
    await sendJson(vigie.url, "/api/v1/receipts/messages", { receipt, text: `Encore ${word()}` });
    await sendForm(vigie.url, "/fr/suivi", { do: "write", receipt, message: `${word()} ${number()}` });
  }
  const [withdrawn = ""] = receipts.splice(5, 1);
  await sendJson(vigie.url, "/api/v1/receipts/withdraw", { receipt: withdrawn });
  receipts.push(withdrawn);
}

async function askWrongly(): Promise<void> {
  const hear = async (answer: Promise<{ text: string; headers: object }>) => {
    const { text, headers } = await answer;
    errorsHeard.push(text, JSON.stringify(headers));
  };
  const post = (path: string, body: unknown, headers = {}) =>
    hear(sendJson(vigie.url, path, body, { headers }));
  await hear(send(vigie.url, { path: `/${word()}?${word()}=${word()}`, headers: careless() }));
  await hear(send(vigie.url, { path: `/api/v1/${word()}/%zz${word()}`, headers: careless() }));
  await hear(send(vigie.url, { path: `/fr/%E0%A4%A${word()}` }));
  await post("/api/v1/reports", `{"locations": [{"url": "${word()}`);
  await post("/api/v1/reports", { locations: [{ url: 3 }], text: word(), language: word(), concern: word() });
  await post("/api/v1/reports", {
    locations: [{ url: `http://10.0.0.1/${word()}` }, { url: `file:///${word()}` }],
  });
  await post("/api/v1/reports", { locations: [{ url: "https://a.example" }], text: `${word()}\u0000` });
  await post("/api/v1/reports", { locations: [{ url: "https://a.example" }], contact: `${word()}@@` });
  await post("/api/v1/reports", word(), { "content-type": `text/${wordMark}` });
  await post("/api/v1/receipts/open", { receipt: word() });
  await post("/api/v1/receipts/messages", { receipt: newReceiptNumber(), text: word() });
  await post("/api/v1/desk/session", { name: word(), password: word(), code: "123456" });
  await post("/api/v1/desk/session", { name: "Alix", password: word(), code: "123456" });
  await post("/api/v1/desk/session", { name: word(), password: word(), code: word().slice(0, 12) });
  await post("/api/v1/desk/invitations/open", { token: word() });
  await post("/api/v1/desk/join", {
    token: word(),
    name: word(),
    password: word(),
    passphrase: word(),
    code: "123456",
    language: "fr",
  });
  await hear(send(vigie.url, { path: "/api/v1/desk/cases", headers: { cookie: `vigie_session=${word()}` } }));
}

async function workAtTheDesk(): Promise<void> {
  await analyst.signInAgain();
  await analyst.unlock();
  for (const query of [word(), number(), `${word()}' or 1=1`]) {
    await analyst.fetch("GET", `/cases?q=${encodeURIComponent(query)}&after=${word()}`);
  }
  errorsHeard.push(await (await analyst.fetch("POST", "/session/unlock", { passphrase: word() })).text());
  await vigie.settle();
  const found = await findCase(analyst, ({ hosts }) => hosts.includes("ordinaire.example"));
  await analyst.call("GET", `/cases/${found.summary.id}/words`);
  const contactReport = found.reports.find(({ hasContact }) => hasContact);
  await analyst.call("POST", `/cases/${found.summary.id}/messages`, {
    reportId: contactReport?.id,
    text: `Bonjour, ${word()}.`,
  });
  await analyst.call("POST", `/cases/${found.summary.id}/assessments`, {
    grounds: ["hate-incitement"],
    manifest: "manifest",
    minor: "no",
    reasons: "Un appel à la haine.",
  });
  const hosts = [...new Set(found.contents.flatMap(({ host }) => host ?? []))];
  await analyst.call("POST", `/cases/${found.summary.id}/notices`, {
    contentIds: found.contents.filter(({ kind }) => kind === "url").map(({ id }) => id),
    recipients: hosts.map((host) => ({ host, name: "Hôte", email: `abuse@${host}`, language: "fr" })),
    explanation: "La page appelle à la haine.",
  });
  await vigie.settle();
  caseWithAnswer = await analyst.call<CaseView>("GET", `/cases/${found.summary.id}`);
}

/** All that is there, in every spelling: as text, and as what its hexadecimal and base64 runs stand for. */
function spellings(bytes: Buffer | string): string[] {
  const text = (typeof bytes === "string" ? bytes : bytes.toString("latin1")).toLowerCase();
  const raw = typeof bytes === "string" ? bytes : bytes.toString("latin1");
  const hex = [...raw.matchAll(/(?:[0-9a-f]{2}){8,}/gi)].map(([run]) =>
    Buffer.from(run, "hex").toString("latin1"),
  );
  const base64 = [...raw.matchAll(/[A-Za-z0-9+/_-]{12,}/g)].flatMap(([run]) =>
    [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), "base64").toString("latin1")),
  );
  return [text, [...hex, ...base64].join("\n").toLowerCase(), raw.replaceAll("\u0000", "").toLowerCase()];
}

/** The secrets a place holds, in whatever spelling. */
function secretsIn(bytes: Buffer | string): string[] {
  const found = new Set<string>();
  for (const text of spellings(bytes)) {
    for (const [secret] of text.matchAll(
      new RegExp(`${wordMark}[0-9a-f]{0,10}|${numberMark}\\d{0,4}`, "g"),
    )) {
      if (secret.startsWith(wordMark) || planted.has(secret)) found.add(secret);
    }
    for (const secret of named()) if (text.includes(secret)) found.add(secret);
  }
  return [...found];
}

/** Secrets that were not made here: receipts, codes, passphrases, cookies and tokens. */
function named(): string[] {
  const { passphrase, totpSecret, cookie, me } = analyst;
  const [, token = ""] = cookie.split("=");
  return [...receipts, passphrase, "un mot de passe long", totpSecret, token, me.csrf, "198.51.100.77"]
    .flatMap((secret) => [secret, /^\d{20}$/.test(secret) ? secret.replace(/(\d{4})(?=\d)/g, "$1 ") : secret])
    .map((secret) => secret.toLowerCase());
}

async function databaseDump(): Promise<Map<string, string>> {
  const { pool } = vigie.database;
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const dump = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`);
    dump.set(name, rows.map(({ row }) => row).join("\n"));
  }
  return dump;
}

async function filesBelow(folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const each of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, each.name);
    if (each.isDirectory()) files.push(...(await filesBelow(path)));
    else if (each.isFile()) files.push(path);
  }
  return files;
}

test("the search finds a secret in every spelling it looks for", () => {
  const secret = word();
  for (const spelling of [secret, secret.toUpperCase(), Buffer.from(secret).toString("hex")]) {
    expect(secretsIn(`x ${spelling} y`), spelling).toContain(secret);
  }
  for (const shift of ["", "a", "ab"]) {
    expect(secretsIn(Buffer.from(`${shift}${secret} and more`).toString("base64"))).toContain(secret);
    expect(secretsIn(`\\x${Buffer.from(`${shift}${secret} and more`).toString("hex")}`)).toContain(secret);
  }
  expect(secretsIn(`\\x${Buffer.from(receipts[0] ?? "").toString("hex")}`)).toContain(receipts[0]);
  expect(planted.size).toBeGreaterThanOrEqual(1_000);
});

test("the database holds none of them, in no table and no column", async () => {
  const dump = await databaseDump();
  expect([...dump.keys()]).toEqual(expect.arrayContaining(["public.reports", "public.events"]));
  expect(dump.get("public.evidence_entries")?.split("\n").length).toBeGreaterThan(40);
  // What must be there: the canonical address of an ordinary report, without the token that names its sender.
  expect(dump.get("public.contents")).toContain("instagram.com/p/Cx1AbCdEfGh");
  for (const [table, text] of dump) {
    for (const client of ["203.0.113.", "127.0.0.1"])
      expect(text.includes(client), `${table}: ${client}`).toBe(false);
  }
  const found = [...dump].flatMap(([table, text]) => secretsIn(text).map((secret) => `${table}: ${secret}`));
  expect(found).toEqual([]);
});

test("the raw files of the database hold none of them", async ({ skip }) => {
  const { pool } = vigie.database;
  const isOurs = !("connectionString" in inject("cluster").admin);
  if (!isOurs) skip("the files of a server elsewhere cannot be read from here");
  await pool.query("checkpoint");
  const client = await pool.connect();
  const { rows } = await client.query<{ folder: string; oid: string }>(
    // The server knows its folder by another name than we do: its working folder leads there.
    `select format('/proc/%s/cwd', pg_backend_pid()) as folder, oid from pg_database
     where datname = current_database()`,
  );
  const { folder = "", oid = "" } = rows[0] ?? {};
  const files = await filesBelow(join(folder, "base", String(oid)));
  client.release();
  expect(files.length).toBeGreaterThan(100);
  const found: string[] = [];
  let seen = false;
  for (const file of files) {
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    const text = bytes.toString("latin1");
    seen ||= text.includes("ordinaire.example/page/1");
    for (const secret of [wordMark, ...named()])
      if (text.toLowerCase().includes(secret)) found.push(`${file}: ${secret}`);
  }
  expect(seen).toBe(true);
  expect(found).toEqual([]);
});

test("the data folder holds none of them, and the keys are readable by their owner only", async () => {
  const keys = vigie.running.vigie.config.keysDir;
  expect((await stat(keys)).mode & 0o777).toBe(0o700);
  const kept = await filesBelow(keys);
  expect(kept.length).toBeGreaterThan(0);
  for (const file of kept) expect.soft((await stat(file)).mode & 0o777, file).toBe(0o600);
  const found: string[] = [];
  for (const file of await filesBelow(vigie.dataDir)) {
    if (file.startsWith(keys)) continue;
    for (const secret of secretsIn(await readFile(file))) found.push(`${file}: ${secret}`);
  }
  expect(found).toEqual([]);
});

test("the logs hold none of them, even at their most talkative", () => {
  expect(logged.length).toBeGreaterThan(0);
  expect(secretsIn(logged.join(""))).toEqual([]);
  const requestLines = logged
    .join("")
    .split("\n")
    .filter((line) => !line.includes("Server listening"));
  for (const address of ["203.0.113.", "127.0.0.1", "ordinaire.example", "instagram.com"]) {
    expect(
      requestLines.filter((line) => line.includes(address)),
      address,
    ).toEqual([]);
  }
});

test("notices carry none of them; news goes to the one address that asked for it and says nothing", () => {
  const isNews = ({ raw }: { raw: string }) => raw.includes("news.");
  const notices = smtp.received.filter((mail) => !isNews(mail));
  const news = smtp.received.filter(isNews);
  expect(notices.length).toBeGreaterThan(0);
  expect(caseWithAnswer.notices.map(({ status }) => status)).toContain("sent");
  for (const { raw, mail } of notices) {
    expect(secretsIn(raw)).toEqual([]);
    expect(secretsIn(JSON.stringify(mail))).toEqual([]);
  }
  expect(notices.some(({ mail }) => mail.text?.includes("ordinaire.example/page/"))).toBe(true);
  expect(news.length).toBeGreaterThan(0);
  const asked = new Set(contacts.values());
  for (const { raw, mail, to } of news) {
    const [address = ""] = to;
    expect(to).toHaveLength(1);
    expect(asked).toContain(address);
    expect(secretsIn(raw.replace(/^to:.*(?:\r\n[ \t].*)*/gim, ""))).toEqual([]);
    expect(mail.to?.map((each) => each.address)).toEqual([address]);
    for (const told of ["signal", "report", "vigie", "instagram", "ordinaire"]) {
      expect.soft(`${mail.subject} ${mail.text}`.toLowerCase(), told).not.toContain(told);
    }
  }
});

test("errors, metrics and the public checkpoint repeat none of them", async () => {
  expect(errorsHeard.length).toBeGreaterThan(30);
  expect(secretsIn(errorsHeard.join("\n"))).toEqual([]);
  for (const path of [
    "/metrics",
    "/healthz",
    "/readyz",
    "/api/v1/checkpoint",
    "/api/v1/openapi.json",
    "/fr",
  ]) {
    const { text, headers } = await send(vigie.url, { path });
    expect(secretsIn(text + JSON.stringify(headers)), path).toEqual([]);
  }
});

test("the list, the search and the history show no sealed address and no word of a reporter", async () => {
  await analyst.signInAgain();
  const list = await (await analyst.fetch("GET", "/cases?limit=100")).text();
  expect(secretsIn(list).filter((secret) => planted.has(secret))).toEqual([]);
  const { cases } = JSON.parse(list) as { cases: { id: string }[] };
  expect(cases.length).toBeGreaterThan(20);
  for (const { id } of cases) {
    const whole = await (await analyst.fetch("GET", `/cases/${id}`)).text();
    expect(
      secretsIn(whole).filter((secret) => planted.has(secret)),
      id,
    ).toEqual([]);
  }
  for (const secret of [...planted].slice(0, 60)) {
    const { cases: hits } = await analyst.call<{ cases: unknown[] }>("GET", `/cases?q=${secret}`);
    expect(hits, secret).toEqual([]);
  }
});
