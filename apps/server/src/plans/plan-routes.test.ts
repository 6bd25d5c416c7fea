import { casePlanView, type PlanView, planView } from "@vigie/contract";
import { beforeAll, expect, test } from "vitest";
import { problemCode, type RawAnswer, sendJson } from "../../../../test/security/raw-http.ts";
import { type Desk, findCase, useVigie } from "../../../../test/vigie.ts";
import { newReceiptNumber } from "../vault/receipt-number.ts";

const vigie = useVigie();
const path = "/api/v1/receipts/plan";
const ask = (body: unknown, headers: Record<string, string> = {}) =>
  sendJson(vigie.url, path, body, { headers });

async function planOf(body: unknown): Promise<PlanView> {
  const answer = await ask(body);
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  const plan: PlanView = planView.parse(JSON.parse(answer.text));
  return plan;
}

function expectRefusal(answer: RawAnswer, what: string): void {
  expect(answer.status, `${what}: ${answer.text.slice(0, 300)}`).toBeGreaterThanOrEqual(400);
  expect(answer.status, `${what}: ${answer.text.slice(0, 300)}`).toBeLessThan(500);
  expect(String(answer.headers["content-type"]), what).toMatch(/^application\/problem\+json/);
  const { detail } = JSON.parse(answer.text) as { detail: string };
  expect(detail.length, what).toBeGreaterThan(10);
}

let analyst: Desk;
let observer: Desk;
beforeAll(async () => {
  analyst = await vigie.member("analyst", "Alix");
  observer = await vigie.member("observer", "Odile");
  await analyst.unlock();
}, 60_000);

test("over HTTP, a receipt keeps what was said and ticked, and speaks the language that is asked for", async () => {
  const { receipt } = await vigie.report({
    locations: [{ url: "https://www.instagram.com/p/ABCdef12345/" }],
    concern: "intimate_images",
  });
  const situation = {
    blackmail: "under_way",
    minor: "no",
    standing: "victim",
    fileAtHand: "yes",
    country: "FR",
  };
  const plan = await planOf({ receipt, language: "en", situation });
  expect(plan.situation).toMatchObject(situation);
  const [first] = plan.steps;
  const ticked = await planOf({ receipt, language: "en", step: { stepId: first?.id, done: true } });
  expect(ticked.steps.find(({ id }) => id === first?.id)?.done?.by).toBeNull();
  const again = await planOf({ receipt });
  expect(again.situation).toMatchObject(situation);
  expect(again.says).toMatch(/^Ne payez pas/);
  expect(again.steps.find(({ id }) => id === first?.id)?.done).not.toBeNull();
});

test("bad input is refused with a clear problem, and nothing of it is stored", async () => {
  const { receipt } = await vigie.report({
    locations: [{ url: "https://forum.example/a" }],
    concern: "hate",
  });
  const situation = (over: Record<string, unknown>) => ({ receipt, situation: over });
  const bad: Record<string, unknown> = {
    "no body": "",
    "not JSON": "bonjour",
    "an array": [],
    "no receipt": {},
    "a receipt of another type": { receipt: 12345678901234567890n.toString().length },
    "a receipt that is too long": { receipt: "1".repeat(101) },
    "an unknown language": { receipt, language: "de" },
    "an extra key": { receipt, surprise: true },
    "an extra answer": situation({ mood: "bad" }),
    "a country in words": situation({ country: "France" }),
    "a country in small letters": situation({ country: "fr" }),
    "a country of another type": situation({ country: 33 }),
    "an answer that nobody offers": situation({ minor: "maybe" }),
    "an answer of another type": situation({ minor: true }),
    "blackmail as yes": situation({ blackmail: "yes" }),
    "a standing that is none": situation({ standing: "friend" }),
    "a situation that is null": { receipt, situation: null },
    "a prototype": `{"receipt":"${receipt}","situation":{"__proto__":{"minor":"no"}}}`,
    "a step without done": { receipt, step: { stepId: "flag:x" } },
    "a step with words for done": { receipt, step: { stepId: "flag:x", done: "yes" } },
    "a step id that is too long": { receipt, step: { stepId: "x".repeat(201), done: true } },
    "an extra key of a step": { receipt, step: { stepId: "flag:x", done: true, by: "me" } },
    "a step that the plan does not have": { receipt, step: { stepId: "flag:x", done: true } },
    "a step with NUL": { receipt, step: { stepId: "flag:\u0000", done: false } },
    "a step with a lone surrogate": `{"receipt":"${receipt}","step":{"stepId":"\\ud800","done":true}}`,
  };
  const rows = async () =>
    (
      await vigie.database.pool.query(
        "select (select count(*)::int from situations) as situations, (select count(*)::int from plan_steps) as steps",
      )
    ).rows;
  const before = await rows();
  for (const [what, body] of Object.entries(bad)) {
    const answer = await ask(body);
    expectRefusal(answer, what);
    expect(answer.text, what).not.toContain(receipt);
  }
  expect(await rows()).toEqual(before);
});

test("a good situation beside a step that is refused keeps the situation, and says which of the two was refused", async () => {
  const { receipt } = await vigie.report({
    locations: [{ url: "https://forum.example/b" }],
    concern: "hate",
  });
  const answer = await ask({ receipt, situation: { country: "BE" }, step: { stepId: "flag:x", done: true } });
  expect(problemCode(answer)).toBe("plan.step_unknown");
});

test("a country of which nothing is known is no mistake: the plan says that it does not know it", async () => {
  const { receipt } = await vigie.report({
    locations: [{ url: "https://forum.example/c" }],
    concern: "hate",
  });
  const plan = await planOf({ receipt, language: "en", situation: { country: "ZW" } });
  expect(plan.unknowns.join("\n")).toContain("Zimbabwe");
  expect(plan.people.length).toBeGreaterThan(0);
});

test("a wrong receipt and one that is mistyped are told apart before anything is looked up", async () => {
  expect(problemCode(await ask({ receipt: newReceiptNumber() }))).toBe("receipt.unknown");
  expect(problemCode(await ask({ receipt: "0000" }))).toBe("receipt.malformed");
});

test("a problem is told in the person's language", async () => {
  const told = async (language: string) => {
    const { text } = await ask({ receipt: newReceiptNumber() }, { "accept-language": language });
    return (JSON.parse(text) as { detail: string }).detail;
  };
  expect(await told("fr")).not.toBe(await told("en"));
});

test("the desk reads, says and ticks; an observer may do none of it", async () => {
  await vigie.report({ locations: [{ url: "https://www.instagram.com/p/ABCdef99999/" }], concern: "hate" });
  await vigie.settle();
  await analyst.signInAgain();
  await analyst.unlock();
  await observer.signInAgain();
  const { summary } = await findCase(analyst, ({ title }) => title?.includes("nstagram") ?? false);
  await analyst.call("POST", `/cases/${summary.id}/assessments`, {
    grounds: ["hate-incitement"],
    manifest: "manifest",
    minor: "no",
    reasons: "Parce que.",
  });
  const base = `/cases/${summary.id}`;
  const read = casePlanView.parse(await analyst.call("GET", `${base}/plan?language=en`));
  expect(read.hosting).toMatchObject([{ allowed: true }]);
  const stepId = read.plan.steps[0]?.id ?? "";
  const situation = { uploaderHostile: "no", country: "BE" };
  const said = casePlanView.parse(await analyst.call("PUT", `${base}/situation?language=en`, situation));
  expect(said.plan.situation).toMatchObject(situation);
  const ticked = casePlanView.parse(
    await analyst.call("POST", `${base}/plan/steps?language=en`, { stepId, done: true }),
  );
  expect(ticked.plan.steps.find(({ id }) => id === stepId)?.done?.by).toBe("Alix");

  for (const [method, rest, body] of [
    ["GET", "/plan", undefined],
    ["PUT", "/situation", { country: "FR" }],
    ["POST", "/plan/steps", { stepId, done: false }],
  ] as const) {
    const refused = await observer.fetch(method, `${base}${rest}`, body);
    expect(refused.status, rest).toBe(403);
    expect(await refused.text()).not.toContain("nstagram");
  }
  const after = casePlanView.parse(await analyst.call("GET", `${base}/plan?language=en`));
  expect(after).toEqual(ticked);

  for (const [rest, body] of [
    ["/situation", { country: "fr" }],
    ["/situation", { surprise: 1 }],
  ] as const) {
    expect((await analyst.fetch("PUT", `${base}${rest}`, body)).status).toBe(400);
  }
  const unknown = await analyst.fetch("POST", `${base}/plan/steps`, { stepId: "flag:x", done: true });
  expect(((await unknown.json()) as { code: string }).code).toBe("plan.step_unknown");
});
