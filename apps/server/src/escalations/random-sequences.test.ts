import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { useEscalations } from "../../../../test/escalations.ts";
import { decideEscalation } from "./decide-escalation.ts";
import { authorityTermHours } from "./stuck-notices-queries.ts";

const desk = useEscalations();
const hourMs = 3_600_000;
let videos = 7_300_000_000_000_000_000n;

interface NoticeRow {
  id: string;
  status: string;
  answer: string;
  sent_at: Date | null;
  due_at: Date | null;
  decided_at: Date | null;
  content_ids: string[];
  bounced: boolean;
}

/** Everything of one case, as an observer without any of the queries under test would write it down. */
async function observe(caseId: string) {
  const notices = await sql<NoticeRow>`select n.id, n.status, n.answer, n.sent_at, n.due_at, n.decided_at,
    array(select content_id from notice_contents where notice_id = n.id) as content_ids,
    exists (select from events where subject_id = n.id and type = 'notice.bounced') as bounced
    from notices n where case_id = ${caseId} order by created_at, id`.execute(desk.vigie.db);
  const watches = await sql<{
    content_id: string;
    status: string;
    returned: Date | null;
    online: Date | null;
  }>`
    select content_id, status, (select max(at) from events e where e.content_id = w.content_id
      and e.type = 'content.returned') as returned,
      (select max(at) from checks k where k.content_id = w.content_id and k.verdict = 'online') as online
    from watches w join contents c on c.id = w.content_id where c.case_id = ${caseId}`.execute(desk.vigie.db);
  const escalations = await desk.vigie.db
    .selectFrom("escalations")
    .selectAll()
    .where("case_id", "=", caseId)
    .execute();
  return {
    notices: notices.rows,
    watches: new Map(watches.rows.map((row) => [row.content_id, row])),
    escalations,
  };
}

type Seen = Awaited<ReturnType<typeof observe>>;

function leftOf({ notices, watches }: Seen, notice: NoticeRow): string[] {
  const newer = notices.slice(notices.indexOf(notice) + 1).filter(({ status }) => status !== "cancelled");
  return notice.content_ids.filter(
    (id) =>
      watches.get(id)?.status !== "removed" && !newer.some(({ content_ids }) => content_ids.includes(id)),
  );
}

function reasonOf(seen: Seen, notice: NoticeRow, now: Date) {
  const { watches } = seen;
  const { status, answer, sent_at, due_at, decided_at, content_ids, bounced } = notice;
  if (status === "failed") return bounced ? "bounced" : "failed";
  if (status !== "sent" || !sent_at) return null;
  const cameBack = content_ids.some((id) => {
    const watch = watches.get(id);
    return watch?.status !== "removed" && watch?.returned && watch.returned > sent_at;
  });
  if (cameBack) return "returned";
  if (answer === "refused") return "refused";
  if (answer !== "acted") return due_at && due_at < now ? "deadline" : null;
  const from = Math.max(Number(decided_at) + 24 * hourMs, Number(due_at));
  return leftOf(seen, notice).some((id) => Number(watches.get(id)?.online) > from) ? "still_there" : null;
}

function expectFollowedUp(seen: Seen, latest: Date, now: Date): void {
  for (const notice of seen.notices) {
    const own = seen.escalations.filter(({ notice_id }) => notice_id === notice.id);
    const open = own.filter(({ status }) => status === "proposed" || status === "held");
    expect(open.length).toBeLessThanOrEqual(1);
    const left = leftOf(seen, notice);
    const because = left.length > 0 ? reasonOf(seen, notice, now) : null;
    const [proposal] = open;
    if (proposal) {
      // What was proposed before the clock went back stays.
      expect(proposal.because).toBe(left.length > 0 ? reasonOf(seen, notice, latest) : null);
      expect(proposal.content_ids.some((id) => left.includes(id))).toBe(true);
      continue;
    }
    if (because === null) continue;
    const rests = own.some(
      ({ rung, status, taken_notice_id, settled_at }) =>
        (rung === "call" && status !== "superseded") ||
        (status === "taken" &&
          taken_notice_id === null &&
          settled_at !== null &&
          now.getTime() - settled_at.getTime() < authorityTermHours * hourMs),
    );
    expect(rests).toBe(true);
  }
}

const anyStep = fc.oneof(
  fc.record({ does: fc.constant("wait" as const), hours: fc.constantFrom(-1, 1, 12, 24, 25, 60, 170) }),
  fc.record({ does: fc.constant("send" as const), which: fc.nat(6), email: fc.constantFrom("a", "b", "c") }),
  fc.record({
    does: fc.constantFrom("acknowledged" as const, "asked" as const, "acted" as const, "refused" as const),
    which: fc.nat(6),
  }),
  fc.record({
    does: fc.constantFrom("bounce" as const, "fail" as const, "cancel" as const),
    which: fc.nat(6),
  }),
  fc.record({
    does: fc.constantFrom("remove" as const, "return" as const, "see" as const),
    which: fc.nat(6),
  }),
  fc.record({ does: fc.constantFrom("dismiss" as const, "take" as const) }),
);
type Step = typeof anyStep extends fc.Arbitrary<infer One> ? One : never;

async function perform(step: Step, caseId: string, contentIds: readonly string[]): Promise<void> {
  const { notices, watches, escalations } = await observe(caseId);
  const pick = <One>(from: readonly One[], which: number): One | undefined =>
    from[which % Math.max(1, from.length)];
  const sent = notices.filter(({ status }) => status === "sent");
  switch (step.does) {
    case "wait":
      desk.advance(step.hours * hourMs);
      return;
    case "send": {
      const chosen = contentIds.filter((_, index) => step.which === 0 || (step.which >> index) % 2 === 1);
      // No two notices are written in one millisecond by one test.
      desk.advance(1);
      if (chosen.length > 0)
        await desk.send(caseId, { contentIds: chosen, email: `${step.email}@site.example` });
      return;
    }
    case "acknowledged":
    case "asked":
    case "acted":
    case "refused": {
      const notice = pick(sent, step.which);
      if (notice) await desk.setNotice(notice.id, { answer: step.does });
      return;
    }
    case "bounce":
    case "fail":
    case "cancel": {
      const notice = pick(sent, step.which);
      if (!notice) return;
      if (step.does === "bounce") await desk.bounce(notice.id);
      else await desk.setNotice(notice.id, { status: step.does === "fail" ? "failed" : "cancelled" });
      return;
    }
    case "see":
      await desk.seeOnline(contentIds[step.which % contentIds.length] ?? "");
      return;
    case "remove":
    case "return": {
      const isGone = (id: string) => watches.get(id)?.status === "removed";
      const id = pick(
        contentIds.filter((one) => isGone(one) === (step.does === "return")),
        step.which,
      );
      desk.advance(1);
      if (id) await (step.does === "remove" ? desk.remove(id) : desk.comeBack(id));
      return;
    }
    case "dismiss":
    case "take": {
      const open = escalations.find(
        ({ status, recipient, authority }) =>
          status === "proposed" && (step.does === "dismiss" || (recipient !== null && authority !== null)),
      );
      if (!open) return;
      const { memberId } = desk.analyst();
      await decideEscalation(desk.vigie, { escalationId: open.id, outcome: step.does, memberId });
    }
  }
}

test("whatever happens in whatever order, each notice that led to nothing has exactly one open proposal, and what is gone has none", async () => {
  let proposals = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("hate-incitement", "cyberharassment", "fraud"),
      fc.array(anyStep, { minLength: 6, maxLength: 16 }),
      async (ground, steps) => {
        const places = Array.from({ length: 3 }, () => {
          videos += 1n;
          return `https://www.tiktok.com/@quelquun/video/${videos}`;
        });
        const { caseId, contentIds } = await desk.openCase({ grounds: [ground], places });
        await desk.send(caseId);
        let latest = desk.now();
        for (const step of steps) {
          await perform(step, caseId, contentIds);
          if (desk.now() > latest) latest = desk.now();
          await Promise.all([desk.propose(), desk.propose()]);
          // What one of them left to the other.
          await desk.propose();
          expectFollowedUp(await observe(caseId), latest, desk.now());
        }
        const { escalations } = await observe(caseId);
        proposals += escalations.length;
        // The next run starts with nothing that waits.
        await desk.vigie.db.updateTable("cases").set({ status: "closed" }).where("id", "=", caseId).execute();
        await desk.propose();
      },
    ),
    { numRuns: process.env["VIGIE_FULL"] ? 150 : 12 },
  );
  expect(proposals).toBeGreaterThan(0);
}, 600_000);
