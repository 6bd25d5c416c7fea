import { type Situation, situationBody } from "@vigie/contract";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { planOfCase } from "./plan-of-case.ts";
import { setSituation } from "./set-situation.ts";

const hotline = useHotline();

function say(caseId: string, said: Partial<Situation>) {
  const { memberId } = hotline.analyst();
  return setSituation(hotline.vigie, { caseId, situation: situationBody.parse(said), memberId });
}

const changesOf = async (caseId: string) =>
  (await hotline.eventsOf(caseId)).filter((type) => type === "plan.situation_changed").length;

test("what the team says of the situation is kept, recorded once, and the plan follows it", async () => {
  const { caseId } = await hotline.report(["https://www.instagram.com/p/ABCdef12345/"], {
    concern: "intimate_images",
  });
  const said = {
    uploaderHostile: "yes",
    blackmail: "threatened",
    country: "BE",
    standing: "victim",
  } as const;
  await say(caseId, said);
  const plan = await planOfCase(hotline.vigie, { caseId, language: "en" });
  expect(plan.situation).toMatchObject(said);
  expect(plan.people.some(({ phone }) => phone?.includes("112"))).toBe(true);
  expect(await changesOf(caseId)).toBe(1);
});

test("the same answers twice, in whatever order, are one event; another answer is another", async () => {
  const { caseId } = await hotline.report(["https://forum.example/deux-fois"]);
  const answers = situationBody.parse({ minor: "no", country: "FR" });
  await say(caseId, answers);
  hotline.advance(60_000);
  await say(caseId, answers);
  const backwards = Object.fromEntries(Object.entries(answers).reverse());
  await say(caseId, situationBody.parse(backwards));
  expect(await changesOf(caseId)).toBe(1);
  await say(caseId, { ...answers, country: "LU" });
  expect(await changesOf(caseId)).toBe(2);
  await say(caseId, answers);
  expect(await changesOf(caseId)).toBe(3);
});

test("two of the team who say it at the same moment leave one row and no error", async () => {
  const { caseId } = await hotline.report(["https://forum.example/ensemble"]);
  await Promise.all([
    say(caseId, { minor: "no" }),
    say(caseId, { minor: "no" }),
    say(caseId, { minor: "no" }),
  ]);
  const rows = await hotline.database.db
    .selectFrom("situations")
    .selectAll()
    .where("case_id", "=", caseId)
    .execute();
  expect(rows).toHaveLength(1);
  expect(await changesOf(caseId)).toBe(1);
});

test("the event says who changed it, and nothing of what was said", async () => {
  const { caseId } = await hotline.report(["https://forum.example/evenement"]);
  await say(caseId, { blackmail: "under_way", country: "CH" });
  const event = await hotline.database.db
    .selectFrom("events")
    .selectAll()
    .where("case_id", "=", caseId)
    .where("type", "=", "plan.situation_changed")
    .executeTakeFirstOrThrow();
  expect(event.actor).toBe(hotline.analyst().memberId);
  expect(event.details ?? {}).toEqual({});
});
