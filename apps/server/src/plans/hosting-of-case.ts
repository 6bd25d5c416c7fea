import type { CasePlanView } from "@vigie/contract";
import type { Kysely } from "kysely";
import { handlingOfContent } from "../contents/handling-lookup.ts";
import type { Database } from "../db/schema.ts";
import { hostingOf } from "../providers/hostings-queries.ts";

/** Who hosts each content of a case, as far as it was looked up, and whether it may be. */
export async function hostingOfCase(
  db: Kysely<Database>,
  { caseId }: { caseId: string },
): Promise<CasePlanView["hosting"]> {
  const contents = await db
    .selectFrom("contents")
    .select(["id", "host"])
    .where("case_id", "=", caseId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return Promise.all(
    contents.map(async ({ id, host }) => {
      const handling = host === null ? null : await handlingOfContent(db, id);
      const allowed = handling?.handling === "normal" || handling?.handling === "restricted";
      return { contentId: id, hosting: host !== null && allowed ? await hostingOf(db, host) : null, allowed };
    }),
  );
}
