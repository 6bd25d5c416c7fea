import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

/** One report of one person, who tries again with the same key until it is acknowledged, or gives up. */
export interface Submission {
  key: string;
  url: string;
  wantsReceipt: boolean;
  acknowledged: boolean;
  receipt: string | null;
}

export interface Reporters {
  /** Everything that was ever submitted. */
  submissions: readonly Submission[];
  /** Answers that say neither "received" nor "try again": status and body, never what a person should see. */
  strange: readonly string[];
  make(): Submission;
  /** One try. Returns false when it broke or was put off: nobody can then know whether it was stored. */
  send(at: string, submission: Submission): Promise<boolean>;
  sendUntilAcknowledged(at: () => string, submission: Submission): Promise<void>;
}

const longestWaitMs = 60_000;

/** @param site address of a site whose pages are reported, without a slash at the end. */
export function createReporters(site: string): Reporters {
  const submissions: Submission[] = [];
  const strange: string[] = [];
  const reporters: Reporters = {
    submissions,
    strange,
    make() {
      const number = submissions.length;
      // Every third one reports what somebody else reports as well, a moment ago or in this very moment.
      const page = number % 3 === 0 ? Math.floor(number / 9) : number;
      const submission: Submission = {
        key: randomUUID(),
        url: `${site}/page/${page}?utm_source=${number}`,
        wantsReceipt: number % 4 !== 0,
        acknowledged: false,
        receipt: null,
      };
      submissions.push(submission);
      return submission;
    },
    async send(at, submission) {
      let status: number;
      let text: string;
      try {
        const response = await fetch(`${at}/api/v1/reports`, {
          method: "POST",
          headers: { "content-type": "application/json", "idempotency-key": submission.key },
          body: JSON.stringify({
            locations: [{ url: submission.url }],
            text: wordsOf(submission),
            receipt: submission.wantsReceipt,
          }),
          signal: AbortSignal.timeout(longestWaitMs),
        });
        status = response.status;
        text = await response.text();
      } catch {
        return false;
      }
      if (status === 201) {
        const { receipt } = JSON.parse(text) as { receipt: string | null };
        if (submission.acknowledged && receipt !== submission.receipt) {
          strange.push(`the same key gave another receipt for ${submission.key}`);
        }
        submission.acknowledged = true;
        submission.receipt = receipt;
        return true;
      }
      if (status !== 503) strange.push(`${status} ${text}`);
      return false;
    },
    async sendUntilAcknowledged(at, submission) {
      const deadline = Date.now() + longestWaitMs;
      while (!(await reporters.send(at(), submission))) {
        if (Date.now() > deadline) throw new Error(`no acknowledgement within ${longestWaitMs} ms`);
        await sleep(50);
      }
    },
  };
  return reporters;
}

export function wordsOf({ key }: Pick<Submission, "key">): string {
  return `J'ai vu cela ce matin. (${key})`;
}
