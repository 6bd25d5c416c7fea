import { randomBytes } from "node:crypto";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import type { HashRefusal, MatchAnswer, MatchBody } from "@vigie/contract";
import { Refusal } from "@vigie/contract";
import type { Vigie } from "../vigie.ts";
import { type BankShelf, readHashIndex } from "./hash-index.ts";
import { isOfEmptyFile, refusalOfPdq } from "./hash-refusal-rules.ts";
import { isConfirmed } from "./match-rules.ts";
import { mostMatchesTold, paddedAnswer, releaseAfterMs } from "./partner-answer-rules.ts";
import type { Partner } from "./partners.ts";
import { createTurns } from "./take-turns.ts";

const mostAtOnce = 16;
let running = 0;

/**
 * Looks hashes up in a partner's banks. Hit, miss and refusal of a hash differ neither in size nor in status, and the answer leaves
 * on a fixed grid of time. Nothing that was asked is written down.
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
    const turns = createTurns();
    for (const hash of hashes) {
      const refused = refusalOf(hash);
      // What is refused costs as much as what is unlisted: another hash is looked up in its place.
      const matches = asked
        .flatMap((bank) => matchesIn(bank, refused ? unlistedLike(hash) : hash))
        .sort(byDistance);
      answers.push(paddedAnswer({ matches: refused ? [] : matches, refused }, drawText));
      await turns.next();
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

type Asked = MatchBody["hashes"][number];

function refusalOf(hash: Asked): HashRefusal | null {
  if ("pdq" in hash) return refusalOfPdq(hash);
  return Object.values(hash).some(isOfEmptyFile) ? "says_nothing" : null;
}

/** 256 random bits: as good as never in a bank. */
function unlistedLike(hash: Asked): Asked {
  const hex = randomBytes(32).toString("hex");
  return "pdq" in hash ? { pdq: hex, quality: 100 } : { sha256: hex };
}

/** One more than is told, so that it can be said that there are more. */
function matchesIn({ slug, distance, shelf, entryAt }: BankShelf, hash: Asked): Told[] {
  return shelf.find(hash, { distance, turned: false, most: mostMatchesTold + 1 }).flatMap((found): Told[] => {
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
