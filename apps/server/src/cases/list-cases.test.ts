import type { CaseStatus } from "@vigie/contract";
import fc from "fast-check";
import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { newId } from "../db/new-id.ts";
import { foldCounts } from "./count-cases.ts";
import { listCases as listCasesOf } from "./list-cases.ts";

const database = useDatabase({ max: 4 });
const start = Date.parse("2026-01-01T00:00:00Z");

interface Sketch {
  priority?: number;
  minute?: number;
  status?: CaseStatus;
}

/** Cases as a few statements leave them; only what the list reads. */
async function addCases(sketches: readonly Sketch[]): Promise<string[]> {
  const rows = sketches.map(({ priority = 10, minute = 0, status = "received" as const }) => {
    const id = newId();
    const at = new Date(start + minute * 60_000);
    return {
      id,
      number: id,
      status,
      handling: "unknown" as const,
      concern: null,
      urgency: "P3" as const,
      next_step: "assess" as const,
      first_reported_at: at,
      last_reported_at: at,
      minor_reported_at: null,
      assessed_at: null,
      due_at: null,
      closed_reason: null,
      closed_at: null,
      priority,
      expires_at: new Date(start + 1e12),
    };
  });
  if (rows.length > 0) await database.db.insertInto("cases").values(rows).execute();
  return rows.map(({ id }) => id);
}

const memberId = newId();
beforeAll(() =>
  database.db
    .insertInto("members")
    .values({
      id: memberId,
      name: "Ada",
      name_key: "ada",
      role: "analyst",
      language: "fr",
      password_hash: "",
      totp_sealed: Buffer.of(),
      blocked_until: null,
      team_key_wrapped: null,
      joined_at: new Date(start),
    })
    .execute(),
);

const clock = { now: () => new Date(start) };
const listCases = (query: Parameters<typeof listCasesOf>[1]["query"]) =>
  listCasesOf({ db: database.db, clock }, { memberId, query });

const removeAll = () => sql`delete from cases`.execute(database.db);

const sketch: fc.Arbitrary<Sketch> = fc.record({
  priority: fc.constantFrom(0, 10, 20, 110),
  minute: fc.nat(5),
});

test("paging through the list shows each case once, in order, whatever arrives in between", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(sketch, { minLength: 1, maxLength: 25 }),
      fc.array(fc.array(sketch, { maxLength: 3 }), { maxLength: 10 }),
      fc.integer({ min: 1, max: 7 }),
      async (first, later, limit) => {
        await removeAll();
        const known = await addCases(first);
        const seen: string[] = [];
        let after: string | null | undefined;
        for (let page = 0; after !== null; page += 1) {
          const list = await listCases({ limit, ...(after ? { after } : {}) });
          seen.push(...list.cases.map(({ id }) => id));
          after = list.next;
          await addCases(later[page] ?? []);
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toEqual(expect.arrayContaining(known));
        const { rows } = await sql<{ id: string }>`
          select id from cases order by priority desc, first_reported_at, id`.execute(database.db);
        const order = rows.map(({ id }) => id).filter((id) => seen.includes(id));
        expect(seen).toEqual(order);
      },
    ),
    { numRuns: 30 },
  );
});

test("a page that ends exactly at the end says that nothing follows", async () => {
  await removeAll();
  await addCases([{}, {}, {}]);
  const whole = await listCases({ limit: 3 });
  expect(whole.cases).toHaveLength(3);
  expect(whole.next).toBeNull();
});

test("the list is told apart by status, and open means neither closed nor removed", async () => {
  await removeAll();
  await addCases([
    { status: "received" },
    { status: "notified" },
    { status: "removed" },
    { status: "closed" },
  ]);
  const statuses = async (status?: "open" | CaseStatus) =>
    (await listCases(status ? { status } : {})).cases.map((one) => one.status).sort();
  expect(await statuses()).toEqual(["closed", "notified", "received", "removed"]);
  expect(await statuses("open")).toEqual(["notified", "received"]);
  expect(await statuses("removed")).toEqual(["removed"]);
});

test.each([
  "x",
  "10~2026-13-01T00:00:00.000Z~0",
  "10~2026-01-01T00:00:00.000Z~'; drop table cases",
  "~~",
  "9999999~~",
])("a cursor nobody gave out (%s) is refused", async (after) => {
  await expect(listCases({ after })).rejects.toMatchObject({ code: "request.malformed" });
});

const step = fc.oneof(
  fc.record({
    do: fc.constant("insert" as const),
    statuses: fc.array(fc.constantFrom<CaseStatus>("received", "removed", "closed"), { maxLength: 4 }),
  }),
  fc.record({
    do: fc.constant("move" as const),
    to: fc.constantFrom<CaseStatus>("received", "notified", "removed", "closed"),
    some: fc.nat(15),
  }),
  fc.record({ do: fc.constant("delete" as const), some: fc.nat(15) }),
);

test("the counters are what counting would say, after any inserts, moves and deletions, several at once", async () => {
  // One hexadecimal digit of the id chooses which cases a step takes.
  const chosen = (some: number) => sql<boolean>`right(id::text, 1) <= ${some.toString(16)}`;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { maxLength: 3 }), { maxLength: 6 }), async (rounds) => {
      for (const round of rounds) {
        await Promise.allSettled(
          round.map(async (one) => {
            if (one.do === "insert") await addCases(one.statuses.map((status) => ({ status })));
            else if (one.do === "delete")
              await database.db.deleteFrom("cases").where(chosen(one.some)).execute();
            else
              await database.db
                .updateTable("cases")
                .set({ status: one.to })
                .where(chosen(one.some))
                .execute();
          }),
        );
      }
      const { rows } = await sql<{ total: number; open: number }>`
        select count(*)::int as total, count(*) filter (where status not in ('closed', 'removed'))::int as open
        from cases`.execute(database.db);
      const counted = async () => {
        const { counts } = await listCases({ limit: 1 });
        if (!counts) throw new Error("the first page has the totals");
        expect(Object.values(counts.byStatus).reduce((sum, each) => sum + each)).toBe(counts.total);
        return { total: counts.total, open: counts.open };
      };
      expect(await counted()).toEqual(rows[0]);
      await Promise.all([foldCounts(database), foldCounts(database)]);
      expect(await counted()).toEqual(rows[0]);
    }),
    { numRuns: 40 },
  );
});
