import type { CaseStatus, LinkedCase } from "@vigie/contract";
import { type RawBuilder, sql } from "kysely";

/** A case as a link or a network shows it. */
export interface LinkedCaseRow {
  id: string;
  number: string;
  status: CaseStatus;
  title: string | null;
  reports_count: number;
  contents_count: number;
  first_reported_at: Date;
}

/** The columns of a `LinkedCaseRow`, of a table `cases`. */
export const linkedCaseColumns = sql`cases.id, cases.number, cases.status, cases.hosts[1] as title,
  cases.reports_count, cases.contents_count, cases.first_reported_at`;

/** Whether a row of `cases` may be shown: for a `where`. @param topics that the member may see; null: all. */
export function isVisible(topics: readonly string[] | null): RawBuilder<boolean> {
  return topics === null ? sql<boolean>`true` : sql<boolean>`cases.topics <@ ${topics}::text[]`;
}

export function linkedCaseOf(row: LinkedCaseRow): LinkedCase {
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    title: row.title,
    reports: row.reports_count,
    contents: row.contents_count,
    firstReportedAt: row.first_reported_at.toISOString(),
  };
}
