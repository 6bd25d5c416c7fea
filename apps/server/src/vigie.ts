import type { Kysely } from "kysely";
import type pg from "pg";
import type { Logger } from "pino";
import type { Config } from "./config.ts";
import type { Connection } from "./db/open-database.ts";
import type { Database } from "./db/schema.ts";
import type { Exposure } from "./exposure/exposure.ts";
import type { GuardedFetcher } from "./fetch/guarded-fetcher.ts";
import type { Mailer } from "./mail/mailer.ts";
import type { Intake } from "./reports/intake.ts";
import type { ReceiptDeriver } from "./vault/receipt-keys.ts";
import type { ReceiptPool } from "./vault/receipt-pool.ts";
import type { ServiceKeys } from "./vault/service-keys.ts";

export interface Clock {
  now(): Date;
}

/** What every use case may need; built once in `app.ts`, passed first. */
export interface Vigie {
  config: Config;
  log: Logger;
  clock: Clock;
  connection: Connection;
  pool: pg.Pool;
  db: Kysely<Database>;
  keys: ServiceKeys;
  teamPublicKey: Uint8Array;
  receipts: { deriver: ReceiptDeriver; pool: ReceiptPool };
  intake: Intake;
  fetcher: GuardedFetcher;
  exposure: Exposure;
  mailer: Mailer;
  /** The same way out under the neutral sender, for what is written to reporters. */
  newsMailer: Mailer;
  /** Address people see, without a slash at the end. */
  publicUrl: string;
}
