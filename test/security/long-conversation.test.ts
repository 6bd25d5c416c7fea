import { limits } from "@vigie/contract";
import { expect, test } from "vitest";
import { useVigie } from "../vigie.ts";
import { problemCode, sendForm, sendJson } from "./raw-http.ts";

const vigie = useVigie();
const follow = (fields: Record<string, string>) => sendForm(vigie.url, "/fr/suivi", fields);
const messagesIn = (html: string) => html.split('<li class="reporter">').length - 1;
const refused = /Sous ce numéro, vous avez déjà envoyé 200 messages/;

test("a receipt takes 200 messages of its reporter, and a page shows 30 of them", async () => {
  const { receipt } = await vigie.report({ locations: [{ text: "compte bavard" }] });
  const longest = "é".repeat(limits.messageCharacters);
  const first = "7b1c9a52-5d7e-4c62-9a0e-5f0f3f6f2b13";
  expect((await follow({ receipt, do: "write", message_id: first, message: longest })).status).toBe(200);
  // The same words again: a seal takes no notice of the row it lies in.
  await vigie.database.pool.query(
    `insert into messages (id, report_id, sender, at, sealed)
     select gen_random_uuid(), report_id, sender, at - n * interval '1 minute', sealed
     from messages, generate_series(1, $1) n where id = $2`,
    [limits.messages - 2, first],
  );
  const last = await follow({ receipt, do: "write", message: "le dernier" });
  expect(last.text).toContain("le dernier");

  const over = await follow({ receipt, do: "write", message: "un de trop" });
  expect(over.status).toBe(422);
  expect(over.text).toMatch(refused);
  // What was written stays in the field, to be copied.
  expect(over.text).toContain("un de trop</textarea>");
  const byApi = await sendJson(vigie.url, "/api/v1/receipts/messages", { receipt, text: "encore" });
  expect([byApi.status, problemCode(byApi)]).toEqual([422, "receipt.too_many_messages"]);
  // The form of a message that was taken, sent again, is no new message.
  const again = await follow({ receipt, do: "write", message_id: first, message: longest });
  expect(again.status).toBe(200);

  const page = await follow({ receipt, do: "open" });
  expect(messagesIn(page.text)).toBe(30);
  expect(Buffer.byteLength(page.text)).toBeLessThan(31 * Buffer.byteLength(longest));
  const seen = new Set<string>();
  let [html, newer, pages] = [page.text, "0", 0];
  for (;;) {
    pages += 1;
    for (const [, at] of html.matchAll(/<li class="reporter">.*?<time dateTime="([^"]+)"/gi))
      seen.add(at ?? "");
    const earlier = /<button([^>]*)>Voir les? /.exec(html)?.[1];
    const next = /value="(\d+)"/.exec(earlier ?? "")?.[1];
    if (next === undefined) break;
    expect(Number(next)).toBeGreaterThan(Number(newer));
    newer = next;
    const part = await follow({ receipt, newer, message: "en cours" });
    html = part.text;
    expect(messagesIn(html)).toBeLessThanOrEqual(30);
    expect(html).toContain("en cours</textarea>");
    expect(html).toContain("Revenir aux derniers messages");
  }
  expect(pages).toBe(7);
  expect(seen.size).toBe(limits.messages);
  for (const wrong of ["x", "-1", "999999", "9".repeat(30)]) {
    expect((await follow({ receipt, newer: wrong })).text, wrong).toContain("le dernier");
  }
});

test("messages sent at the same moment do not pass the limit together", async () => {
  const { receipt } = await vigie.report({ locations: [{ text: "compte pressé" }] });
  const first = "7b1c9a52-5d7e-4c62-9a0e-5f0f3f6f2b14";
  await follow({ receipt, do: "write", message_id: first, message: "un" });
  await vigie.database.pool.query(
    `insert into messages (id, report_id, sender, at, sealed)
     select gen_random_uuid(), report_id, sender, at, sealed from messages, generate_series(1, $1)
     where id = $2`,
    [limits.messages - 2, first],
  );
  const answers = await Promise.all(
    ["a", "b", "c", "d"].map((message) => follow({ receipt, do: "write", message })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422, 422]);
});
