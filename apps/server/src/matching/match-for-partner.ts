import { randomBytes } from "node:crypto";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import type { MatchAnswer, MatchBody } from "@vigie/contract";
import { Refusal } from "@vigie/contract";
import type { Vigie } from "../vigie.ts";
import { type BankShelf, readHashIndex } from "./hash-index.ts";
import { isConfirmed } from "./match-rules.ts";
import { mostMatchesTold, paddedAnswer, releaseAfterMs } from "./partner-answer-rules.ts";
import type { Partner } from "./partners.ts";

// Others must not wait long for a batch: between so many hashes they have their turn.
const hashesPerTurn = 8;
const mostAtOnce = 16;
let running = 0;

/**
 * Looks hashes up in a partner's banks. Hit and miss differ neither in size nor in status, and the answer leaves on a fixed
 * grid of time. Nothing that was asked is written down.
 * @returns the answer as JSON.
 * @throws Refusal `service.busy` when too many ask at once.
 */
export async function matchForPartner(
  vigie: Pick<Vigie, "db" | "keys" | "clock">,
  { partner, hashes }: { partner: Partner; hashes: MatchBody["hashes"] },
): Promise<string> {
  if (running >= mostAtOnce) throw new Refusal("service.busy");
  const startedAt = performance.now();
  running += 1;
  try {
    const { banks } = await readHashIndex(vigie);
    const asked = banks.filter(({ slug }) => partner.banks.includes(slug));
    const answers: MatchAnswer["answers"] = [];
    for (const [position, hash] of hashes.entries()) {
      answers.push(paddedAnswer(asked.flatMap((bank) => matchesIn(bank, hash)).sort(byDistance), drawText));
      if (position % hashesPerTurn === hashesPerTurn - 1) await turn();
    }
    const text = JSON.stringify({ answers } satisfies MatchAnswer);
    const workedMs = performance.now() - startedAt;
    await waitUntil(startedAt + releaseAfterMs({ hashes: hashes.length, workedMs }));
    return text;
  } finally {
    running -= 1;
  }
}

/** Timers count whole milliseconds from when they are set: the rest of one would tell how long the work took. */
async function waitUntil(moment: number): Promise<void> {
  await sleep(Math.max(0, moment - performance.now() - 2));
  while (performance.now() < moment) await turn();
}

function drawText(length: number): string {
  return randomBytes(length).toString("base64url").slice(0, length);
}

type Told = MatchAnswer["answers"][number]["matches"][number];

function matchesIn({ slug, distance, shelf, entryAt }: BankShelf, hash: MatchBody["hashes"][number]): Told[] {
  return shelf.find(hash, { distance, turned: false, most: mostMatchesTold }).flatMap((found): Told[] => {
    if (found.method === "frames") return [];
    const { quality, tags } = entryAt(found.place);
    return [
      {
        bank: slug,
        method: found.method,
        distance: found.distance ?? 0,
        confirmed: found.method === "exact" || isConfirmed(found.secondDistance),
        quality,
        tags: [...tags],
      },
    ];
  });
}

function byDistance(one: Told, other: Told): number {
  return one.distance - other.distance;
}
