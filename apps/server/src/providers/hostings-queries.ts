import type { HostingFinding, HostingView } from "@vigie/contract";
import type { Kysely, Selectable } from "kysely";
import type { Database } from "../db/schema.ts";
import { withCorrections } from "./hosting-rules.ts";

/** What is kept of a host: asked or corrected, with the time of the last look-up. */
export interface KeptHosting {
  host: string;
  lookedUpAt: Date | null;
  findings: readonly HostingFinding[];
  problems: HostingView["problems"];
  corrections: readonly HostingFinding[];
}

/**
 * Who is behind a host, as looked up and as the team corrected it. Asks nobody.
 * @param host as a content holds it.
 * @returns null when nobody looked it up or corrected it.
 */
export async function hostingOf(db: Kysely<Database>, host: string): Promise<HostingView | null> {
  const kept = await keptHosting(db, host);
  return kept && hostingViewOf(kept);
}

/** What is kept of a host, the team's corrections apart. */
export async function keptHosting(db: Kysely<Database>, host: string): Promise<KeptHosting | null> {
  const row = await db
    .selectFrom("hostings")
    .selectAll()
    .where("host", "=", host.toLowerCase())
    .executeTakeFirst();
  return row ? keptOf(row) : null;
}

/** The row of a host, made when there is none, and held until the transaction ends. */
export async function lockHosting(
  trx: Kysely<Database>,
  { host, expiresAt }: { host: string; expiresAt: Date },
): Promise<KeptHosting> {
  await trx
    .insertInto("hostings")
    .values({
      host: host.toLowerCase(),
      looked_up_at: null,
      findings: "[]",
      problems: "[]",
      corrections: "[]",
      expires_at: expiresAt,
    })
    .onConflict((conflict) => conflict.column("host").doNothing())
    .execute();
  return keptOf(
    await trx
      .selectFrom("hostings")
      .selectAll()
      .where("host", "=", host.toLowerCase())
      .forUpdate()
      .executeTakeFirstOrThrow(),
  );
}

function keptOf(row: Selectable<Database["hostings"]>): KeptHosting {
  const { host, looked_up_at: lookedUpAt, findings, problems, corrections } = row;
  return { host, lookedUpAt, findings, problems, corrections };
}

export function hostingViewOf({ host, lookedUpAt, corrections, ...found }: KeptHosting): HostingView {
  return { host, lookedUpAt: lookedUpAt?.toISOString() ?? null, ...withCorrections(found, corrections) };
}

/** A year after the last look-up or correction. */
export function hostingExpiry(at: Date): Date {
  return new Date(at.getTime() + 365 * 86_400_000);
}
