import type { Concern, Language, Situation } from "@vigie/contract";
import { Refusal } from "@vigie/contract";
import type { Kysely } from "kysely";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import type { PreparedFingerprint } from "../matching/store-fingerprints.ts";
import type { PreparedSignal } from "../networks/signals-of-report.ts";
import { createBatchSealer } from "../vault/batch-sealer.ts";
import { storeReports } from "./store-reports.ts";

export interface PreparedContent {
  id: string;
  kind: "url" | "words";
  keyMac: Buffer;
  address: {
    key: string;
    url: string;
    readableUrl: string;
    host: string;
    domain: string | null;
    service: string | null;
    object: string | null;
  } | null;
  /** Present: the address is kept only in this form. */
  sealed: Buffer | null;
  signals: PreparedSignal[];
}

/** A report that was checked, keyed and sealed: ready to be stored. */
export interface PreparedReport {
  id: string;
  receivedAt: Date;
  source: "page" | "api";
  language: Language;
  concern: Concern | null;
  minor: boolean;
  private: boolean;
  /** Its words may mean that a life is in danger. */
  danger: boolean;
  /** What its person had said before they wrote; null when nothing. */
  situation: Situation | null;
  wordsSealed: Buffer;
  contactSealed: Buffer | null;
  receiptLookup: Buffer | null;
  threadKey: Buffer | null;
  idempotency: { mac: Buffer; bodyMac: Buffer; replay: Buffer | null } | null;
  contents: PreparedContent[];
  /** Of its words. */
  signals: PreparedSignal[];
  fingerprints: PreparedFingerprint[];
}

export type IntakeOutcome =
  | { kind: "stored"; reportId: string }
  | { kind: "replayed"; reportId: string; sameBody: boolean; replay: Buffer | null };

export interface Intake {
  /**
   * Stores a report. Resolves once it is durable.
   * @throws Refusal `service.busy` when more reports wait than can be stored in a few seconds.
   */
  submit(report: PreparedReport): Promise<IntakeOutcome>;
  sealForTeam(plain: string): Buffer;
  /** Whether an address that is not public may be reported here (`VIGIE_FETCH_ALLOW`). */
  allowsHost(hostname: string): boolean;
  /** Waits for what was submitted. */
  stop(): Promise<void>;
}

const largestBatch = 250;
const longestQueue = 5_000;
// A pasted conversation is a hundred times an ordinary report: what is held and what one statement carries is counted
// in bytes as well.
const largestBatchBytes = 8_000_000;
const longestQueueBytes = 128_000_000;
// While one transaction is on its way the next batch grows: fewer commits, each fuller. A second one sets out only
// when a long queue waits, to keep processor and disk busy at the same time.
const batchesInFlight = 2;
const queueForSecondBatch = 16;
const mostTries = 3;

/**
 * Group commit: reports that arrive while a transaction is on its way share the next one. A report that
 * arrives alone is stored alone, at once, so that nobody waits for company.
 */
export function createIntake({
  db,
  teamPublicKey,
  reportDays,
  allowsHost,
}: {
  db: Kysely<Database>;
  teamPublicKey: Uint8Array;
  reportDays: number;
  allowsHost: (hostname: string) => boolean;
}): Intake {
  type Waiting = {
    report: PreparedReport;
    resolve: (outcome: IntakeOutcome) => void;
    reject: (error: unknown) => void;
  };
  const sealer = createBatchSealer({ publicKeys: [teamPublicKey] });
  const queue: Waiting[] = [];
  let queuedBytes = 0;
  const running = new Set<Promise<void>>();
  let scheduled = false;

  function schedule(): void {
    if (scheduled || !mayStart()) return;
    scheduled = true;
    // Reports of one turn of the event loop go together.
    setImmediate(() => {
      scheduled = false;
      if (!mayStart()) return;
      const batch = takeBatch();
      const work = store(batch).finally(() => {
        running.delete(work);
        schedule();
      });
      running.add(work);
      schedule();
    });
  }

  function mayStart(): boolean {
    if (queue.length === 0 || running.size >= batchesInFlight) return false;
    return running.size === 0 || queue.length >= queueForSecondBatch;
  }

  /** One idempotency key appears once in a batch: its twin waits for the next and is then a replay. */
  function takeBatch(): Waiting[] {
    const keys = new Set<string>();
    const batch: Waiting[] = [];
    const held: Waiting[] = [];
    let bytes = 0;
    while (queue.length > 0 && batch.length < largestBatch && bytes < largestBatchBytes) {
      const next = queue.shift();
      if (!next) break;
      const key = next.report.idempotency?.mac.toString("hex");
      if (key && keys.has(key)) held.push(next);
      else {
        if (key) keys.add(key);
        batch.push(next);
        bytes += bytesOf(next.report);
      }
    }
    queuedBytes -= bytes;
    queue.unshift(...held);
    return batch;
  }

  async function store(batch: Waiting[], tries = 1): Promise<void> {
    try {
      const [alone] = batch;
      if (tries > 1 && alone && (await isStored(alone.report))) {
        alone.resolve({ kind: "stored", reportId: alone.report.id });
        return;
      }
      const outcomes = await inTransaction(
        db,
        (trx) =>
          storeReports(
            trx,
            batch.map(({ report }) => report),
            { reportDays },
          ),
        { retries: 5 },
      );
      for (const [index, waiting] of batch.entries()) {
        const outcome = outcomes[index];
        if (outcome) waiting.resolve(outcome);
        else waiting.reject(new Error("a report of the batch was not stored"));
      }
    } catch (error) {
      // One bad report must not take its neighbours with it, a key that came twice at once is a replay, and a commit
      // may have succeeded although its answer was lost: each is tried again, alone.
      if (tries < mostTries) await Promise.all(batch.map((waiting) => store([waiting], tries + 1)));
      else for (const waiting of batch) waiting.reject(error);
    }
  }

  async function isStored({ id }: PreparedReport): Promise<boolean> {
    return (
      (await db.selectFrom("reports").select("id").where("id", "=", id).executeTakeFirst()) !== undefined
    );
  }

  return {
    submit(report) {
      if (queue.length >= longestQueue || queuedBytes >= longestQueueBytes) {
        return Promise.reject(new Refusal("service.busy"));
      }
      queuedBytes += bytesOf(report);
      return new Promise((resolve, reject) => {
        queue.push({ report, resolve, reject });
        schedule();
      });
    },
    sealForTeam: (plain) => sealer.seal(plain),
    allowsHost,
    async stop() {
      while (running.size > 0 || queue.length > 0) {
        schedule();
        await Promise.race([...running, new Promise((resolve) => setImmediate(resolve))]);
      }
      sealer.stop();
    },
  };
}

/** Roughly what a report holds while it waits. */
function bytesOf({ wordsSealed, contents, signals, fingerprints }: PreparedReport): number {
  const boxes = [signals, ...contents.map((content) => content.signals)].flat();
  const bytes = [...contents, ...boxes].reduce(
    (sum, { sealed }) => sum + (sealed?.length ?? 0),
    wordsSealed.length,
  );
  return fingerprints.reduce((sum, { sealed }) => sum + sealed.length, bytes);
}
