import { randomInt } from "node:crypto";
import { Refusal } from "@vigie/contract";
import { type Kysely, sql } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { beginDecision } from "../cases/begin-decision.ts";
import { changeCaseStatus } from "../cases/change-case-status.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import { holdForTaking, takeEscalation } from "../escalations/take-escalation.ts";
import { addJobs } from "../jobs/define-job.ts";
import { rememberRecipient } from "../providers/remember-recipient.ts";
import { tokenHash } from "../vault/secret-token.ts";
import type { Vigie } from "../vigie.ts";
import { answerToken, answerTokenDays } from "./answer-token.ts";
import { type Draft, draftNotices, type NoticeDraftRequest } from "./draft-notices.ts";
import { orderDelivery } from "./jobs.ts";
import { type NoticeCase, readNoticeCase } from "./notice-case.ts";
import { isSentByMachine } from "./notice-transitions.ts";
import { namesPerson } from "./voice-rules.ts";

// A reminder is meant; the same form posted twice is not.
const minutesBetweenTwins = 10;

/**
 * Queues one notice per recipient, or prepares it where a person carries it. Notices, their jobs, the events, the case's
 * status, the escalation they take up and the recipients that were typed become true together or not at all; what the
 * machine sends leaves afterwards.
 * @throws Refusal those of `beginDecision`, `notice.explanation_missing`, `notice.placeholder_unfilled`, `notice.identity_missing`,
 * `request.conflict` when one of these locations has just been notified to the same address or is about to be,
 * `escalation.step_impossible`, and those of `draftNotices`
 */
export async function queueNotices(
  vigie: Pick<Vigie, "db" | "config" | "clock" | "keys">,
  {
    caseId,
    memberId,
    seen,
    ...request
  }: NoticeDraftRequest & { caseId: string; memberId: string; seen?: number | undefined },
): Promise<{ noticeIds: string[] }> {
  if (request.explanation.trim() === "") throw new Refusal("notice.explanation_missing");
  const { escalationId = null, automatic = false } = request;
  const actor = automatic ? null : memberId;
  const at = vigie.clock.now();
  return inTransaction(vigie.db, async (trx) => {
    await beginDecision(trx, vigie, { caseId, memberId: actor, seen });
    const noticeCase = await readNoticeCase(trx, { caseId });
    const { drafts, typed, follows } = await draftNotices(trx, vigie, noticeCase, request, { newTag });
    refuseUnfinished(drafts, request);
    await refuseTwins(trx, drafts, at);
    const escalation =
      escalationId === null ? null : await holdForTaking(trx, vigie, { escalationId, automatic });
    const queued: string[] = [];
    const noticeIds: string[] = [];
    for (const [index, draft] of drafts.entries()) {
      // Ids of one request keep its order.
      const id = newId(at.getTime() + index);
      await storeNotice(trx, vigie, noticeCase, { id, draft, request, follows, memberId, actor, at });
      noticeIds.push(id);
      if (isSentByMachine(draft.channel)) queued.push(id);
    }
    const [noticeId] = noticeIds;
    if (escalation && noticeId) await takeEscalation(trx, escalation, { noticeId, memberId, at, automatic });
    for (const { host, recipient } of typed) {
      const { to, language } = recipient;
      if (to.email === null) continue;
      await rememberRecipient(trx, { host, name: to.name, email: to.email, language, memberId, caseId, at });
    }
    await changeCaseStatus(trx, { caseId, to: "notified", at, actor });
    await addJobs(
      trx,
      queued.map((id) => orderDelivery(id)),
    );
    return { noticeIds };
  });
}

const tagAlphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** 100 random bits that survive mail servers which change the case of an address. */
function newTag(): string {
  return Array.from({ length: 20 }, () => tagAlphabet[randomInt(tagAlphabet.length)]).join("");
}

function refuseUnfinished(drafts: readonly Draft[], { identity = null }: NoticeDraftRequest): void {
  const names = [...new Set(drafts.flatMap(({ placeholders }) => placeholders))];
  if (names.length > 0) throw new Refusal("notice.placeholder_unfilled", { names: names.join(", ") });
  if (drafts.some(({ kind }) => namesPerson(kind)) && !(identity?.mandate && identity.name.trim() !== "")) {
    throw new Refusal("notice.identity_missing");
  }
}

/** The case is held, so nobody queues its twin meanwhile. */
async function refuseTwins(trx: Kysely<Database>, drafts: readonly Draft[], at: Date): Promise<void> {
  const justNow = new Date(at.getTime() - minutesBetweenTwins * 60_000);
  for (const { kind, channel, to, provider, contentIds } of drafts) {
    const twin = await trx
      .selectFrom("notices")
      .innerJoin("notice_contents", "notice_contents.notice_id", "notices.id")
      .select("notices.id")
      .where("notice_contents.content_id", "in", contentIds)
      .where("notices.kind", "=", kind)
      .where("notices.channel", "=", channel)
      .where("notices.provider", "=", provider)
      .where(sql`lower(notices.to_email)`, "is not distinct from", to.email?.toLowerCase() ?? null)
      .where("notices.to_url", "is not distinct from", to.url)
      .where(sql<boolean>`notices.to_postal is not distinct from ${to.postal}::text[]`)
      .where((where) =>
        where.or([
          where("notices.status", "in", ["prepared", "queued", "transmitting", "in_doubt"]),
          where.and([where("notices.status", "=", "sent"), where("notices.sent_at", ">", justNow)]),
        ]),
      )
      .limit(1)
      .executeTakeFirst();
    if (twin) throw new Refusal("request.conflict");
  }
}

async function storeNotice(
  trx: Kysely<Database>,
  { config, keys }: Pick<Vigie, "config" | "keys">,
  noticeCase: NoticeCase,
  {
    id,
    draft,
    request,
    follows,
    memberId,
    actor,
    at,
  }: {
    id: string;
    draft: Draft;
    request: NoticeDraftRequest;
    follows: string | null;
    memberId: string;
    /** null: the machine, in the name of that member. */
    actor: string | null;
    at: Date;
  },
): Promise<void> {
  const { kind, channel, channelId, provider, to, language, subject, body, tag, contentIds, hosts } = draft;
  const isQueued = isSentByMachine(channel);
  await trx
    .insertInto("notices")
    .values({
      id,
      case_id: noticeCase.id,
      member_id: memberId,
      kind,
      channel,
      channel_id: channelId,
      provider,
      status: isQueued ? "queued" : "prepared",
      to_name: to.name,
      to_email: to.email,
      to_url: to.url,
      to_postal: to.postal,
      identity_sealed: draft.identity === null ? null : keys.sealToService(draft.identity),
      language,
      explanation: request.explanation,
      grounds: [...(noticeCase.assessment?.grounds ?? [])],
      subject,
      body,
      message_id: `${id}@${config.hotline.email.split("@").at(-1)?.toLowerCase() ?? "vigie.invalid"}`,
      failure: null,
      tag,
      answer_token_hash: tokenHash(answerToken(keys, id)),
      answer_token_expires_at: new Date(at.getTime() + answerTokenDays * 86_400_000),
      follows,
      created_at: at,
      sent_at: null,
    })
    .execute();
  await trx
    .insertInto("notice_contents")
    .values(
      contentIds.map((contentId, index) => ({
        notice_id: id,
        content_id: contentId,
        position: index + 1,
        outcome: null,
      })),
    )
    .execute();
  await recordEvents(trx, [
    {
      type: isQueued ? "notice.queued" : "notice.prepared",
      at,
      actor,
      caseId: noticeCase.id,
      subjectId: id,
      details: { contents: contentIds.length, hosts: hosts.length, language, kind, channel },
    },
  ]);
}
