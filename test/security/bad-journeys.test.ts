import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import type { CaseView, PlanPerson } from "@vigie/contract";
import { beforeAll, expect, test, vi } from "vitest";
import { type Desk, findCase, useVigie } from "../vigie.ts";
import { problemCode, send, sendForm, sendJson } from "./raw-http.ts";

const vigie = useVigie();
let analyst: Desk;
beforeAll(async () => {
  analyst = await vigie.member("analyst", "Alix");
  await analyst.unlock();
}, 60_000);

let counter = 0;
const newAddress = () => {
  counter += 1;
  return `https://hote.example/parcours/${counter}`;
};
const receiptIn = (html: string) => /name="receipt" value="(\d{20})"/.exec(html)?.[1] ?? "";
const write = (fields: Record<string, string>, path = "/fr/ecrire") => sendForm(vigie.url, path, fields);
const follow = (fields: Record<string, string>) => sendForm(vigie.url, "/fr/suivi", fields);
/** The case that holds an address. */
async function caseAt(address: string): Promise<CaseView> {
  await vigie.settle();
  const { rows } = await vigie.database.pool.query<{ case_id: string }>(
    "select case_id from contents where url = $1",
    [address],
  );
  return analyst.call<CaseView>("GET", `/cases/${rows[0]?.case_id}`);
}
const eventsOf = (found: CaseView) => found.history.map(({ type }) => type);
const panel = '<section class="danger" aria-labelledby="call">';
const assessment = {
  grounds: ["threats"],
  manifest: "manifest",
  minor: "no",
  reasons: "Menaces écrites.",
};

test("a report that says its writer may harm themselves is received, answered with whom to call, and flagged", async () => {
  const where = newAddress();
  const answer = await write({ where, text: "Il va tout publier. Je veux mourir." });
  expect(answer.status).toBe(200);
  expect(answer.text).toContain(panel);
  // Before anything else on the page, the good news and the number included.
  expect(answer.text.indexOf(panel)).toBeLessThan(answer.text.indexOf("<h1"));
  expect(answer.text).toContain('href="tel:112"');
  expect(answer.text).toContain('href="tel:3114"');
  const receipt = receiptIn(answer.text);
  expect(receipt).toMatch(/^\d{20}$/);

  const found = await caseAt(where);
  expect(found.summary).toMatchObject({ urgency: "P0", nextStep: "assess", status: "received" });
  expect(found.summary.dangerAt).not.toBeNull();
  expect(eventsOf(found)).toContain("report.danger_written");
  const list = await analyst.call<{ cases: { id: string }[] }>("GET", "/cases");
  expect(list.cases[0]?.id).toBe(found.summary.id);

  const words = await analyst.call<{ reports: { text: string | null }[] }>(
    "GET",
    `/cases/${found.summary.id}/words`,
  );
  expect(words.reports[0]?.text).toBe("Il va tout publier. Je veux mourir.");
  // Reading is not enough: the flag stays until somebody answers or assesses.
  expect((await caseAt(where)).summary.dangerAt).not.toBeNull();
  await analyst.call("POST", `/cases/${found.summary.id}/assessments`, assessment);
  expect((await caseAt(where)).summary.dangerAt).toBeNull();
});

test("the same over the API: 201, the receipt, and whom to call in the country that was said", async () => {
  const body = { locations: [{ url: newAddress() }], text: "i wanna kill myself", language: "en" };
  const answer = await sendJson(vigie.url, "/api/v1/reports", { ...body, situation: { country: "BE" } });
  expect(answer.status).toBe(201);
  const told = JSON.parse(answer.text) as { receipt: string; callNow?: PlanPerson[] };
  expect(told.receipt).toMatch(/^\d{20}$/);
  expect(told.callNow?.[0]).toMatchObject({ slug: "emergency-be", urgent: true });
  const calm = await sendJson(vigie.url, "/api/v1/reports", { ...body, text: "They ask for 200 euros." });
  expect(Object.keys(JSON.parse(calm.text) as object)).toEqual(["receipt", "status_url"]);
});

test("a message of danger flags a case that was settled, and an answer to it ends the flag", async () => {
  const where = newAddress();
  const { receipt } = await vigie.report({ locations: [{ url: where }] });
  const before = await caseAt(where);
  await analyst.call("POST", `/cases/${before.summary.id}/close`, { reason: "out_of_scope" });
  expect((await caseAt(where)).summary.status).toBe("closed");
  vigie.advance(1_000);

  const message_id = randomUUID();
  for (const _ of [1, 2]) {
    const answer = await follow({ do: "write", receipt, message_id, message: "jveux mourrir, adieu" });
    expect(answer.status).toBe(200);
    expect(answer.text.indexOf(panel)).toBeGreaterThan(0);
    expect(answer.text.indexOf(panel)).toBeLessThan(answer.text.indexOf("<h1"));
  }
  expect((await vigie.openReceipt(receipt)).messages).toHaveLength(1);
  const flagged = await caseAt(where);
  expect(flagged.summary).toMatchObject({ status: "received", urgency: "P0", nextStep: "answer", unread: 1 });
  expect(eventsOf(flagged).filter((type) => type === "report.danger_written")).toHaveLength(1);

  const reportId = flagged.reports[0]?.id;
  await analyst.call("POST", `/cases/${flagged.summary.id}/messages`, {
    reportId,
    text: "Nous sommes là. Avez-vous quelqu'un près de vous ?",
  });
  expect((await caseAt(where)).summary).toMatchObject({ dangerAt: null, urgency: "P3" });
  const opened = await follow({ receipt });
  expect(opened.text).toContain("L’équipe attend une réponse");
  expect(opened.text).not.toContain(panel);
  await follow({ do: "write", receipt, message: "Oui, ma sœur." });
  expect((await follow({ receipt })).text).not.toContain("L’équipe attend une réponse");
});

test("a form that is refused shows whom to call as well, and keeps every word", async () => {
  const text = "On me menace, je vais me tuer.";
  const refused = await write({ where: "", text });
  expect(refused.status).toBe(422);
  expect(refused.text.indexOf(panel)).toBeLessThan(refused.text.indexOf('class="problems"'));
  expect(refused.text).toContain(text);
  const long = `${"a".repeat(10_000)} je vais me tuer`;
  const { receipt } = await vigie.report({ locations: [{ url: newAddress() }] });
  const message = await follow({ do: "write", receipt, message: long });
  expect(message.status).toBe(422);
  expect(message.text).toContain(panel);
  expect(message.text).toContain(long);
});

test("a receipt with one wrong digit is told as a typing mistake at once, without a derivation", async () => {
  const { receipt } = await vigie.report({ locations: [{ url: newAddress() }] });
  const derive = vi.spyOn(vigie.running.vigie.receipts.deriver, "derive");
  for (let index = 0; index < receipt.length; index += 1) {
    const digit = String((Number(receipt[index]) + 1 + (index % 8)) % 10);
    const wrong = `${receipt.slice(0, index)}${digit}${receipt.slice(index + 1)}`;
    const page = await follow({ do: "open", receipt: wrong });
    expect(page.status, wrong).toBe(422);
    expect(page.text).toContain(wrong);
    const api = await sendJson(vigie.url, "/api/v1/receipts/open", { receipt: wrong });
    expect(problemCode(api)).toBe("receipt.malformed");
  }
  expect(derive).not.toHaveBeenCalled();
  derive.mockRestore();
});

test("a connection that is lost in the middle leaves nothing, and the form sent again is one report, same number", async () => {
  const where = newAddress();
  const fields = { form_id: randomUUID(), where, text: "Coupé au milieu, puis renvoyé." };
  const body = new URLSearchParams(fields).toString();
  const { hostname, port } = new URL(vigie.url);
  const cut = (bytes: string) =>
    new Promise<void>((done) => {
      const socket = connect({ host: hostname, port: Number(port) }, () => {
        socket.write(bytes, () => {
          socket.destroy();
          done();
        });
      });
      socket.on("error", () => done());
    });
  const head = `POST /fr/ecrire HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n`;
  await cut(`${head}${body.slice(0, 40)}`);
  await cut(`${head}${body}`);
  const answers = [await write(fields), await write(fields)];
  const receipts = answers.map(({ text }) => receiptIn(text));
  expect(receipts[0]).toMatch(/^\d{20}$/);
  expect(receipts[1]).toBe(receipts[0]);
  const found = await caseAt(where);
  expect(found.reports).toHaveLength(1);
});

test("a pasted conversation of 200 kB is taken whole; a longer one comes back in the form as it was", async () => {
  const line = "[21/11 23:41] lui : « t’as 10 minutes »\n[21/11 23:42] moi : stp arrête 😢\n";
  const log = line.repeat(Math.floor(200_000 / Buffer.byteLength(line)));
  expect(Buffer.byteLength(log)).toBeGreaterThan(199_000);
  const where = newAddress();
  const answer = await write({ where, text: log });
  expect(answer.status).toBe(200);
  const found = await caseAt(where);
  const words = await analyst.call<{ reports: { text: string | null }[] }>(
    "GET",
    `/cases/${found.summary.id}/words`,
  );
  expect(words.reports[0]?.text).toBe(log);

  const api = await sendJson(vigie.url, "/api/v1/reports", { locations: [{ url: where }], text: log });
  expect(api.status).toBe(201);
  const longer = log.repeat(2);
  const refused = await write({ where: newAddress(), text: longer });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain("200");
  expect(refused.text).toContain(longer.slice(0, 5_000));
  expect(refused.text).toContain(longer.slice(-5_000));
});

test("a handle with direction marks is taken, means the same as without, and is shown apart from its page", async () => {
  const marked = "\u202E@rotcah\u202C\u200F sur Snapchat";
  const { receipt } = await vigie.report({ locations: [{ text: marked }] });
  expect((await vigie.openReceipt(receipt)).locations[0]?.typed).toBe(marked);
  const page = await follow({ receipt });
  expect(page.status).toBe(200);
  expect(page.text).toMatch(/<(?:bdi|p|span|td|li)[^>]*(?:dir="auto")?[^>]*>[^<]*\u202E@rotcah/);
  const plain = await vigie.report({ locations: [{ text: "@rotcah sur Snapchat" }] });
  const { rows } = await vigie.database.pool.query<{ reports_count: number }>(
    "select reports_count from contents where service = 'snapchat' or kind = 'words' order by created_at desc limit 1",
  );
  expect(rows[0]?.reports_count).toBe(2);
  expect(plain.receipt).toMatch(/^\d{20}$/);
});

test("a country we do not know, or that is none, still leads to a report, a plan and somebody to call", async () => {
  for (const country of ["ZZ", "AQ", "QQ", "", "france", "🇫🇷", "\u202EFR", "F"]) {
    const answer = await write({
      where: newAddress(),
      text: "je veux mourir",
      "situation.country": country,
      "situation.blackmail": "threatened",
      "situation.minor": "peut-être",
    });
    expect(answer.status, country).toBe(200);
    expect(answer.text, country).toContain(panel);
    expect(answer.text, country).toContain('href="tel:');
    const receipt = receiptIn(answer.text);
    const plan = await sendJson(vigie.url, "/api/v1/receipts/plan", { receipt });
    expect(plan.status, country).toBe(200);
    const { situation, people } = JSON.parse(plan.text) as {
      situation: Record<string, unknown>;
      people: unknown[];
    };
    expect(situation["blackmail"]).toBe("threatened");
    expect(situation["minor"]).toBe("unknown");
    expect(situation["country"]).toBe(/^[A-Z]{2}$/.test(country) ? country : null);
    expect(people.length).toBeGreaterThan(0);
  }
  const refused = await sendJson(vigie.url, "/api/v1/reports", {
    locations: [{ url: newAddress() }],
    situation: { country: "france" },
  });
  expect(refused.status).toBe(400);
  expect(problemCode(refused)).toBe("request.malformed");
});

test("what was said before the form goes with the report, once, and survives a change of language", async () => {
  const said = { "situation.blackmail": "under_way", "situation.minor": "yes", "situation.country": "CH" };
  const shown = await write({ do: "show", where: "compte x", ...said }, "/en/write");
  for (const [name, value] of Object.entries(said)) {
    expect(shown.text).toContain(`name="${name}" value="${value}"`);
  }
  const fields = { form_id: randomUUID(), where: newAddress(), ...said };
  const receipt = receiptIn((await write(fields)).text);
  const again = await write({ ...fields, "situation.country": "FR" });
  expect(again.status).toBeLessThan(500);
  const { rows } = await vigie.database.pool.query<{ answers: object; minor: boolean }>(
    "select s.answers, r.minor from situations s join reports r on r.id = s.report_id order by s.updated_at desc limit 1",
  );
  expect(rows[0]).toMatchObject({ minor: true, answers: { blackmail: "under_way", country: "CH" } });
  expect(receipt).toMatch(/^\d{20}$/);
});

test("dates in the future, in words or as a kept thing, harm nothing", async () => {
  const answer = await write({
    where: newAddress(),
    text: "Reçu le 31/02/2099 à 27 h 61, et le 1er janvier 3000.",
  });
  expect(answer.status).toBe(200);
  const receipt = receiptIn(answer.text);
  expect((await follow({ receipt })).status).toBe(200);
  const list = await send(vigie.url, {
    path: `/api/v1/desk/cases?after=${encodeURIComponent("10~9999-12-31T23:59:59.999Z~0b8e2c1e-7f7b-4d1c-9a51-0d2f6f1b7a11")}`,
    headers: { cookie: analyst.cookie },
  });
  expect(list.status).toBe(200);
});

test("a withdrawal tells first what was sent and to whom", async () => {
  const where = newAddress();
  const { receipt } = await vigie.report({ locations: [{ url: where }] });
  const none = await follow({ do: "ask_withdraw", receipt });
  expect(none.status).toBe(200);
  expect(none.text).toContain("Aucun envoi n’est noté");
  const found = await caseAt(where);
  await analyst.call("POST", `/cases/${found.summary.id}/assessments`, assessment);
  await analyst.call("POST", `/cases/${found.summary.id}/notices`, {
    contentIds: found.contents.map(({ id }) => id),
    recipients: [
      {
        host: "hote.example",
        name: "Hôte d'essai",
        email: "abuse@hote.example",
        language: "fr",
      },
    ],
    explanation: "Menaces de mort écrites contre une personne.",
  });
  await vigie.settle();
  const asked = await follow({ do: "ask_withdraw", receipt });
  expect(asked.text).toContain("Hôte d&#x27;essai");
  expect(asked.text).toContain("que nous ne pouvons pas reprendre");
});

test("the first case of the list is one somebody should look at first", async () => {
  const where = newAddress();
  await vigie.report({ locations: [{ url: newAddress() }], concern: "terrorism" });
  await vigie.report({ locations: [{ url: where }], text: "Il a un couteau, il est devant chez moi." });
  const flagged = await caseAt(where);
  const first = await findCase(analyst, ({ dangerAt }) => dangerAt !== null);
  expect(first.summary.dangerAt).not.toBeNull();
  expect(flagged.summary.urgency).toBe("P0");
});
