import { expect, test } from "vitest";
import { newReceiptNumber, parseReceipt } from "../../apps/server/src/vault/receipt-number.ts";
import { useVigie } from "../vigie.ts";
import { problemCode, type RawAnswer, sendForm, sendJson } from "./raw-http.ts";

const vigie = useVigie({ VIGIE_RECEIPT_POOL: "0" });
const openPath = "/api/v1/receipts/open";
const open = (receipt: string, headers: Record<string, string> = {}) =>
  sendJson(vigie.url, openPath, { receipt }, { headers });

/** A number that is well formed and of no report. */
function unknownReceipt(): string {
  const receipt: string = newReceiptNumber();
  return receipt;
}

/** Counts the slow derivations and the look-ups in the table of reports while `work` runs. */
async function counted<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; derivations: number }> {
  const { deriver } = vigie.running.vigie.receipts;
  const derive = deriver.derive;
  let derivations = 0;
  deriver.derive = (...asked) => {
    derivations += 1;
    return derive(...asked);
  };
  try {
    return { result: await work(), derivations };
  } finally {
    deriver.derive = derive;
  }
}

const shapeOf = (answer: RawAnswer): unknown => {
  const { date: _, ...headers } = answer.headers;
  return { status: answer.status, headers, body: JSON.parse(answer.text) };
};

test("wrong receipts all look alike, whatever they resemble", async () => {
  const { receipt } = await vigie.report({ locations: [{ url: "https://hote.example/une" }] });
  // Every number that differs from a real one by its first digits and is well formed.
  const near: string[] = [];
  for (let first = 0; near.length < 20 && first < 1000; first += 1) {
    const candidate = `${String(first).padStart(3, "0")}${receipt.slice(3)}`;
    if (candidate !== receipt && parseReceipt(candidate).kind === "ok") near.push(candidate);
  }
  expect(near.length).toBeGreaterThan(5);
  const shapes = await Promise.all(
    [...near, unknownReceipt()].map(async (typed) => shapeOf(await open(typed))),
  );
  for (const shape of shapes) expect(shape).toEqual(shapes[0]);
});

test("a typing mistake is told before anything is looked up", async () => {
  const { receipt } = await vigie.report({ locations: [{ url: "https://hote.example/deux" }] });
  const digit = (at: number) => String((Number(receipt[at]) + 1) % 10);
  const mistakes = [
    ...[...receipt].map((_, at) => receipt.slice(0, at) + digit(at) + receipt.slice(at + 1)),
    ...[...receipt].slice(1).flatMap((_, at) => {
      const swapped = receipt.slice(0, at) + receipt[at + 1] + receipt[at] + receipt.slice(at + 2);
      return swapped === receipt ? [] : [swapped];
    }),
    receipt.slice(1),
    `${receipt}0`,
    "",
    "bonjour",
    "0".repeat(19),
  ];
  for (const typed of mistakes) {
    const { result, derivations } = await counted(() => open(typed));
    expect.soft(derivations, typed).toBe(0);
    expect.soft(problemCode(result), typed).toBe("receipt.malformed");
  }
  const form = await counted(() =>
    sendForm(vigie.url, "/fr/suivi", { do: "open", receipt: mistakes[0] ?? "" }),
  );
  expect(form.derivations).toBe(0);
  expect(form.result.status).toBe(422);
});

test("a receipt opens however its digits are grouped", async () => {
  const { receipt } = await vigie.report({ locations: [{ url: "https://hote.example/trois" }] });
  const groups = receipt.match(/\d{4}/g) ?? [];
  for (const typed of [groups.join(" "), groups.join("-"), ` ${groups.join("\u00a0")} `, groups.join("\n")]) {
    expect((await open(typed)).status, JSON.stringify(typed)).toBe(200);
  }
});

test("a withdrawn receipt opens on nothing, can do nothing more, and withdraws twice as once", async () => {
  const { receipt } = await vigie.report({
    locations: [{ url: "https://hote.example/quatre" }],
    text: "Ces mots seront effacés.",
    contact: "quelquun@courriel.example",
  });
  expect(
    (await sendJson(vigie.url, "/api/v1/receipts/messages", { receipt, text: "Un message." })).status,
  ).toBe(204);
  for (let turn = 0; turn < 2; turn += 1) {
    expect((await sendJson(vigie.url, "/api/v1/receipts/withdraw", { receipt })).status).toBe(204);
    const opened = await open(receipt);
    expect(JSON.parse(opened.text)).toMatchObject({ withdrawn: true, locations: [], messages: [] });
    expect(opened.text).not.toContain("hote.example");
  }
  const refused = await sendJson(vigie.url, "/api/v1/receipts/messages", { receipt, text: "Encore." });
  expect(shapeOf(refused)).toEqual(
    shapeOf(
      await sendJson(vigie.url, "/api/v1/receipts/messages", { receipt: unknownReceipt(), text: "Encore." }),
    ),
  );
  const page = await sendForm(vigie.url, "/fr/suivi", { do: "open", receipt });
  expect(page.text).not.toContain("hote.example");
  const { rows } = await vigie.database.pool.query<{ left: number }>(
    `select (select count(*) from messages m join reports r on r.id = m.report_id where r.withdrawn_at is not null)
      + (select count(*) from reports where withdrawn_at is not null
          and (words_sealed is not null or contact_sealed is not null or receipt_replay is not null)) as left`,
  );
  expect(Number(rows[0]?.left)).toBe(0);
});

test("a receipt number is nowhere but in the answer that gives it", async () => {
  const answer = await sendJson(vigie.url, "/api/v1/reports", {
    locations: [{ url: "https://hote.example/cinq" }],
  });
  const { receipt, status_url } = JSON.parse(answer.text) as { receipt: string; status_url: string };
  expect(receipt).toMatch(/^\d{20}$/);
  expect(status_url).not.toContain(receipt);
  expect(JSON.stringify(answer.headers)).not.toContain(receipt);
  const wrong = await open(`${receipt}1`, { "accept-language": "en" });
  expect(wrong.text).not.toContain(receipt);
});
