import { createHash } from "node:crypto";
import { Agent, request } from "node:http";
import type { AddressInfo } from "node:net";
import { deflateSync } from "node:zlib";
import { type HashRefusal, hashRefusals, type MatchAnswer, type MatchBody } from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { compareTimes } from "../../../../test/security/timing-statistics.ts";
import { createServer } from "../http/server.ts";
import { readHashIndex } from "./hash-index.ts";
import { mostMatchesTold, paddedAnswer, releaseAfterMs } from "./partner-answer-rules.ts";
import { addPartner, disablePartner, listPartners } from "./partners.ts";
import { matchingRoutes } from "./routes.ts";
import { changeBits, drawHash, importText, lines, newBank } from "./test-banks.ts";

// Listed hashes, and as many that are not.
const each = process.env["VIGIE_FULL"] === "1" ? 10_000 : 600;
const batchSize = 20;
const connections = 4;

const hotline = useHotline();
const agent = new Agent({ keepAlive: true, maxSockets: connections });
let server: FastifyInstance;
let port = 0;

beforeAll(async () => {
  server = await createServer({
    log: hotline.vigie.log,
    authenticate: async () => null,
    notFoundPage: () => ({ status: 404, headers: {}, body: "" }),
  });
  matchingRoutes(server, hotline.vigie);
  await server.listen({ host: "127.0.0.1", port: 0 });
  port = (server.server.address() as AddressInfo).port;
});
afterAll(async () => {
  agent.destroy();
  await server.close();
});

interface Asked {
  status: number;
  headers: string;
  bytes: number;
  body: string;
  milliseconds: number;
}

function ask(key: string, body: unknown): Promise<Asked> {
  const text = JSON.stringify(body);
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        host: "127.0.0.1",
        port,
        method: "POST",
        path: "/api/v1/match",
        headers: {
          authorization: `Bearer ${key}`,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(text),
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => {
          const milliseconds = performance.now() - startedAt;
          const whole = Buffer.concat(chunks);
          const { date: _, ...headers } = answer.headers;
          resolve({
            status: answer.statusCode ?? 0,
            headers: JSON.stringify(headers),
            bytes: whole.length,
            body: whole.toString("utf8"),
            milliseconds,
          });
        });
        answer.on("error", reject);
      },
    );
    sent.on("error", reject);
    sent.end(text);
  });
}

const answersOf = (asked: Asked) => (JSON.parse(asked.body) as MatchAnswer).answers;
let partners = 0;
async function partnerFor(...banks: string[]): Promise<string> {
  partners += 1;
  return (await addPartner(hotline.vigie, { name: `Partenaire ${partners}`, banks })).key;
}

test("a partner reads bank, distance, quality and tags of what is near, in its own banks only", async () => {
  const [own, others] = [await newBank(hotline), await newBank(hotline)];
  const entry = {
    pdq: drawHash(),
    quality: 77,
    gradient: drawHash(),
    md5: drawHash().slice(0, 32),
    tags: ["A1", "b"],
  };
  await importText(hotline, own.slug, lines(entry, { pdq: changeBits(entry.pdq, 3) }));
  await importText(hotline, others.slug, lines(entry));
  await readHashIndex(hotline.vigie, { olderThanMs: 0 });
  const key = await partnerFor(own.slug);
  const near = changeBits(entry.pdq, 12);
  const asked = await ask(key, {
    hashes: [
      { pdq: near, quality: 80, gradient: entry.gradient },
      { md5: entry.md5 },
      { pdq: near, quality: 10 },
      { sha1: "a".repeat(40) },
    ],
  });
  expect(asked.status).toBe(200);
  const [close, exact, poor, unknown] = answersOf(asked);
  expect(close?.matches).toHaveLength(2);
  expect(close?.matches[0]).toEqual({
    bank: own.slug,
    method: "near",
    distance: 12,
    confirmed: true,
    quality: 77,
    tags: ["A1", "b"],
  });
  expect(close?.matches[1]).toMatchObject({ confirmed: false, quality: null, tags: [] });
  expect(exact?.matches).toMatchObject([{ method: "exact", distance: 0, confirmed: true }]);
  expect(poor?.matches).toEqual([]);
  expect(unknown?.matches).toEqual([]);
  expect(new Set(answersOf(asked).map((answer) => JSON.stringify(answer).length)).size).toBe(1);
  expect(JSON.parse(asked.headers)).toMatchObject({ "cache-control": "no-store, no-transform" });
  // Another text each time, which no compression shortens to less than it says.
  expect(unknown?.padding).not.toBe(poor?.padding);
  expect(deflateSync(unknown?.padding ?? "").length).toBeGreaterThan((unknown?.padding.length ?? 0) * 0.7);
});

test("what says nothing is refused by itself, as a miss looks and with the others answered; of many hits the nearest are told", async () => {
  const { slug } = await newBank(hotline);
  const pdq = drawHash();
  const near = Array.from({ length: 9 }, (_, at) => ({ pdq: changeBits(pdq, 2 * at), quality: 90 }));
  await importText(hotline, slug, lines(...near.reverse()));
  await readHashIndex(hotline.vigie, { olderThanMs: 0 });
  const key = await partnerFor(slug);
  const empty = (name: string) => createHash(name).update("").digest("hex");
  const refusals: [MatchBody["hashes"][number], HashRefusal][] = [
    [{ md5: empty("md5") }, "says_nothing"],
    [{ sha1: empty("sha1") }, "says_nothing"],
    [{ sha256: empty("sha256") }, "says_nothing"],
    [{ pdq: "0".repeat(64), quality: 100 }, "says_nothing"],
    [{ pdq: "f".repeat(64), quality: 100 }, "says_nothing"],
    [{ pdq: "0".repeat(32) + "f".repeat(32), quality: 100 }, "says_nothing"],
    // Listed, and refused all the same.
    [{ pdq }, "no_quality"],
    [{ pdq, quality: 49 }, "low_quality"],
  ];
  const asked = await ask(key, {
    hashes: [...refusals.map(([hash]) => hash), { pdq, quality: 50 }, { pdq: drawHash(), quality: 90 }],
  });
  expect(asked.status).toBe(200);
  const answers = answersOf(asked);
  expect(answers.map(({ refused }) => refused)).toEqual([...refusals.map(([, why]) => why), null, null]);
  const [hit, miss] = answers.slice(refusals.length);
  expect(hit?.matches.map(({ distance }) => distance)).toEqual([0, 2, 4, 6, 8]);
  expect([hit?.more, miss?.more]).toEqual([true, false]);
  for (const answer of [...answers.slice(0, refusals.length), miss]) expect(answer?.matches).toEqual([]);
  expect(new Set(answers.map((answer) => JSON.stringify(answer).length)).size).toBe(1);
  const sizes = await Promise.all(
    [refusals[0]?.[0], { pdq, quality: 50 }, { pdq: drawHash(), quality: 50 }].map((hash) =>
      ask(key, { hashes: [hash] }),
    ),
  );
  expect(new Set(sizes.map(({ status, bytes, headers }) => `${status} ${bytes} ${headers}`)).size).toBe(1);
});

test("a key that is missing, unknown or disabled is refused in the same words; the key itself is kept nowhere", async () => {
  const { slug } = await newBank(hotline);
  const key = await partnerFor(slug);
  const hashes: MatchBody["hashes"] = [{ md5: "a".repeat(32) }];
  expect((await ask(key, { hashes })).status).toBe(200);
  const row = await hotline.database.db.selectFrom("partners").selectAll().execute();
  expect(JSON.stringify(row)).not.toContain(key);
  expect(row.every(({ key_hash: hash }) => hash.length === 32)).toBe(true);
  const { name = "" } = (await listPartners(hotline.vigie)).find(({ banks }) => banks[0] === slug) ?? {};
  expect(await disablePartner(hotline.vigie, { name })).toBe(true);
  expect(await disablePartner(hotline.vigie, { name })).toBe(false);
  const refused = await Promise.all([key, "", `vigie_${"x".repeat(43)}`].map((one) => ask(one, { hashes })));
  for (const { status, body } of refused) expect([status, body]).toEqual([401, refused[0]?.body]);
});

test("a hash of the wrong length or alphabet, a picture, nothing and too much are refused, without repeating what was sent", async () => {
  const key = await partnerFor((await newBank(hotline)).slug);
  const secret = "f00dfeed".repeat(7);
  for (const hashes of [
    [{ pdq: secret }],
    [{ pdq: `${secret}zzzzzzzz` }],
    [{ picture: secret }],
    [],
    Array(1001).fill({ md5: "a".repeat(32) }),
  ]) {
    const { status, body } = await ask(key, { hashes });
    expect(status).toBe(400);
    expect(body).not.toContain(secret);
  }
});

test("any answer has the same size, and leaves at a time that only the number of hashes gives", () => {
  const match = {
    bank: "b".repeat(40),
    method: "near" as const,
    distance: 31,
    confirmed: false,
    quality: 100,
    tags: Array(4).fill("t".repeat(32)),
  };
  const drawText = (length: number) => "x".repeat(length);
  const hits = Array.from({ length: mostMatchesTold + 3 }, (_, count) =>
    paddedAnswer({ matches: Array(count).fill(match), refused: null }, drawText),
  );
  const refusals = hashRefusals.map((refused) => paddedAnswer({ matches: [], refused }, drawText));
  expect(new Set([...hits, ...refusals].map((answer) => JSON.stringify(answer).length)).size).toBe(1);
  expect(hits.map(({ more }) => more)).toEqual(hits.map((_, count) => count > mostMatchesTold));
  for (const workedMs of [0, 1, 12, 24.9]) expect(releaseAfterMs({ hashes: 1, workedMs })).toBe(25);
  for (const workedMs of [0, 900, 1999]) expect(releaseAfterMs({ hashes: 1000, workedMs })).toBe(2000);
  expect(releaseAfterMs({ hashes: 1, workedMs: 26 })).toBe(50);
});

test("listed and unlisted hashes cannot be told apart by status, headers or size; what their times tell is printed", async () => {
  const { slug } = await newBank(hotline);
  const listed = Array.from({ length: each }, () => ({
    pdq: drawHash(),
    quality: 90,
    md5: drawHash().slice(0, 32),
    tags: ["t1", "t2"],
  }));
  await importText(hotline, slug, lines(...listed));
  await readHashIndex(hotline.vigie, { olderThanMs: 0 });
  const key = await partnerFor(slug);
  const listedQueries = listed.map(({ pdq, md5 }, at): MatchBody["hashes"][number] =>
    at % 3 === 0 ? { md5 } : { pdq: changeBits(pdq, at % 31), quality: 90 },
  );
  const unlisted = listed.map((_, at): MatchBody["hashes"][number] =>
    at % 3 === 0 ? { md5: drawHash().slice(0, 32) } : { pdq: drawHash(), quality: 90 },
  );
  for (let warmUp = 0; warmUp < 40; warmUp += 1) await ask(key, { hashes: unlisted.slice(0, 1) });

  for (const size of [1, batchSize]) {
    const questions = [
      ...inBatches(listedQueries, size).map((hashes) => ({ listed: true, hashes })),
      ...inBatches(unlisted, size).map((hashes) => ({ listed: false, hashes })),
    ].sort(() => Math.random() - 0.5);
    const times = { listed: [] as number[], unlisted: [] as number[] };
    const seen = new Set<string>();
    await Promise.all(
      Array.from({ length: connections }, async () => {
        for (let next = questions.pop(); next; next = questions.pop()) {
          const answer = await ask(key, { hashes: next.hashes });
          const hits = answersOf(answer).filter(({ matches }) => matches.length > 0).length;
          expect(hits).toBe(next.listed ? next.hashes.length : 0);
          seen.add(`${answer.status} ${answer.bytes} ${answer.headers}`);
          times[next.listed ? "listed" : "unlisted"].push(answer.milliseconds);
        }
      }),
    );
    expect([...seen]).toHaveLength(1);
    const { auc, medianDifference } = compareTimes(times.listed, times.unlisted);
    process.stdout.write(
      `partners: ${times.listed.length} listed and ${times.unlisted.length} unlisted questions of ${size}: one status, size and headers ` +
        `(${[...seen][0]?.split(" ").slice(0, 2).join(", ")} bytes); AUC ${auc.toFixed(3)}, KS ${kolmogorov(times.listed, times.unlisted).toFixed(3)}, ` +
        `medians differ by ${medianDifference.toFixed(3)} ms\n`,
    );
  }
}, 1_800_000);

function inBatches<Value>(values: readonly Value[], size: number): Value[][] {
  return Array.from({ length: Math.floor(values.length / size) }, (_, at) =>
    values.slice(at * size, (at + 1) * size),
  );
}

/** The largest distance between the two distributions, 0 to 1. */
function kolmogorov(one: readonly number[], other: readonly number[]): number {
  const share = (values: readonly number[], at: number) =>
    values.filter((value) => value <= at).length / values.length;
  const sample = [...one, ...other].sort((a, b) => a - b).filter((_, at) => at % 10 === 0);
  return Math.max(...sample.map((at) => Math.abs(share(one, at) - share(other, at))));
}
