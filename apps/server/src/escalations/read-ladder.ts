import type { Rung } from "@vigie/contract";
import type { Kysely } from "kysely";
import { allAuthorities, findGround } from "../catalogue/installed-catalogue.ts";
import type { Database } from "../db/schema.ts";
import { readNoticeCase } from "../notices/notice-case.ts";
import { noticeHindrance } from "../notices/notice-rules.ts";
import { chooseRoute } from "../plans/choose-route-rules.ts";
import { planFacts } from "../plans/plan-facts-rules.ts";
import { planCatalogue, readCasePlan } from "../plans/plan-of-case.ts";
import { hostingOf } from "../providers/hostings-queries.ts";
import type { Vigie } from "../vigie.ts";
import {
  authorityKey,
  type Because,
  contactKey,
  type LadderContent,
  type LadderFacts,
} from "./ladder-rules.ts";

/** Gathers all that the next contact after a notice is chosen from. */
export async function readLadder(
  trx: Kysely<Database>,
  { clock, config }: Pick<Vigie, "clock" | "config">,
  { noticeId, because, contentIds }: { noticeId: string; because: Because; contentIds: readonly string[] },
): Promise<LadderFacts> {
  const notice = await trx
    .selectFrom("notices")
    .select(["case_id", "kind", "to_name", "to_email", "to_url", "to_postal"])
    .where("id", "=", noticeId)
    .executeTakeFirstOrThrow();
  const caseId = notice.case_id;
  const noticeCase = await readNoticeCase(trx, { caseId });
  const { request } = await readCasePlan({ db: trx, clock, config }, caseId);
  const facts = planFacts(request.grounds, request.situation, findGround);
  return {
    notice: {
      kind: notice.kind,
      to: { name: notice.to_name, email: notice.to_email, url: notice.to_url, postal: notice.to_postal },
      because,
    },
    contents: await readContents(trx, contentIds),
    manifest: noticeCase.assessment?.manifest ?? null,
    hindered: noticeHindrance(noticeCase) !== null,
    facts,
    plan: chooseRoute(request, planCatalogue()),
    subjects: request.subjects,
    authorities: allAuthorities(),
    country: request.situation.country ?? config.hotline.country,
    ...(await readReached(trx, { caseId, noticeId, contentIds, ownName: config.hotline.name })),
  };
}

async function readContents(trx: Kysely<Database>, contentIds: readonly string[]): Promise<LadderContent[]> {
  const rows = await trx
    .selectFrom("contents")
    .select(["id", "host", "service"])
    .where("id", "in", contentIds)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return Promise.all(
    rows.map(async ({ id, host, service }) => ({
      id,
      host,
      service,
      hosting: (host === null ? null : await hostingOf(trx, host))?.findings ?? [],
    })),
  );
}

/** Whom the contents were taken to: by notices, by escalations that were taken, dismissed or are open, by referrals. */
async function readReached(
  trx: Kysely<Database>,
  {
    caseId,
    noticeId,
    contentIds,
    ownName,
  }: { caseId: string; noticeId: string; contentIds: readonly string[]; ownName: string },
): Promise<Pick<LadderFacts, "reached" | "reminded" | "decided">> {
  const notices = await trx
    .selectFrom("notices")
    .select(["to_email as email", "to_url as url", "to_postal as postal"])
    .where("case_id", "=", caseId)
    .where("status", "!=", "cancelled")
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("notice_contents")
          .select("notice_id")
          .whereRef("notice_id", "=", "notices.id")
          .where("content_id", "in", contentIds),
      ),
    )
    .execute();
  const escalations = await trx
    .selectFrom("escalations")
    .select(["notice_id", "rung", "status", "recipient", "authority", "content_ids"])
    .where("case_id", "=", caseId)
    .where("status", "!=", "superseded")
    .execute();
  const referrals = await trx
    .selectFrom("referrals")
    .select("authority")
    .where("case_id", "=", caseId)
    .execute();

  const times = new Map<string, number>();
  for (const contact of notices) {
    const key = contactKey(contact);
    if (key !== null) times.set(key, (times.get(key) ?? 0) + 1);
  }
  // Nobody refers a case to themselves.
  const ourselves = allAuthorities().filter(({ name }) => name === ownName);
  const reached = new Set([
    ...times.keys(),
    ...referrals.map(({ authority }) => authorityKey(authority)),
    ...ourselves.map(({ slug }) => authorityKey(slug)),
  ]);
  const reminded = new Set([...times].flatMap(([key, count]) => (count > 1 ? [key] : [])));
  const decided = new Set<Rung>();
  for (const { notice_id, rung, status, recipient, authority, content_ids } of escalations) {
    const isDecided = status === "taken" || status === "dismissed";
    if (notice_id === noticeId && isDecided) decided.add(rung);
    // What is open after this very notice is what is asked about.
    if ((notice_id === noticeId && !isDecided) || !content_ids.some((id) => contentIds.includes(id)))
      continue;
    const key = authority === null ? recipient && contactKey(recipient) : authorityKey(authority);
    if (!key) continue;
    reached.add(key);
    if (rung === "remind") reminded.add(key);
  }
  return { reached, reminded, decided };
}
