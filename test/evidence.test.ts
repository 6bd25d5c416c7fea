import type { CaseWordsView } from "@vigie/contract";
import { expect, test } from "vitest";
import { verifyBundle } from "../apps/server/src/evidence/bundle-rules.ts";
import { findCase, useVigie } from "./vigie.ts";

const vigie = useVigie();

/** A form under the receipt, as a browser without script sends it. */
async function post(fields: Record<string, string>, path = "/fr/suivi"): Promise<Response> {
  return fetch(`${vigie.url}${path}`, { method: "POST", body: new URLSearchParams(fields) });
}

async function page(fields: Record<string, string>, path?: string): Promise<string> {
  const answer = await post(fields, path);
  expect(answer.headers.get("content-type")).toContain("text/html");
  return answer.text();
}

async function download(fields: Record<string, string>, path?: string): Promise<Buffer> {
  const answer = await post(fields, path);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="documents?\.(zip|pdf)"$/);
  return Buffer.from(await answer.arrayBuffer());
}

const reported = (body: object = {}) =>
  vigie.report({ locations: [{ url: "https://reseau.example/compte/9" }], concern: "blackmail", ...body });

test("from the receipt to the documents: say the age, keep, see, take away, remove", async () => {
  const { receipt } = await reported();
  expect(await page({ receipt })).toContain('value="evidence"');

  const first = await page({ receipt, do: "evidence" });
  expect(first).toContain("moins de 18 ans est-elle concernée");
  expect(first).toContain('value="words"');
  expect(first).not.toContain('value="handle"');

  const said = await page({ receipt, do: "evidence_age", minor: "no" });
  for (const kind of ["words", "handle", "account_id", "bank_transfer", "crypto", "money_pot"]) {
    expect(said).toContain(`value="${kind}" name="kind"`);
  }
  const form = await page({ receipt, do: "evidence_new", kind: "handle" });
  const entry = /name="entry" value="([\w-]+)"/.exec(form)?.[1] ?? "";
  const fields = {
    receipt,
    do: "evidence_add",
    kind: "handle",
    entry,
    text: "@inconnu<b>\u202e42",
    day: "2020-03-04",
    time: "21:05",
    zone: "Europe/Paris",
  };
  const kept = await page(fields);
  expect(kept).toContain("C’est gardé.");
  expect(kept).toContain("@inconnu&lt;b&gt;42");
  expect(kept).toContain("4 mars 2020 à 21:05, heure de Paris");
  expect(await page(fields)).toContain("Un élément gardé");

  const bundle = await download({ receipt, do: "evidence_bundle" });
  const { keys } = (await (await fetch(`${vigie.url}/api/v1/keys`)).json()) as {
    keys: { publicKey: string }[];
  };
  expect(verifyBundle(bundle, keys[0]?.publicKey ?? "")).toMatchObject({ kind: "intact" });
  expect(bundle.includes("complaint.pdf")).toBe(true);
  const proof = await download({ receipt, do: "evidence_proof" }, "/en/follow");
  expect(verifyBundle(proof, keys[0]?.publicKey ?? "")).toMatchObject({
    manifest: { kind: "proof_of_report" },
  });
  for (const document of ["complaint", "timeline"]) {
    const pdf = await download({ receipt, do: `evidence_${document}` });
    expect(pdf.toString("latin1")).toContain("pdfuaid");
  }
  const printed = await page({ receipt, do: "evidence_print" });
  expect(printed).toContain("@inconnu");
  expect(printed).not.toContain("evidence_remove");

  expect(await page({ receipt, do: "evidence_remove", entry })).toContain("C’est retiré.");
  expect(await page({ receipt, do: "evidence" })).toContain("Rien n’est gardé");
});

test("what is wrong is said beside its field, with what was typed still there", async () => {
  const { receipt } = await reported();
  await page({ receipt, do: "evidence_age", minor: "no" });
  const fields = {
    receipt,
    do: "evidence_add",
    kind: "words",
    text: "gardez-moi",
    day: "2999-01-01",
    zone: "Europe/Paris",
  };
  const future = await post(fields);
  expect(future.status).toBe(422);
  const text = await future.text();
  expect(text).toContain("pas encore passée");
  expect(text).toContain("gardez-moi");
  expect(text).toContain('value="2999-01-01"');
  expect(text).toContain('id="day-problem"');
  const digits = await post({ ...fields, kind: "account_id", text: "@nom", day: "" });
  expect([digits.status, (await digits.text()).includes("que des chiffres")]).toEqual([422, true]);
  expect((await post({ ...fields, kind: "photo" })).status).toBe(400);
  expect((await post({ receipt, do: "evidence_age", minor: "perhaps" })).status).toBe(400);
  expect((await post({ receipt, do: "evidence_remove", entry: "x' or 1=1" })).status).toBe(200);
});

test("the language switch keeps what was typed, and the Enter key keeps the entry", async () => {
  const { receipt } = await reported();
  const typed = { receipt, page: "evidence_new", kind: "words", text: "en cours", zone: "Europe/Paris" };
  const shown = await page({ ...typed, do: "show" }, "/en/follow");
  expect(shown).toContain("en cours");
  expect(shown).toContain("Keep it");
  expect(await page(typed)).toContain("C’est gardé.");
  expect(await page({ receipt, page: "evidence", do: "show" }, "/en/follow")).toContain("My evidence");
});

test("under 18 the age is not asked again, and only words and addresses are taken", async () => {
  const { receipt } = await reported({ minor: true });
  const list = await page({ receipt, do: "evidence" });
  expect(list).not.toContain("evidence_age");
  expect(list).not.toContain('value="handle"');
  const refused = await post({
    receipt,
    do: "evidence_add",
    kind: "handle",
    text: "@nom",
    zone: "Europe/Paris",
  });
  expect([refused.status, (await refused.text()).includes("seuls les mots")]).toEqual([422, true]);
});

test("a pasted conversation of 200 kB is taken through the form, and one beyond the limit is refused with a sentence", async () => {
  const { receipt } = await reported();
  const chat = "Inconnu : où es-tu ? réponds-moi 😡 مرحبا\n".repeat(4_000);
  expect(Buffer.byteLength(chat)).toBeGreaterThan(200_000);
  const kept = await page({ receipt, do: "evidence_add", kind: "words", text: chat, zone: "Europe/Paris" });
  expect(kept).toContain("C’est gardé.");
  expect(kept.length).toBeLessThan(60_000);
  const long = await post({
    receipt,
    do: "evidence_add",
    kind: "words",
    text: "a".repeat(300_001),
    zone: "UTC",
  });
  expect([long.status, (await long.text()).includes("300000")]).toEqual([422, true]);
  expect((await download({ receipt, do: "evidence_bundle" })).includes("réponds-moi")).toBe(true);
});

test("a wrong receipt opens nothing, whatever is asked; a withdrawn one neither", async () => {
  const { receipt } = await reported();
  await page({ receipt, do: "evidence_add", kind: "words", text: "des mots", zone: "UTC" });
  await page({ receipt, do: "withdraw" });
  const wrong = `${receipt.slice(0, -1)}${(Number(receipt.at(-1)) + 1) % 10}`;
  for (const act of [
    "evidence",
    "evidence_bundle",
    "evidence_proof",
    "evidence_complaint",
    "evidence_print",
  ]) {
    expect((await post({ receipt: wrong, do: act })).status, act).toBe(422);
    const withdrawn = await post({ receipt, do: act });
    expect([act, withdrawn.status, (await withdrawn.text()).includes("des mots")]).toEqual([act, 404, false]);
  }
});

test("words of danger bring the numbers to call, and are kept", async () => {
  const { receipt } = await reported();
  const answer = await page({
    receipt,
    do: "evidence_add",
    kind: "words",
    text: "j'ai envie de mourir",
    zone: "UTC",
  });
  expect(answer).toContain("C’est gardé.");
  expect(answer).toContain("3114");
});

test("words of danger under a receipt bring the numbers of the person's country", async () => {
  const { receipt } = await reported({ situation: { country: "BE" } });
  const words = "j'ai envie de mourir";
  const panel = (html: string) => html.slice(html.indexOf('class="danger"'), html.indexOf("<h1"));
  for (const fields of [
    { do: "write", message: words },
    { do: "write", message: words.repeat(1000) },
    { do: "evidence_add", kind: "words", text: words, zone: "UTC" },
    { do: "evidence_add", kind: "words", text: words, zone: "UTC", day: "9999-01-01" },
    { do: "show", call: "BE" },
    { do: "show", page: "evidence", call: "BE" },
    { do: "show", page: "evidence_new", kind: "words", call: "BE" },
  ]) {
    const answer = await page({ receipt, ...fields });
    expect(panel(answer), JSON.stringify(fields).slice(0, 80)).toContain("tel:112");
    expect(panel(answer)).toContain("tel:101");
    expect(answer).toContain('name="call" value="BE"');
    for (const ofFrance of ["tel:3114", "tel:3018", "tel:17"]) expect(panel(answer)).not.toContain(ofFrance);
  }
});

test("the desk reads it after unlocking, as it was typed", async () => {
  const { receipt } = await reported({ locations: [{ url: "https://ailleurs.example/p/1" }] });
  await page({ receipt, do: "evidence_age", minor: "no" });
  await page({ receipt, do: "evidence_add", kind: "phone", text: "+33 6 00 00 00 01", zone: "UTC" });
  const analyst = await vigie.member("analyst", "Ada");
  await vigie.settle();
  const found = await findCase(analyst, ({ hosts }) => hosts.includes("ailleurs.example"));
  expect((await analyst.fetch("GET", `/cases/${found.summary.id}/words`)).status).toBe(423);
  expect(found.history.find(({ type }) => type === "evidence.added")?.details).toEqual({ entries: 1 });
  await analyst.unlock();
  const words = await analyst.call<CaseWordsView>("GET", `/cases/${found.summary.id}/words`);
  expect(words.reports[0]?.evidence).toMatchObject([{ kind: "phone", text: "+33 6 00 00 00 01" }]);
});
