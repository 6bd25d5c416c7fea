import type { MailAuthentication } from "@vigie/contract";
import type { Kysely } from "kysely";
import { recordEvents } from "../audit/record-event.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import { readAuthenticationResults } from "../mail/authentication-results.ts";
import type { MailFacts, MailMarks } from "../mail/read-message.ts";
import { bounceNotice, type NoticeRow } from "../notices/notice-outcomes.ts";
import type { Vigie } from "../vigie.ts";
import { cautionsOf, failureOf, onceOfAnswer } from "./answer-rules.ts";
import { classifyAnswer } from "./classify-answer-rules.ts";
import { storeAnswer } from "./store-answer.ts";
import { idsNamedIn, type Thread, tagsIn, threadAnswer } from "./thread-answer-rules.ts";

/** Why a message waits for a person, by code. */
export type QuarantineReason =
  | "too_large"
  | "malformed"
  | "loop"
  | "unknown_notice"
  | "wrong_tag"
  | "expired"
  | "failed_authentication"
  | "too_many";

/**
 * What became of a message. `bounced`: its notice failed for it. `ignored`: our own mail came back, the same words are
 * there already, or the quarantine of the day is full. `known`: this very message was taken before. `later`: it is
 * about a notice that is leaving at this moment.
 */
export type MessageTaken = Followed | { kind: "known" } | { kind: "later"; noticeId: string };

type Followed =
  | { kind: "answer"; noticeId: string; answerId: string; bounced: boolean }
  | { kind: "quarantined"; why: QuarantineReason }
  | { kind: "ignored"; why: "loop" | "known" | "too_many" };

const dayMs = 86_400_000;
export const keptDays = 90;
// Within a day and night. A recipient has no use for more; who does is a machine or means harm.
const mostOfOneNotice = 50;
const mostInQuarantine = 1_000;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Context = Pick<Vigie, "db" | "config" | "clock">;
type Notice = NoticeRow & { case_expires_at: Date };

/**
 * Takes one message of the mailbox, in one transaction and once, however often it comes: it becomes an answer with a
 * state that a person confirms, waits in quarantine, or is ignored. The machine acts by itself only where a delivery
 * status notification matches a notice that was sent. Nothing is ever answered.
 * @param options.waitedFor the notice for which a message was left for later last time: that is not done twice.
 */
export async function takeMessage(
  vigie: Context,
  facts: MailFacts,
  { waitedFor = null }: { waitedFor?: string | null } = {},
): Promise<MessageTaken> {
  const at = vigie.clock.now();
  return inTransaction(vigie.db, async (trx) => {
    const id = newId(at.getTime());
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto("mailbox_messages")
      .values({
        id,
        once: facts.sha256,
        at,
        outcome: "ignored",
        why: null,
        notice_id: null,
        bytes: facts.bytes,
        sender: null,
        subject: null,
        text: null,
        expires_at: new Date(at.getTime() + keptDays * dayMs),
      })
      .onConflict((conflict) => conflict.column("once").doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows === 0n) return { kind: "known" };
    const judged = await judge(trx, vigie, facts, at);
    if (
      judged.outcome === "answer" &&
      judged.notice.id !== waitedFor &&
      isAheadOfDelivery(judged.notice, facts)
    ) {
      await trx.deleteFrom("mailbox_messages").where("id", "=", id).execute();
      return { kind: "later", noticeId: judged.notice.id };
    }
    const taken = await follow(trx, judged, facts, at);
    const kept = taken.kind === "quarantined";
    await trx
      .updateTable("mailbox_messages")
      .set({
        outcome: taken.kind,
        why: "why" in taken ? taken.why : null,
        notice_id: judged.notice?.id ?? null,
        ...(kept ? { sender: facts.sender, subject: facts.subject } : {}),
        // A mailbox may be that of the whole hotline: what names no notice of ours is somebody's other letter.
        ...(kept && judged.namesUs ? { text: facts.text, marks: JSON.stringify(marksOf(facts)) } : {}),
      })
      .where("id", "=", id)
      .execute();
    return taken;
  });
}

/** `namesUs`: by a tag, right or wrong, or by the Message-ID of a notice. */
type Judgement = { notice: Notice | null; namesUs: boolean } & (
  | { outcome: "answer"; notice: Notice; authentication: MailAuthentication | null }
  | { outcome: "quarantined"; why: QuarantineReason }
  | { outcome: "ignored"; why: "loop" }
);

/** Nothing is changed here but that the notice is held, so that two messages about it come one after the other. */
async function judge(
  trx: Kysely<Database>,
  { config }: Context,
  facts: MailFacts,
  at: Date,
): Promise<Judgement> {
  if (await isOurs(trx, facts)) return { outcome: "ignored", why: "loop", notice: null, namesUs: true };
  const thread = await threadOf(trx, facts, config.answers.address);
  const notice = thread.noticeId === null ? null : await holdNotice(trx, thread.noticeId);
  const namesUs = thread.kind === "notice" || thread.why === "wrong_tag";
  const refuse = (why: QuarantineReason): Judgement => ({ outcome: "quarantined", why, notice, namesUs });
  if (!facts.whole) return refuse("too_large");
  if (facts.malformed) return refuse("malformed");
  if (isOwnAddress(facts.sender, config)) return refuse("loop");
  if (thread.kind === "refused") return refuse(thread.why);
  if (!notice) return refuse("unknown_notice");
  if (notice.case_expires_at <= at) return refuse("expired");
  const authentication = readAuthenticationResults(facts.authenticationResults, config.answers.mailAuthority);
  if (authentication?.dmarc === "fail") return refuse("failed_authentication");
  if (await hasTooMany(trx, notice.id, at)) return refuse("too_many");
  return { outcome: "answer", notice, namesUs, authentication };
}

/** A failure of a delivery that settles within a minute, by itself or by `recoverNotices`. */
function isAheadOfDelivery({ status, to_email }: Notice, facts: MailFacts): boolean {
  return status === "transmitting" && failureOf(facts, to_email) !== null;
}

/** What reading it later needs beside its words. */
function marksOf(facts: MailFacts): MailMarks {
  const { autoSubmitted, autoReply, precedence, emptyReturnPath, list, report } = facts;
  return { autoSubmitted, autoReply, precedence, emptyReturnPath, list, report };
}

/** It carries the mark of one of our notices, or is one. */
async function isOurs(trx: Kysely<Database>, { vigieNotices, messageId }: MailFacts): Promise<boolean> {
  const marks = vigieNotices.filter((mark) => uuid.test(mark));
  const ours = await trx
    .selectFrom("notices")
    .select("id")
    .where((where) =>
      where.or([
        where("message_id", "=", messageId),
        ...(marks.length > 0 ? [where("id", "in", marks)] : []),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return ours !== undefined;
}

function isOwnAddress(sender: string | null, { answers, hotline }: Context["config"]): boolean {
  if (sender === null) return false;
  const own = [hotline.email, answers.address.replace(/[^\w@]?\{tag\}/, "")].map((one) => one.toLowerCase());
  return own.includes(sender.toLowerCase()) || tagsIn([sender], answers.address).length > 0;
}

async function threadOf(trx: Kysely<Database>, facts: MailFacts, pattern: string): Promise<Thread> {
  const tags = tagsIn(facts.recipients, pattern);
  const byTag =
    tags.length === 0
      ? []
      : await trx.selectFrom("notices").select(["id", "tag"]).where("tag", "in", tags).execute();
  const ids = idsNamedIn(facts);
  const byId =
    ids.length === 0
      ? []
      : await trx.selectFrom("notices").select(["id", "message_id"]).where("message_id", "in", ids).execute();
  return threadAnswer(
    tags.map((tag) => ({ noticeId: byTag.find((row) => row.tag === tag)?.id ?? null })),
    ids.flatMap((id) => byId.find((row) => row.message_id === id)?.id ?? []),
  );
}

async function holdNotice(trx: Kysely<Database>, noticeId: string): Promise<Notice | null> {
  const notice = await trx
    .selectFrom("notices")
    .innerJoin("cases", "cases.id", "notices.case_id")
    .selectAll("notices")
    .select("cases.expires_at as case_expires_at")
    .where("notices.id", "=", noticeId)
    .forUpdate("notices")
    .executeTakeFirst();
  return notice ?? null;
}

async function hasTooMany(trx: Kysely<Database>, noticeId: string, at: Date): Promise<boolean> {
  const { count } = await trx
    .selectFrom("answers")
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .where("notice_id", "=", noticeId)
    .where("way", "=", "mail")
    .where("at", ">", new Date(at.getTime() - dayMs))
    .executeTakeFirstOrThrow();
  return Number(count) >= mostOfOneNotice;
}

async function follow(
  trx: Kysely<Database>,
  judged: Judgement,
  facts: MailFacts,
  at: Date,
): Promise<Followed> {
  if (judged.outcome === "ignored") return { kind: "ignored", why: judged.why };
  if (judged.outcome === "quarantined") return quarantine(trx, judged, at);
  return answer(trx, judged, facts, at);
}

async function quarantine(
  trx: Kysely<Database>,
  { why, notice }: { why: QuarantineReason; notice: Notice | null },
  at: Date,
): Promise<Followed> {
  const { all, same } = await trx
    .selectFrom("mailbox_messages")
    .select(({ fn }) => [
      fn.countAll<string>().as("all"),
      fn
        .countAll<string>()
        .filterWhere("notice_id", "=", notice?.id ?? null)
        .as("same"),
    ])
    .where("outcome", "=", "quarantined")
    .where("at", ">", new Date(at.getTime() - dayMs))
    .executeTakeFirstOrThrow();
  if (Number(all) >= mostInQuarantine || Number(same) >= mostOfOneNotice) {
    return { kind: "ignored", why: "too_many" };
  }
  await recordEvents(trx, [
    {
      type: "answer.quarantined",
      at,
      caseId: notice?.case_id ?? null,
      subjectId: notice?.id ?? null,
      details: { why },
    },
  ]);
  return { kind: "quarantined", why };
}

async function answer(
  trx: Kysely<Database>,
  { notice, authentication }: { notice: Notice; authentication: MailAuthentication | null },
  facts: MailFacts,
  at: Date,
): Promise<Followed> {
  const failure = failureOf(facts, notice.to_email);
  const reading = classifyAnswer(facts, `${notice.subject}\n${notice.body}`);
  const answerId = await storeAnswer(trx, notice, {
    at,
    way: "mail",
    ...reading,
    sender: facts.sender,
    subject: facts.subject,
    text: facts.text,
    confirmed: null,
    confirmed_at: null,
    member_id: null,
    authentication,
    cautions: cautionsOf(facts, {
      recipient: notice.to_email,
      sentAt: notice.sent_at,
      at,
      authentication,
    }),
    attachments: [...facts.attachments],
    once: onceOfAnswer(notice, facts),
  });
  if (answerId === null) return { kind: "ignored", why: "known" };
  const bounced = failure !== null && (await bounceNotice(trx, notice, { at, response: failure }));
  return { kind: "answer", noticeId: notice.id, answerId, bounced };
}
