import { createHash } from "node:crypto";
import { Refusal } from "@vigie/contract";
import { sql } from "kysely";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Vigie } from "../vigie.ts";
import { type Admission, type Attempts, admitAttempt } from "./slow-down-rules.ts";

// No row has it: the nil UUID.
const nobody = "00000000-0000-0000-0000-000000000000";
const untouched: Attempts = { failed: 0, blockedUntil: null };

// Names that nobody has are slowed down like those of members, so that the wait does not tell who has an account.
// Bounded: the oldest is forgotten, and making it so costs as many slow verifications.
const unknownNames = new Map<string, Attempts>();
const unknownNamesLimit = 10_000;

/**
 * Takes one attempt at an account, before anything is verified. `forgetAttempts` gives it back when it was right.
 * @param account.memberId null when nobody has this name.
 * @throws Refusal `session.slow_down` with the seconds to wait.
 */
export async function takeAttempt(
  { db, clock }: Pick<Vigie, "db" | "clock">,
  account: { memberId: string | null; nameKey: string },
): Promise<void> {
  const now = clock.now();
  const admission = await inTransaction(db, async (trx) => {
    // A crash may lose a count of failures. Waiting for the disk would tell known names from unknown ones.
    await sql`set local synchronous_commit = off`.execute(trx);
    const id = account.memberId ?? nobody;
    const row = await trx
      .selectFrom("members")
      .select(["failed_attempts", "blocked_until"])
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    const before = row && { failed: row.failed_attempts, blockedUntil: row.blocked_until };
    const outcome =
      account.memberId === null
        ? admitUnknownName(account.nameKey, now)
        : admitAttempt(before ?? untouched, now);
    if (outcome.kind === "admitted") {
      await trx
        .updateTable("members")
        .set({ failed_attempts: outcome.attempts.failed, blocked_until: outcome.attempts.blockedUntil })
        .where("id", "=", id)
        .execute();
    }
    return outcome;
  });
  if (admission.kind === "blocked") throw new Refusal("session.slow_down", { seconds: admission.seconds });
}

/** The columns that say a member made no failed attempt. */
export const forgetAttempts = { failed_attempts: 0, blocked_until: null } as const;

function admitUnknownName(nameKey: string, now: Date): Admission {
  const key = createHash("sha256").update(nameKey, "utf8").digest("base64");
  const admission = admitAttempt(unknownNames.get(key) ?? untouched, now);
  if (admission.kind === "admitted") {
    // Deleted first, so that it moves to the end of the order in which names are forgotten.
    unknownNames.delete(key);
    unknownNames.set(key, admission.attempts);
    const oldest = unknownNames.keys().next();
    if (unknownNames.size > unknownNamesLimit && !oldest.done) unknownNames.delete(oldest.value);
  }
  return admission;
}
