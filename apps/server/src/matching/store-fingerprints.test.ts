import { type Fingerprint, fingerprintsPerReport, framesPerReport, situationBody } from "@vigie/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { createServer } from "../http/server.ts";
import { reportRoutes } from "../reports/routes.ts";
import { readHashIndex } from "./hash-index.ts";
import { mostFramesOfReport } from "./match-rules.ts";
import { readPostedFingerprints } from "./pages/posted-fingerprints.ts";
import { openHashes } from "./seal-hashes.ts";
import { prepareFingerprints, refusedHashes } from "./store-fingerprints.ts";
import { drawHash } from "./test-banks.ts";

const hotline = useHotline();

test("fingerprints are compared only when whoever was asked said that nobody shown is under 18", async () => {
  const said = (minor: "yes" | "no" | "unknown") => ({ situation: situationBody.parse({ minor }) });
  const reports = [
    { source: "page", ...said("no"), compared: true },
    { source: "page", ...said("unknown"), compared: false },
    { source: "page", ...said("yes"), compared: false },
    { source: "page", situation: null, compared: false },
    { source: "api", ...said("no"), compared: true },
    { source: "api", ...said("unknown"), compared: false },
    { source: "api", situation: null, compared: true },
    { source: "api", ...said("no"), concern: "minor_abuse", compared: false },
    { source: "api", minor: true, compared: false },
  ] as const;
  for (const [at, { compared, ...report }] of reports.entries()) {
    const pdq = drawHash();
    const { reportId } = await hotline.report([`https://hote.example/age/${at}`], {
      ...report,
      fingerprints: [{ kind: "image", pdq, quality: 90 }],
    });
    const { cases } = await readHashIndex(hotline.vigie, { olderThanMs: 0 });
    expect(cases.shelf.find({ pdq, quality: 90 }, { turned: false, most: 5 }).length, String(at)).toBe(
      Number(compared),
    );
    const { rows } = await hotline.database.pool.query(
      "select 1 from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'matching.match_report' and j.payload->>'reportId' = $1",
      [reportId],
    );
    expect(rows.length, String(at)).toBe(Number(compared));
  }
});

let server: Awaited<ReturnType<typeof createServer>>;
beforeAll(async () => {
  server = await createServer({
    log: hotline.vigie.log,
    authenticate: async () => null,
    notFoundPage: () => ({ status: 404, headers: {}, body: "" }),
  });
  reportRoutes(server, hotline.vigie);
});
afterAll(() => server.close());

let places = 0;
const post = (fingerprints: unknown, language = "en") => {
  places += 1;
  return server.inject({
    method: "POST",
    url: "/api/v1/reports",
    headers: { "accept-language": language },
    payload: { locations: [{ url: `https://hote.example/interface/${places}` }], fingerprints },
  });
};
const film = (length: number): NonNullable<Fingerprint["frames"]> =>
  Array.from({ length }, (_, at) => ({ pdq: drawHash(), quality: 90, timeMs: 1000 * at }));
const emptyMd5 = "d41d8cd98f00b204e9800998ecf8427e";
const kept = (fingerprints: readonly Fingerprint[]) =>
  prepareFingerprints(hotline.vigie.keys, fingerprints, { minor: false }).map(({ sealed }) =>
    openHashes(hotline.vigie.keys, sealed),
  );

test("hashes that say nothing are named with their reason; the report and all other hashes are received", async () => {
  const [pdq, sha256] = [drawHash(), drawHash()];
  const black = { pdq: "0".repeat(64), quality: 100, timeMs: 0 };
  const fingerprints: Fingerprint[] = [
    { kind: "image", md5: emptyMd5, sha256 },
    { kind: "image", pdq: "f".repeat(64), quality: 100 },
    { kind: "image", pdq, gradient: drawHash() },
    { kind: "image", pdq, quality: 49, gradient: drawHash(), sha1: "a".repeat(40) },
    { kind: "image", pdq, quality: 50 },
    { kind: "video", frames: [black, ...film(2)] },
    { kind: "video", frames: [black, black] },
  ];
  const answer = await post(fingerprints);
  expect(answer.statusCode).toBe(201);
  expect(answer.json()).toMatchObject({
    receipt: expect.stringMatching(/^\d{20}$/),
    hashesRefused: [
      { position: 1, hash: "md5", why: "says_nothing" },
      { position: 2, hash: "pdq", why: "says_nothing" },
      { position: 3, hash: "pdq", why: "no_quality" },
      { position: 4, hash: "pdq", why: "low_quality" },
      { position: 7, hash: "frames", why: "says_nothing" },
    ],
  });
  expect(answer.body).not.toContain(pdq);
  const stored = await hotline.database.db
    .selectFrom("fingerprints")
    .select(["report_id", "sealed"])
    .orderBy("position")
    .execute();
  const opened = stored.map(({ report_id, sealed }) => ({
    report_id,
    hashes: openHashes(hotline.vigie.keys, sealed),
  }));
  const own = opened.find(({ hashes }) => hashes.sha256 === sha256)?.report_id;
  expect(opened.filter(({ report_id }) => report_id === own).map(({ hashes }) => hashes)).toEqual([
    { sha256 },
    { sha1: "a".repeat(40) },
    { pdq, quality: 50 },
    { frames: fingerprints[5]?.frames?.slice(1) },
  ]);
  expect((await post([{ kind: "image", sha256: drawHash() }])).json()).not.toHaveProperty("hashesRefused");
});

test("frames beyond what a report may bring are refused in words, as many as that are taken", async () => {
  const videos = (frames: number): Fingerprint[] =>
    Array.from({ length: frames / 600 }, () => ({ kind: "video", frames: film(600) }));
  const most = videos(framesPerReport);
  expect((await post(most)).statusCode).toBe(201);
  const beyond = [
    ...most.slice(1),
    { kind: "video" as const, frames: film(599) },
    { kind: "video" as const, frames: film(2) },
  ];
  for (const [language, words] of [
    ["en", "send the other videos in a second report"],
    ["fr", "envoyez les autres vidéos dans un second signalement"],
  ] as const) {
    const refused = await post(beyond, language);
    expect(refused.statusCode).toBe(400);
    expect(refused.json().detail).toContain(words);
  }
  expect((await post([{ kind: "image" }])).json().detail).toContain("holds no hash at all");
  const posted = readPostedFingerprints(JSON.stringify(beyond));
  expect(posted?.fingerprints.length).toBe(10);
  expect(posted?.refused).toMatchObject([{ position: 11, why_fr: expect.stringContaining("trop longues") }]);
});

test("the work of a request grows with its frames only: none is compared with more than a few kept before it", () => {
  const frames = film(framesPerReport);
  let asked = 0;
  const watched = frames.map((frame) => ({
    ...frame,
    get pdq() {
      asked += 1;
      return frame.pdq;
    },
  }));
  expect(kept([{ kind: "video", frames: watched }])[0]?.frames?.length).toBe(mostFramesOfReport);
  expect(asked).toBeLessThan(4 * framesPerReport);
  const flat = { pdq: "0".repeat(64), quality: 100, timeMs: 0 };
  const many = Array.from(
    { length: fingerprintsPerReport },
    (): Fingerprint => ({ kind: "video", frames: Array(60).fill(flat) }),
  );
  expect(kept(many)).toEqual([]);
  expect(refusedHashes(many).length).toBe(fingerprintsPerReport);
});
