import { migrateToLatest } from "../apps/server/src/db/migrate.ts";
import type { OpenDatabase } from "../apps/server/src/db/open-database.ts";
import { quietLog } from "./quiet-log.ts";

/** What every cloned database holds from the start. */
export async function prepareTemplate({ db }: OpenDatabase): Promise<void> {
  await migrateToLatest(db, quietLog);
}
