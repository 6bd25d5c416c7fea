import { statfs } from "node:fs/promises";
import { sql } from "kysely";
import { findOutlivedMail } from "../mail/expire-outbox.ts";
import type { Vigie } from "../vigie.ts";
import { verifyChain } from "./verify-chain.ts";

export interface Finding {
  check: "chain" | "database" | "mail" | "disk" | "jobs" | "clock" | "expiry" | "keys" | "notices";
  ok: boolean;
  says: string;
}

const leastFreeBytes = 1_000_000_000;
const sealedWithinSeconds = 60;
const clockToleranceSeconds = 5;
const mailboxReadWithinMinutes = 15;
// The passes that delete run every hour.
const expiryGraceMs = 2 * 3_600_000;

/**
 * `vigie doctor`: verifies the event chain and the installation.
 * @returns the exit status: 0 when all is well, 1 when something needs a person.
 */
export async function runDoctor(
  vigie: Vigie,
  { json, stdout, stderr }: { json: boolean; stdout: NodeJS.WritableStream; stderr: NodeJS.WriteStream },
): Promise<0 | 1> {
  const findings = await examine(vigie, (done, total) => {
    if (!json && stderr.isTTY) stderr.write(`\rverifying the chain: ${done} of ${total}`);
  });
  if (!json && stderr.isTTY) stderr.write("\r\x1b[K");
  const ok = findings.every((finding) => finding.ok);
  if (json) stdout.write(`${JSON.stringify({ ok, findings })}\n`);
  else
    for (const finding of findings)
      stdout.write(`${finding.ok ? "ok  " : "LOOK"}  ${finding.check}: ${finding.says}\n`);
  return ok ? 0 : 1;
}

export async function examine(
  vigie: Vigie,
  onProgress?: (verified: number, total: number) => void,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const look of [
    checkDatabase,
    checkChain(onProgress),
    checkExpiry,
    checkJobs,
    checkNotices,
    checkMail,
    checkMailbox,
    checkDisk,
    checkClock,
    checkKeys,
  ]) {
    findings.push(...(await look(vigie)));
  }
  return findings;
}

async function checkDatabase({ db }: Vigie): Promise<Finding[]> {
  const { rows } = await sql<{ version: string; fsync: string; size: string }>`
    select current_setting('server_version') as version, current_setting('fsync') as fsync,
      pg_size_pretty(pg_database_size(current_database())) as size`.execute(db);
  const row = rows[0];
  const durable = row?.fsync === "on";
  return [
    {
      check: "database",
      ok: durable,
      says: `PostgreSQL ${row?.version}, ${row?.size}${durable ? "" : "; fsync is off: a power cut loses reports. Set fsync=on"}`,
    },
  ];
}

function checkChain(onProgress?: (verified: number, total: number) => void) {
  return async ({ db }: Vigie): Promise<Finding[]> => {
    const chain = await verifyChain({ db }, onProgress ? { onProgress } : {});
    if (chain.kind === "broken") {
      const says = `broken at link ${chain.number} (${chain.why}). Keep this database as it is and compare with the published checkpoints`;
      return [{ check: "chain", ok: false, says }];
    }
    const { rows } = await sql<{ late: number }>`
      select count(*)::int as late from events e
      where e.at < now() - make_interval(secs => ${sealedWithinSeconds}::int)
        and not exists (select 1 from event_chain c where c.event_seq = e.seq)`.execute(db);
    const late = rows[0]?.late ?? 0;
    return [
      {
        check: "chain",
        ok: late === 0,
        says:
          late === 0
            ? `${chain.events} events verified, ${chain.unsealed} waiting to be sealed, head ${chain.head.slice(0, 16)}`
            : `${late} events wait for more than ${sealedWithinSeconds} seconds to be sealed. See that a worker runs`,
      },
    ];
  };
}

/** Every table names its purpose and what ends its rows; rows and files that outlived it are listed. */
async function checkExpiry(vigie: Vigie): Promise<Finding[]> {
  const { db, clock } = vigie;
  const now = clock.now();
  const { rows: unnamed } = await sql<{ name: string }>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and c.relkind = 'r'
      and coalesce(obj_description(c.oid, 'pg_class'), '') !~ '^purpose: .+; expiry: .+'
    order by 1`.execute(db);
  const twoHoursAgo = new Date(now.getTime() - expiryGraceMs);
  const { rows: outlived } = await sql<{ name: string; rows: number }>`
    select 'cases' as name, count(*)::int as rows from cases where expires_at < ${twoHoursAgo}
    union all select 'sessions', count(*)::int from sessions where expires_at < ${twoHoursAgo}
    union all select 'invitations', count(*)::int from invitations where expires_at < ${twoHoursAgo} and not first
    union all select 'passkey_challenges', count(*)::int from passkey_challenges where expires_at < ${twoHoursAgo}
    union all select 'handover_notes', count(*)::int from handover_notes where expires_at < ${twoHoursAgo}
    union all select 'hostings', count(*)::int from hostings where expires_at < ${twoHoursAgo}
    union all select 'mailbox_messages', count(*)::int from mailbox_messages where expires_at < ${twoHoursAgo}
    union all select 'labels', count(*)::int from labels where expires_at < ${new Date(twoHoursAgo.getTime() - 365 * 86_400_000)}
    union all select 'banks', count(*)::int from banks where expires_at < ${twoHoursAgo}
    union all select 'index_removals', count(*)::int from index_removals where at < now() - interval '50 hours'
    union all select 'signals (withdrawn reports)', count(*)::int from signals join reports on reports.id = signals.report_id
      where reports.withdrawn_at is not null
    union all select 'links (nothing left)', count(*)::int from links
      where status = 'suggested' and suggested_at < ${twoHoursAgo}
        and not exists (select from link_evidence e where e.link_id = links.id)
    union all select 'reports (receipt replays)', count(*)::int from reports
      where receipt_replay is not null and received_at < ${new Date(now.getTime() - 27 * 3_600_000)}`.execute(
    db,
  );
  const late = outlived.filter((row) => row.rows > 0);
  const mails = await findOutlivedMail(vigie, { graceMs: expiryGraceMs });
  return [
    ...unnamed.map((row) => ({
      check: "expiry" as const,
      ok: false,
      says: `table ${row.name} does not say its purpose and expiry`,
    })),
    ...late.map((row) => ({
      check: "expiry" as const,
      ok: false,
      says: `${row.rows} rows of ${row.name} outlived their expiry. See that a worker runs`,
    })),
    ...(mails.length > 0
      ? [
          {
            check: "expiry" as const,
            ok: false,
            says: `${mails.length} files of the outbox outlived their expiry. See that a worker runs and may delete them`,
          },
        ]
      : []),
    ...(unnamed.length + late.length + mails.length === 0
      ? [{ check: "expiry" as const, ok: true, says: "no row and no mail file outlived its expiry" }]
      : []),
  ];
}

async function checkJobs({ db }: Vigie): Promise<Finding[]> {
  const { rows } = await sql<{ failed: number; late: number }>`
    select count(*) filter (where attempts >= max_attempts)::int as failed,
      count(*) filter (where run_at < now() - interval '10 minutes' and locked_at is null and attempts < max_attempts)::int as late
    from graphile_worker._private_jobs`.execute(db);
  const { failed = 0, late = 0 } = rows[0] ?? {};
  const ok = failed === 0 && late === 0;
  return [
    {
      check: "jobs",
      ok,
      says: ok
        ? "no job is late or given up"
        : `${failed} given up, ${late} late by more than 10 minutes. See that a worker runs and read its log`,
    },
  ];
}

async function checkNotices({ db }: Vigie): Promise<Finding[]> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from notices where status in ('failed', 'in_doubt')`.execute(db);
  const count = rows[0]?.count ?? 0;
  return [
    {
      check: "notices",
      ok: count === 0,
      says: count === 0 ? "none waits for a person" : `${count} failed or are in doubt: decide in the desk`,
    },
  ];
}

async function checkMail({ mailer }: Vigie): Promise<Finding[]> {
  const ready = await mailer.verify();
  if (ready.kind === "unusable")
    return [{ check: "mail", ok: false, says: `mail cannot leave: ${ready.why}` }];
  const says =
    mailer.kind === "smtp"
      ? "the mail server answers"
      : "no mail server is set: notices are written to the outbox folder (VIGIE_SMTP_URL)";
  return [{ check: "mail", ok: true, says }];
}

/** Nothing to say while no mailbox is set up: answers are written down by people then. */
async function checkMailbox({ db, config, clock }: Vigie): Promise<Finding[]> {
  if (config.answers.imapUrl === undefined) return [];
  const state = await db.selectFrom("mailbox_state").select(["read_at", "problem"]).executeTakeFirst();
  const minutes = state?.read_at ? (clock.now().getTime() - state.read_at.getTime()) / 60_000 : null;
  const ok = minutes !== null && minutes < mailboxReadWithinMinutes && !state?.problem;
  const since = minutes === null ? "was never read" : `was last read ${minutes.toFixed(0)} minutes ago`;
  const why = state?.problem ? ` (${state.problem}): see VIGIE_IMAP_URL` : ". See that a worker runs";
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from mailbox_messages
    where outcome = 'ignored' and why = 'too_many' and at > ${new Date(clock.now().getTime() - 7 * 86_400_000)}`.execute(
    db,
  );
  const leftOut = rows[0]?.count ?? 0;
  return [
    {
      check: "mail",
      ok,
      says: ok ? "the mailbox of answers is read" : `the mailbox of answers ${since}${why}`,
    },
    ...(leftOut > 0
      ? [
          {
            check: "mail" as const,
            ok: false,
            says: `${leftOut} messages of the last seven days were only counted, because the quarantine was full: read them in the mailbox itself`,
          },
        ]
      : []),
  ];
}

async function checkDisk({ config }: Vigie): Promise<Finding[]> {
  const disk = await statfs(config.dataDir).catch(() => null);
  if (!disk) return [{ check: "disk", ok: false, says: `the data folder ${config.dataDir} cannot be read` }];
  const free = disk.bavail * disk.bsize;
  const says = `${(free / 1e9).toFixed(1)} GB free`;
  return [
    { check: "disk", ok: free > leastFreeBytes, says: free > leastFreeBytes ? says : `${says}: make room` },
  ];
}

async function checkClock({ db }: Vigie): Promise<Finding[]> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db);
  const apart = Math.abs((rows[0]?.at.getTime() ?? 0) - Date.now()) / 1000;
  const ok = apart < clockToleranceSeconds;
  return [
    {
      check: "clock",
      ok,
      says: ok
        ? "this machine and the database agree"
        : `this machine and the database are ${apart.toFixed(0)} s apart: correct the clock`,
    },
  ];
}

async function checkKeys({ db, keys }: Vigie): Promise<Finding[]> {
  const row = await db.selectFrom("installation").select("keys_fingerprint").executeTakeFirst();
  if (row && row.keys_fingerprint !== keys.fingerprint) {
    return [
      { check: "keys", ok: false, says: "the keys folder belongs to another installation (VIGIE_KEYS_DIR)" },
    ];
  }
  const open = keys.filesOpenToOthers;
  const says =
    open.length === 0
      ? "present, readable by this account only"
      : `others may read ${open.join(", ")}: chmod 600`;
  return [{ check: "keys", ok: open.length === 0, says }];
}
