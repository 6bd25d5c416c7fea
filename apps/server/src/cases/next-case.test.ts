import type { Topic } from "@vigie/contract";
import fc from "fast-check";
import { sql } from "kysely";
import pg from "pg";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { newId } from "../db/new-id.ts";
import { beginDecision } from "./begin-decision.ts";
import { claimCase } from "./claim-case.ts";
import { claimMinutes, skipHours } from "./claim-rules.ts";
import { nextCase } from "./next-case.ts";
import { releaseCase } from "./release-case.ts";
import { skipCase } from "./skip-case.ts";

const hotline = useHotline();
const minutes = (count: number) => count * 60_000;

interface Sketch {
  priority?: number;
  topics?: Topic[];
  languages?: string[];
  danger?: boolean;
  step?: "assess" | "wait";
}

/** Cases as the list has them, in the order given where their priority is the same. */
async function addCases(sketches: readonly Sketch[]): Promise<string[]> {
  const rows = sketches.map((sketch, index) => {
    const {
      priority = 10_000,
      topics = ["hate"],
      languages = ["fr"],
      danger = false,
      step = "assess",
    } = sketch;
    const id = newId();
    const at = new Date(hotline.now().getTime() + index - minutes(60));
    return {
      id,
      number: id,
      status: "received" as const,
      handling: "unknown" as const,
      concern: null,
      urgency: "P3" as const,
      next_step: step,
      first_reported_at: at,
      last_reported_at: at,
      minor_reported_at: null,
      danger_at: danger ? at : null,
      assessed_at: null,
      due_at: null,
      closed_reason: null,
      closed_at: null,
      priority,
      topics,
      languages,
      expires_at: new Date(hotline.now().getTime() + 1e12),
    };
  });
  await hotline.vigie.db.insertInto("cases").values(rows).execute();
  return rows.map(({ id }) => id);
}

async function addMember(
  own: { topics?: Topic[] | null; opt_outs?: Topic[]; languages_read?: string[] } = {},
): Promise<string> {
  const id = newId();
  await hotline.vigie.db
    .insertInto("members")
    .values({
      id,
      name: id,
      name_key: id,
      role: "analyst",
      language: "fr",
      password_hash: "",
      totp_sealed: Buffer.of(),
      blocked_until: null,
      team_key_wrapped: null,
      joined_at: hotline.now(),
      ...own,
    })
    .execute();
  return id;
}

beforeEach(async () => {
  await sql`delete from cases`.execute(hotline.vigie.db);
});

const next = async (memberId: string) => (await nextCase(hotline.vigie, { memberId }))?.id ?? null;

test("the most pressing case that waits for a person comes next, once, and then the one after it", async () => {
  const [low, high, waits] = await addCases([{}, { priority: 40_000 }, { priority: 90_000, step: "wait" }]);
  const ada = await addMember();
  const first = await nextCase(hotline.vigie, { memberId: ada });
  expect(first).toMatchObject({ id: high, claim: { memberId: ada } });
  expect(Date.parse(first?.claim?.until ?? "")).toBe(hotline.now().getTime() + minutes(claimMinutes));
  expect(await next(ada)).toBe(low);
  expect(await next(ada)).toBeNull();
  expect(waits).toBeDefined();
});

test("a claim that ran out is somebody else's to take", async () => {
  const [only] = await addCases([{}]);
  const [ada, bo] = [await addMember(), await addMember()];
  expect(await next(ada)).toBe(only);
  expect(await next(bo)).toBeNull();
  hotline.advance(minutes(claimMinutes));
  expect(await next(bo)).toBe(only);
});

test("what somebody skipped is served to others at once, and to them again after twelve hours", async () => {
  const [only] = await addCases([{}]);
  if (!only) throw new Error("a case was expected");
  const [ada, bo] = [await addMember(), await addMember()];
  expect(await next(ada)).toBe(only);
  await skipCase(hotline.vigie, { caseId: only, memberId: ada, reason: "language" });
  const event = await hotline.vigie.db
    .selectFrom("events")
    .select("details")
    .where("case_id", "=", only)
    .where("type", "=", "case.skipped")
    .executeTakeFirstOrThrow();
  // Why is theirs: colleagues read events, and events are kept.
  expect(event.details).toEqual({});
  expect(await next(ada)).toBeNull();
  expect(await next(bo)).toBe(only);
  await releaseCase(hotline.vigie, { caseId: only, memberId: bo });
  hotline.advance(minutes(60 * skipHours));
  expect(await next(ada)).toBe(only);
});

test.each([
  null,
  ["hate"] satisfies Topic[],
])("what waits for others is not read on the way to the next case (topics %j)", async (topics) => {
  const waiting = 400;
  const cases = await addCases([
    ...Array.from({ length: waiting }, () => ({ priority: 90_000, step: "wait" }) as const),
    {},
  ]);
  await sql`analyze cases`.execute(hotline.vigie.db);
  const member = await addMember({ topics });
  const asked = vi.spyOn(pg.Client.prototype, "query");
  expect(await next(member)).toBe(cases.at(-1));
  const calls = asked.mock.calls as unknown as [string, unknown[]][];
  const [text, values] = calls.find(([sent]) => String(sent).includes("skip locked")) ?? [];
  asked.mockRestore();
  const { rows } = await hotline.database.pool.query(
    `explain (analyze, format json) ${text?.replace("for no key update skip locked", "")}`,
    values,
  );
  const removed = [...JSON.stringify(rows).matchAll(/"Rows Removed by Filter":(\d+)/g)];
  expect(removed.reduce((sum, [, count]) => sum + Number(count), 0)).toBeLessThan(waiting / 2);
});

test("nobody is served what they may not see, nor, unless a life may be in danger, what they would rather not be given", async () => {
  const [mixed, hate, danger] = await addCases([
    { priority: 90_000, topics: ["hate", "minors"] },
    { topics: ["hate"] },
    { priority: 20_000, topics: ["threats"], danger: true },
  ]);
  const limited = await addMember({ topics: ["hate"] });
  expect(await next(limited)).toBe(hate);
  expect(await next(limited)).toBeNull();
  await releaseCase(hotline.vigie, { caseId: hate ?? "", memberId: limited });
  const spared = await addMember({ opt_outs: ["minors", "threats"] });
  expect([await next(spared), await next(spared), await next(spared)]).toEqual([danger, hate, null]);
  expect(mixed).toBeDefined();
});

test("a report in a language they read comes first among those of the same urgency, and only among those", async () => {
  const [foreign, readable, urgent] = await addCases([
    { priority: 20_500, languages: ["en"] },
    { priority: 20_000, languages: ["fr"] },
    { priority: 30_000, languages: ["en"] },
  ]);
  const ada = await addMember({ languages_read: ["fr"] });
  expect([await next(ada), await next(ada), await next(ada)]).toEqual([urgent, readable, foreign]);
});

test("people who ask at the same moment get different cases, and together the most pressing ones", async () => {
  const ids = await addCases(Array.from({ length: 12 }, (_, index) => ({ priority: 10_000 + index })));
  const members = await Promise.all(Array.from({ length: 8 }, () => addMember()));
  const served = await Promise.all(members.map(next));
  expect(new Set(served).size).toBe(8);
  expect(served.filter((id) => id === null)).toEqual([]);
  expect(ids).toEqual(expect.arrayContaining(served));
});

describe("whoever decides", () => {
  const decide = (caseId: string, memberId: string | null, seen?: number) =>
    hotline.vigie.db
      .transaction()
      .execute((trx) => beginDecision(trx, hotline.vigie, { caseId, memberId, seen }));

  test("is refused while somebody else works on the case, is told who, and may take it over", async () => {
    const [only] = await addCases([{}]);
    if (!only) throw new Error("a case was expected");
    const [ada, bo] = [await addMember(), await addMember()];
    await next(ada);
    await expect(decide(only, bo)).rejects.toMatchObject({
      code: "case.claimed_elsewhere",
      details: { name: ada },
    });
    await expect(
      claimCase(hotline.vigie, { caseId: only, memberId: bo, takeOver: false }),
    ).rejects.toMatchObject({ code: "case.claimed_elsewhere" });
    await decide(only, ada);
    await decide(only, null);
    await claimCase(hotline.vigie, { caseId: only, memberId: bo, takeOver: true });
    await decide(only, bo);
    await expect(decide(only, ada)).rejects.toMatchObject({ code: "case.claimed_elsewhere" });
    expect(await hotline.eventsOf(only)).toEqual(["case.claimed", "case.taken_over"]);
  });

  test("and read the case before somebody else decided is told so, and the other decision stands alone", async () => {
    const [only] = await addCases([{}]);
    if (!only) throw new Error("a case was expected");
    const [ada, bo] = [await addMember(), await addMember()];
    const outcomes = await Promise.allSettled([decide(only, ada, 0), decide(only, bo, 0)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(decide(only, ada, 0)).rejects.toMatchObject({ code: "request.conflict" });
    await decide(only, ada, 1);
  });
});

const act = fc.record({
  who: fc.nat(3),
  does: fc.constantFrom("next", "claim", "take", "release", "skip", "wait" as const),
  which: fc.nat(3),
});

test("whatever people do at the same time, nobody ever believes to have what somebody else has", async () => {
  const members = await Promise.all(Array.from({ length: 4 }, () => addMember()));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(act, { maxLength: 6 }), { maxLength: 5 }), async (rounds) => {
      await sql`delete from cases`.execute(hotline.vigie.db);
      const ids = await addCases([{}, {}, {}, {}]);
      for (const round of rounds) {
        const held = await holders();
        // Whoever was served or claimed without taking over, in this round.
        const got: { caseId: string; memberId: string }[] = [];
        let disturbed = false;
        await Promise.all(
          round.map(async ({ who, does, which }) => {
            const memberId = members[who] ?? "";
            const caseId = ids[which] ?? "";
            if (does === "next") {
              const id = await next(memberId);
              if (id) got.push({ caseId: id, memberId });
            } else if (does === "claim") {
              await claimCase(hotline.vigie, { caseId, memberId, takeOver: false }).then(
                () => got.push({ caseId, memberId }),
                (error: unknown) => expect(error).toMatchObject({ code: "case.claimed_elsewhere" }),
              );
            } else {
              disturbed ||= does !== "wait";
              if (does === "take") await claimCase(hotline.vigie, { caseId, memberId, takeOver: true });
              if (does === "release") await releaseCase(hotline.vigie, { caseId, memberId });
              if (does === "skip") {
                await skipCase(hotline.vigie, { caseId, memberId, reason: "not_now" });
              }
            }
          }),
        );
        if (!disturbed) {
          for (const { caseId, memberId } of got) {
            const before = held.get(caseId) ?? memberId;
            expect(before).toBe(memberId);
            expect((await holders()).get(caseId)).toBe(memberId);
          }
        }
        if (round.some(({ does }) => does === "wait")) hotline.advance(minutes(claimMinutes / 2));
      }
      // The events tell the same story: whoever claimed last and did not give it back has it, or their time was over.
      for (const [caseId, memberId] of await holders()) {
        const { rows } = await sql<{ actor: string; type: string }>`
          select actor, type from events where case_id = ${caseId}
            and type in ('case.claimed','case.taken_over','case.released') order by seq desc limit 1`.execute(
          hotline.vigie.db,
        );
        expect(rows[0]?.actor).toBe(memberId);
        expect(rows[0]?.type).not.toBe("case.released");
      }
    }),
    { numRuns: process.env["VIGIE_FULL"] ? 300 : 25 },
  );
});

async function holders(): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; claimed_by: string }>`
    select id, claimed_by from cases where claimed_until > ${hotline.now()}`.execute(hotline.vigie.db);
  return new Map(rows.map((row) => [row.id, row.claimed_by]));
}
