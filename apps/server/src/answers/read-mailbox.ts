import type { Selectable } from "kysely";
import { withAdvisoryLock } from "../db/advisory-lock.ts";
import { errorCode } from "../db/installation-error.ts";
import type { Database } from "../db/schema.ts";
import { failureFacts } from "../failure-facts.ts";
import {
  type MailboxMessage,
  type MailboxPosition,
  type MailboxReading,
  readNewMessages,
} from "../mail/mailbox.ts";
import { type MailFacts, readMessage } from "../mail/read-message.ts";
import type { Vigie } from "../vigie.ts";
import { keptDays, takeMessage } from "./take-message.ts";

const mailboxLock = 7_210_503;
const dayMs = 86_400_000;

type Context = Pick<Vigie, "db" | "pool" | "config" | "clock" | "log">;
type State = Selectable<Database["mailbox_state"]>;

/** What a run stopped at, so that the next one goes on. Forgotten with the process: that costs one more run. */
interface Stop {
  /** The server would not hand it over. */
  uid?: number;
  /** A message about it came while it was leaving. */
  noticeId?: string;
  /** A message on which our own code breaks, and how. */
  failure?: string;
}
const stops = new WeakMap<Context["db"], Stop>();

/**
 * Reads what came into the mailbox since last time. One process at a time; how far it came is stored after each
 * message, and a message that comes again is known by its SHA-256. What stands in the way is stored by code. One
 * message stops one run and never two.
 * @returns null when no mailbox is set up.
 */
export async function readMailbox(
  vigie: Context,
): Promise<MailboxReading | { kind: "held_elsewhere" } | null> {
  const { imapUrl } = vigie.config.answers;
  if (imapUrl === undefined) return null;
  return withAdvisoryLock(vigie, { use: mailboxLock }, async () => {
    const state = await vigie.db.selectFrom("mailbox_state").selectAll().executeTakeFirst();
    const before = stops.get(vigie.db) ?? {};
    const reading = await readNewMessages(imapUrl, {
      position: positionOf(state),
      since: await oldestAnswerable(vigie),
      refused: before.uid ?? null,
      take: (message, position) => take(vigie, message, position, before),
    });
    if (reading.kind === "refused") stops.set(vigie.db, { uid: reading.uid });
    if (reading.kind === "read") stops.delete(vigie.db);
    await rememberReading(vigie, reading, state);
    return reading;
  });
}

function positionOf(state: State | undefined): MailboxPosition | null {
  return state ? { uidValidity: BigInt(state.uid_validity), lastUid: Number(state.last_uid) } : null;
}

/**
 * Nothing that came in before the first notice answers one. Nor is anything read whose row has expired: it would be
 * taken a second time when the mailbox is numbered anew.
 */
async function oldestAnswerable({ db, clock }: Context): Promise<Date> {
  const { first } = await db
    .selectFrom("notices")
    .select(({ fn }) => fn.min("created_at").as("first"))
    .executeTakeFirstOrThrow();
  const now = clock.now().getTime();
  // A day is left for time zones: the server compares days.
  return new Date(Math.max(first?.getTime() ?? now, now - (keptDays - 2) * dayMs));
}

async function take(
  vigie: Context,
  message: MailboxMessage,
  position: MailboxPosition,
  before: Stop,
): Promise<boolean> {
  const { source, whole, bytes } = message;
  const facts = await readMessage(source, { whole, bytes });
  const taken = await takeOrSetAside(vigie, facts, before);
  if (taken.kind === "later") {
    stops.set(vigie.db, { noticeId: taken.noticeId });
    return false;
  }
  await savePosition(vigie, position);
  return true;
}

/**
 * A message that our own code breaks on a second time goes to quarantine without its words, so that those behind it
 * are read. What is wrong with the database says nothing about a message: it is thrown on.
 */
async function takeOrSetAside(vigie: Context, facts: MailFacts, before: Stop) {
  try {
    return await takeMessage(vigie, facts, { waitedFor: before.noticeId ?? null });
  } catch (error) {
    if (isOfDatabase(error)) throw error;
    const { failure: name, code } = failureFacts(error);
    const failure = `${facts.sha256.toString("hex")} ${name} ${code}`;
    if (before.failure !== failure) {
      stops.set(vigie.db, { failure });
      throw error;
    }
    vigie.log.warn(failureFacts(error), "a message of the mailbox could not be taken; it is set aside");
    const { sha256, bytes } = facts;
    return takeMessage(vigie, { ...(await readMessage(Buffer.alloc(0))), sha256, bytes, malformed: true });
  }
}

// PostgreSQL: connection, conflict, resources, another's lock, shutdown, disk; Node: a socket or a file.
const passingCode = /^(?:08|40|53|55|57|58)[0-9A-Z]{3}$|^E[A-Z]{3,}$/;

function isOfDatabase(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== undefined) return passingCode.test(code);
  // The driver gives no code to a connection that ended or never came.
  return error instanceof Error && /\bconnect(?:ion)?\b/i.test(error.message);
}

async function savePosition({ db }: Context, { uidValidity, lastUid }: MailboxPosition): Promise<void> {
  const position = { uid_validity: String(uidValidity), last_uid: String(lastUid) };
  await db
    .insertInto("mailbox_state")
    .values({ ...position, read_at: null, problem: null })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(position))
    .execute();
}

async function rememberReading(
  { db, clock, log }: Context,
  reading: MailboxReading,
  before: State | undefined,
): Promise<void> {
  const problem = reading.kind === "unusable" ? reading.why : null;
  const now = { problem, ...(problem === null ? { read_at: clock.now() } : {}) };
  await db
    .insertInto("mailbox_state")
    // Before the first message: no mailbox has UIDVALIDITY 0.
    .values({ uid_validity: "0", last_uid: "0", read_at: null, ...now })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(now))
    .execute();
  if (problem !== null && problem !== before?.problem) {
    log.warn({ problem }, "the mailbox of answers cannot be read; it is tried again each minute");
  }
}
