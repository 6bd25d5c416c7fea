import type { Vigie } from "../vigie.ts";

/** The country that a person said they are in, under their report; null where they did not. */
export async function countryOfReport(db: Vigie["db"], reportId: string): Promise<string | null> {
  const said = await db
    .selectFrom("situations")
    .select("answers")
    .where("report_id", "=", reportId)
    .executeTakeFirst();
  return said?.answers.country ?? null;
}
