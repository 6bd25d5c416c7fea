import { randomInt } from "node:crypto";
import { cpus, loadavg } from "node:os";
import { expect, test } from "vitest";
import {
  newReceiptNumber,
  parseReceipt,
  type ReceiptNumber,
} from "../../apps/server/src/vault/receipt-number.ts";
import { useVigie } from "../vigie.ts";
import { sendJson } from "./raw-http.ts";
import {
  compareTimes,
  meanOf,
  receiptNumbers,
  type TimeComparison,
  yearsOfGuessing,
} from "./timing-statistics.ts";

// VIGIE_RECEIPT_TIMES: how many right ones, and as many wrong ones. From 1,000 on at the cost of a real installation.
const each = Number(process.env["VIGIE_RECEIPT_TIMES"] ?? 100);
const real = each >= 1_000;
const cost = real ? { memoryKib: 65_536, passes: 2 } : { memoryKib: 1_024, passes: 1 };
const warmUps = 20;
const hours = 3_600_000;

const vigie = useVigie({
  // No jobs and no receipts made ahead while times are taken.
  VIGIE_ROLE: "web",
  VIGIE_RECEIPT_POOL: "0",
  VIGIE_RECEIPT_MEMORY_KIB: String(cost.memoryKib),
  VIGIE_RECEIPT_PASSES: String(cost.passes),
});

/** `near`: a wrong number that differs from a right one in a few digits, as a guess that comes close would. */
type Kind = "right" | "far" | "near";
interface Opening {
  kind: Kind;
  receipt: string;
}
interface Opened {
  kind: Kind;
  milliseconds: number;
}

test(
  "right and wrong receipts, in no order, cost the same derivation; what their times tell is printed",
  async () => {
    const right = await makeReceipts(each + warmUps);
    const openings = openingsFor(right);
    for (const opening of openings.splice(0, 2 * warmUps)) await openTimed(opening);
    const loadBefore = loadavg()[0] ?? 0;
    const derivations = countDerivations();
    const opened: Opened[] = [];
    for (const opening of shuffled(openings)) {
      const before = derivations.count;
      opened.push(await openTimed(opening));
      expect(derivations.count - before).toBe(1);
    }
    derivations.stop();
    const perSecond = await derivationsPerSecond();
    process.stdout.write(
      `${resultLines(opened, { perSecond, loadBefore, loadAfter: loadavg()[0] ?? 0 }).join("\n")}\n`,
    );
  },
  3 * hours,
);

async function makeReceipts(count: number): Promise<string[]> {
  const receipts: string[] = [];
  while (receipts.length < count) {
    const made = await Promise.all(
      [0, 1].map((at) =>
        vigie.report({ locations: [{ url: `https://hote.example/page/${receipts.length + at}` }] }),
      ),
    );
    receipts.push(...made.map(({ receipt }) => receipt));
  }
  return receipts.slice(0, count);
}

/** As many wrong ones as right ones, of which every other resembles a right one. */
function openingsFor(right: readonly string[]): Opening[] {
  const taken = new Set(right);
  return right.flatMap((receipt, index): Opening[] => [
    { kind: "right", receipt },
    index % 2 === 0
      ? { kind: "far", receipt: newReceiptNumber() }
      : { kind: "near", receipt: resembling(receipt, taken) },
  ]);
}

/** Its last 17 digits and others before, check digit included. */
function resembling(receipt: string, taken: ReadonlySet<string>): ReceiptNumber {
  for (let first = 0; first < 1_000; first += 1) {
    const parsed = parseReceipt(`${String(first).padStart(3, "0")}${receipt.slice(3)}`);
    if (parsed.kind === "ok" && !taken.has(parsed.receipt)) return parsed.receipt;
  }
  throw new Error("no number resembles this one");
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  const left = [...items];
  return items.flatMap(() => left.splice(randomInt(left.length), 1));
}

/** One at a time, from the first byte sent to the last one read, over a connection that is kept. */
async function openTimed({ kind, receipt }: Opening): Promise<Opened> {
  const startedAt = performance.now();
  const answer = await sendJson(vigie.url, "/api/v1/receipts/open", { receipt });
  const milliseconds = performance.now() - startedAt;
  expect(answer.status).toBe(kind === "right" ? 200 : 404);
  return { kind, milliseconds };
}

function countDerivations(): { readonly count: number; stop(): void } {
  const { deriver } = vigie.running.vigie.receipts;
  const derive = deriver.derive;
  let count = 0;
  deriver.derive = (...asked) => {
    count += 1;
    return derive(...asked);
  };
  return {
    get count() {
      return count;
    },
    stop() {
      deriver.derive = derive;
    },
  };
}

/** As many as this machine does with all its processors, counted by processor time: other work must not flatter it. */
async function derivationsPerSecond(): Promise<number> {
  const { deriver } = vigie.running.vigie.receipts;
  const derived = 60;
  const before = process.cpuUsage();
  for (let count = 0; count < derived; count += 1) await deriver.derive(newReceiptNumber(), "opening");
  const { user, system } = process.cpuUsage(before);
  return (derived * cpus().length) / ((user + system) / 1_000_000);
}

function resultLines(
  opened: readonly Opened[],
  { perSecond, loadBefore, loadAfter }: { perSecond: number; loadBefore: number; loadAfter: number },
): string[] {
  const of = (...kinds: Kind[]) =>
    opened.filter(({ kind }) => kinds.includes(kind)).map(({ milliseconds }) => milliseconds);
  const [right, wrong, near, far] = [of("right"), of("far", "near"), of("near"), of("far")];
  const years = (live: number) => yearsOfGuessing(perSecond, live).toExponential(1);
  return [
    `receipts: ${right.length} right and ${wrong.length} wrong opened, ${cost.memoryKib} KiB, ${cost.passes} passes; ` +
      `load ${loadBefore.toFixed(1)} to ${loadAfter.toFixed(1)} on ${cpus().length} processors`,
    `receipts: right ${meanOf(right).toFixed(2)} ms, wrong ${meanOf(wrong).toFixed(2)} ms: ${told(compareTimes(right, wrong))}`,
    `receipts: wrong ones that resemble a right one against others: ${told(compareTimes(near, far))}`,
    // At a cost made cheap for a quick run, the cost of guessing would say nothing.
    ...(real
      ? [
          `receipts: ${perSecond.toFixed(1)} derivations a second; guessing among ${Math.log2(receiptNumbers).toFixed(1)} bits takes ` +
            `${years(1)} years for one receipt, ${years(100_000)} years for any of 100,000`,
        ]
      : []),
  ];
}

function told({ difference, standardError, interval95, medianDifference, auc }: TimeComparison): string {
  const ms = (value: number) => value.toFixed(2);
  return (
    `difference of means ${ms(difference)} ms, standard error ${ms(standardError)} ms, ` +
    `95 % interval ${ms(interval95[0])} to ${ms(interval95[1])} ms, of medians ${ms(medianDifference)} ms, AUC ${auc.toFixed(3)}`
  );
}
