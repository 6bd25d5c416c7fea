import { randomUUID } from "node:crypto";
import type { OutgoingHttpHeaders } from "node:http";
import { expect, test } from "vitest";
import { useVigie } from "../vigie.ts";
import { type RawAnswer, send, sendForm } from "./raw-http.ts";

const vigie = useVigie();
const note = /Ce formulaire a été envoyé depuis un autre site/;
const own = () => ({ host: new URL(vigie.url).host, origin: vigie.url });
const other = "https://autre.example";

/** What browsers say of a form that a page of another site posts. */
const fromElsewhere: Record<string, OutgoingHttpHeaders> = {
  "another site": { "sec-fetch-site": "cross-site", origin: other },
  "another site that hides its name": { "sec-fetch-site": "cross-site", origin: "null" },
  "another host of the same site": { "sec-fetch-site": "same-site", origin: other },
  "something nobody knows yet": { "sec-fetch-site": "other" },
  "another site, in an old browser": { origin: other },
  "another site, in a browser that sends a referrer alone": { referer: `${other}/page` },
  "another port": { origin: "http://127.0.0.1:9" },
  "an origin that cannot be read": { origin: "nothing" },
};
const fromHere: Record<string, () => OutgoingHttpHeaders> = {
  "our page": () => ({ "sec-fetch-site": "same-origin", origin: "null" }),
  "a form sent again by Reload": () => ({ "sec-fetch-site": "none" }),
  "our page, in an old browser": () => ({ origin: own().origin }),
  "our page, in an old browser that hides the origin as our policy asks": () => ({ origin: "null" }),
  "a browser that says nothing": () => ({}),
};

async function countReports(): Promise<number> {
  const { rows } = await vigie.database.pool.query<{ count: string }>("select count(*) from reports");
  return Number(rows[0]?.count);
}
const receiptIn = ({ text }: RawAnswer) => /name="receipt" value="(\d{20})"/.exec(text)?.[1] ?? "";

for (const [name, headers] of Object.entries(fromElsewhere)) {
  test(`${name} writes no report, and its form id is not taken over`, async () => {
    const before = await countReports();
    const id = randomUUID();
    const fields = { form_id: id, where: "https://hote.example/ailleurs", text: "mots-plantes" };
    for (const path of ["/fr/ecrire", "/en/write"]) {
      for (const extra of [{}, { do: "show" }, { do: "show", receipt: "12345678901234567890" }]) {
        const answer = await sendForm(vigie.url, path, { ...fields, ...extra }, headers);
        expect(answer.status).toBe(403);
        expect(answer.text).toMatch(path === "/fr/ecrire" ? note : /This form was sent from another site/);
        expect(answer.text).toContain(`action="${path}"`);
        for (const sent of [id, "ailleurs", "mots-plantes", "1234567890", "1234 5678"]) {
          expect(answer.text).not.toContain(sent);
        }
      }
    }
    await vigie.settle();
    expect(await countReports()).toBe(before);
  });

  test(`${name} opens, writes under and withdraws nothing, and keeps no evidence`, async () => {
    const { receipt } = await vigie.report({ locations: [{ text: "compte plante-sous-recu" }] });
    const acts: Record<string, string>[] = [
      { do: "open" },
      { do: "show" },
      { do: "plan" },
      { do: "write", message: "mots-plantes" },
      { do: "ask_withdraw" },
      { do: "withdraw" },
      { do: "evidence" },
      { do: "evidence_add", kind: "text", text: "mots-plantes" },
    ];
    for (const act of acts) {
      const answer = await sendForm(vigie.url, "/fr/suivi", { receipt, ...act }, headers);
      expect(answer.status, act["do"]).toBe(403);
      expect(answer.text).toMatch(note);
      expect(answer.text).not.toContain(receipt);
      expect(answer.text).not.toContain("plante-sous-recu");
    }
    const view = await vigie.openReceipt(receipt);
    expect(view).toMatchObject({ withdrawn: false, messages: [] });
  });

  test(`${name} answers no question of the help for somebody`, async () => {
    const page = await send(vigie.url, { path: "/fr/aide" });
    const path = /href="(\/fr\/aide\/[^"]+)"/.exec(page.text)?.[1] ?? "";
    const answer = await sendForm(vigie.url, path, { age: "minor" }, headers);
    expect(answer.status).toBe(403);
    expect(answer.text).toMatch(note);
  });
}

for (const [name, headers] of Object.entries(fromHere)) {
  test(`${name} reports, opens and withdraws`, async () => {
    const fields = { form_id: randomUUID(), where: "https://hote.example/ici" };
    const done = await sendForm(vigie.url, "/fr/ecrire", fields, headers());
    expect(done.status).toBe(200);
    const receipt = receiptIn(done);
    expect(receipt).toMatch(/^\d{20}$/);
    const opened = await sendForm(vigie.url, "/fr/suivi", { receipt, do: "open" }, headers());
    expect(opened.text).toContain("hote.example/ici");
    expect((await sendForm(vigie.url, "/fr/suivi", { receipt, do: "withdraw" }, headers())).status).toBe(200);
    expect((await vigie.openReceipt(receipt)).withdrawn).toBe(true);
  });
}
