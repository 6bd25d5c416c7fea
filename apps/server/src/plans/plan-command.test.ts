import { type PlanView, planView } from "@vigie/contract";
import { expect, test } from "vitest";
import { type PlanCommand, runPlanCommand } from "./plan-command.ts";

interface Ran {
  code: number;
  out: string;
  err: string;
}

function run(over: Partial<Omit<PlanCommand, "stdout" | "stderr">> = {}): Ran {
  const written = { out: "", err: "" };
  const code = runPlanCommand({
    urls: [],
    grounds: [],
    situation: [],
    language: "en",
    json: false,
    country: "FR",
    timeZone: "Europe/Paris",
    now: new Date("2026-11-21T12:00:00Z"),
    ...over,
    stdout: {
      write: (text) => {
        written.out += text;
      },
    },
    stderr: {
      write: (text) => {
        written.err += text;
      },
    },
  });
  return { code, ...written };
}

const instagram = "https://www.instagram.com/p/ABCdef12345/";

function planOf({ out }: Ran): PlanView {
  const view: PlanView = planView.parse(JSON.parse(out));
  return view;
}

test("an address, a ground and a situation give a plan that a person can read, and the code 0", () => {
  const ran = run({
    urls: [instagram],
    grounds: ["ncii"],
    situation: ["blackmail=threatened,minor=no", "standing=victim"],
  });
  expect(ran).toMatchObject({ code: 0, err: "" });
  expect(ran.out).toMatch(/^Do not pay, do not answer any more/);
  expect(ran.out).toMatch(/^☎ .+\n/m);
  expect(ran.out).toMatch(/^1\. .+/m);
  expect(ran.out).toContain("Instagram");
  expect(ran.out).not.toMatch(/undefined|null|\[object/);
});

test("the same in French", () => {
  const ran = run({ urls: [instagram], grounds: ["ncii"], language: "fr" });
  expect(ran.code).toBe(0);
  expect(ran.out).toMatch(/^Les voies les plus discrètes/);
});

test("--json is one object of the contract's shape, with the situation as it was understood", () => {
  const ran = run({
    urls: [instagram, "https://forum.example/fil/1"],
    grounds: ["ncii", "threats"],
    situation: ["minor=no, country=BE"],
    json: true,
  });
  const plan = planOf(ran);
  expect(JSON.parse(ran.out)).toEqual(plan);
  expect(ran.out.endsWith("}\n")).toBe(true);
  expect(plan.subjects.map(({ service, host }) => [service?.slug ?? null, host])).toEqual([
    ["instagram", "www.instagram.com"],
    [null, "forum.example"],
  ]);
  expect(plan.grounds.map(({ slug }) => slug)).toEqual(["ncii", "threats"]);
  expect(plan.situation).toMatchObject({ minor: "no", country: "BE", uploaderHostile: "unknown" });
  expect(plan.people[0]).toMatchObject({ urgent: true });
  expect(plan.steps.every(({ done }) => done === null)).toBe(true);
});

test("a refusal names whom to call and has the code 2, as text and as JSON", () => {
  const told = run({ urls: [instagram] });
  expect(told).toMatchObject({ code: 2, err: "" });
  expect(told.out).toMatch(/^☎ .+\d/m);
  const ran = run({ urls: [instagram], json: true });
  expect(ran.code).toBe(2);
  expect(planOf(ran)).toMatchObject({ kind: "refused", steps: [] });
  expect(planOf(ran).people.length).toBeGreaterThan(0);
});

test("a ground that is not in the catalogue is told with the nearest ones, and nothing else is written", () => {
  const near = run({ grounds: ["hate"] });
  expect(near).toMatchObject({ code: 1, out: "" });
  expect(near.err).toBe("--ground hate: is not in the catalogue. Perhaps: hate-incitement\n");
  const far = run({ grounds: ["zzz"] });
  expect(far.err).toBe("--ground zzz: is not in the catalogue\n");
  expect(run({ grounds: [""] })).toMatchObject({ code: 1, out: "" });
});

test.each([
  ["minor=maybe", "minor", ["yes", "no", "unknown"]],
  ["blackmail=yes", "blackmail", ["none", "threatened", "under_way"]],
  ["standing=friend", "standing", ["victim", "representative", "right_holder", "witness", "hotline"]],
  ["uploaderHostile=", "uploaderHostile", ["yes", "no", "unknown"]],
])("a bad answer in the situation (%s) is told with the answers that are accepted", (part, key, accepted) => {
  const ran = run({ grounds: ["ncii"], situation: [part] });
  expect(ran).toMatchObject({ code: 1, out: "" });
  expect(ran.err).toContain(`--situation ${key}`);
  for (const answer of accepted) expect(ran.err).toContain(answer);
});

test("a question that nobody asks is told with those that are", () => {
  for (const part of ["mood=bad", "minor", "=", "__proto__=yes", "constructor=x"]) {
    const ran = run({ grounds: ["ncii"], situation: [part] });
    expect(ran.code, part).toBe(1);
    expect(ran.out, part).toBe("");
    expect(ran.err, part).toContain("uploaderHostile");
  }
  expect(run({ grounds: ["ncii"], situation: ["mood=bad"] }).err).toContain("mood");
});

test.each([
  "france",
  "fr",
  "FRA",
  "F1",
])("a country that is no code of two letters (%s) is refused", (country) => {
  const ran = run({ grounds: ["ncii"], situation: [`country=${country}`] });
  expect(ran).toMatchObject({ code: 1, out: "" });
  expect(ran.err).toContain("--situation country");
});

test("a country of which nothing is known has a plan that says so", () => {
  const ran = run({ urls: [instagram], grounds: ["ncii"], situation: ["country=ZW"], json: true });
  expect(ran.code).toBe(0);
  expect(planOf(ran).unknowns.join("\n")).toContain("Zimbabwe");
});

test("a site of a service nobody knows has a plan that says what it does not know", () => {
  const ran = run({ urls: ["https://inconnu.example/page"], grounds: ["hate-incitement"], json: true });
  expect(ran.code).toBe(0);
  expect(planOf(ran).unknowns).toContain(
    "We do not know this site. The team can find out who hosts it, and whom to write to.",
  );
});

test("an address that the public cannot have seen is refused, and named", () => {
  for (const url of ["http://192.168.1.1/", "javascript:alert(1)", "http://localhost/x", ""]) {
    const ran = run({ urls: [url], grounds: ["ncii"] });
    expect(ran, url).toMatchObject({ code: 1, out: "" });
    expect(ran.err, url).toContain(`--url ${url}`);
  }
});

test("every mistake of a call is told at once, one a line", () => {
  const ran = run({
    urls: ["http://localhost/"],
    grounds: ["zzz"],
    situation: ["minor=maybe", "blackmail=yes"],
  });
  expect(ran.code).toBe(1);
  expect(ran.err.trimEnd().split("\n")).toHaveLength(4);
});

test("grounds that contradict the situation have a plan that follows the stricter one and says so", () => {
  const ran = run({ grounds: ["csam-depiction"], urls: [instagram], situation: ["minor=no"], json: true });
  expect(ran.code).toBe(0);
  const plan = planOf(ran);
  expect(plan.unknowns.join("\n")).toContain("We follow the more careful rule.");
  for (const { channel } of plan.steps) expect(channel.email).toBeNull();
});

test("the time that is left of a press offence is said to be unknown: nobody told when it was published", () => {
  const plan = planOf(run({ grounds: ["defamation"], urls: [instagram], json: true }));
  expect(plan.clocks).toMatchObject([{ ground: "defamation", from: null, until: null }]);
});
