import { z } from "zod";
import { bothLanguages, dateSeen, evidence, slug } from "../catalogue/row-parts.ts";
import rows from "./account-locks.json" with { type: "json" };

/** What to close on the accounts of one service, lists of friends first. */
const accountLock = z.strictObject({
  /** Slug of catalogue/services. */
  service: slug,
  steps: z.array(bothLanguages).min(1),
  evidence,
  dateSeen,
});
export type AccountLock = z.infer<typeof accountLock>;

/** Every service that has one, the most common first. */
export const accountLocks: readonly AccountLock[] = z.array(accountLock).parse(rows);
