import { appendFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { bankViews } from "./bank-views.ts";
import { changeBank } from "./change-bank.ts";
import { createDigestTable } from "./digest-table.ts";
import { expireBanks } from "./expire-banks.ts";
import { exportBank } from "./export-bank.ts";
import { readHashIndex } from "./hash-index.ts";
import { importList } from "./import-list.ts";
import { columns, csvLineOf, jsonLineOf, parseCsvLine, parseJsonLine } from "./list-line-rules.ts";
import { changeBits, drawHash, importText, lines, newBank } from "./test-banks.ts";
import { withdrawEntries } from "./withdraw-entries.ts";

const hotline = useHotline();

const drawEntry = () => ({ pdq: drawHash(), quality: 80, sha256: drawHash(), tags: ["a1"], ref: "liste/1" });
const drawEntries = (count: number) => Array.from({ length: count }, drawEntry);

async function exported(slug: string): Promise<string[]> {
  const found: string[] = [];
  for await (const line of exportBank(hotline.vigie, { slug, format: "json" })) found.push(line);
  return found.sort();
}

async function found(slug: string, pdq: string): Promise<number> {
  const index = await readHashIndex(hotline.vigie, { olderThanMs: 0 });
  const bank = index.banks.find((one) => one.slug === slug);
  return bank?.shelf.find({ pdq }, { turned: false, most: 5 }).length ?? 0;
}

const hex = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => Buffer.from(bytes).toString("hex"));
const entryOf = fc.record(
  {
    sha256: hex(32),
    md5: hex(16),
    sha1: hex(20),
    gradient: hex(32),
    quality: fc.integer({ min: 0, max: 100 }),
    ref: fc.string({ minLength: 1, maxLength: 50, unit: fc.constantFrom("é", "a", '"', ",", "/", "7", " ") }),
    tags: fc.array(fc.constantFrom("A1", "b_2", "c:d.e-f"), { minLength: 1, maxLength: 4 }),
  },
  { requiredKeys: ["sha256"] },
);

test("an entry written as JSON or CSV reads back as it was", () => {
  fc.assert(
    fc.property(entryOf, ({ tags = [], ...hashes }) => {
      const entry = { hashes, tags };
      expect(parseJsonLine(jsonLineOf(entry))).toEqual({ entry });
      expect(parseCsvLine(csvLineOf(entry), columns)).toEqual({ entry });
    }),
  );
});

test("no line makes the reader throw, and none is taken that holds no hash", () => {
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    fc.object().map((value) => JSON.stringify(value)),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(anything, (line) => {
      for (const parsed of [parseJsonLine(line), parseCsvLine(line, columns)]) {
        if ("entry" in parsed) expect(Object.keys(parsed.entry.hashes).length).toBeGreaterThan(0);
        else expect(parsed.problem).toMatch(/^[a-z_]+$/);
      }
    }),
    { numRuns: 500 },
  );
});

const garbage = [
  "{",
  "[]",
  "null",
  '{"pdq":"abc"}',
  `{"pdq":"${"z".repeat(64)}"}`,
  `{"pdq":"${"0".repeat(64)}"}`,
  `{"md5":"d41d8cd98f00b204e9800998ecf8427e"}`,
  `{"sha1":"${"a".repeat(64)}"}`,
  `{"quality":80}`,
  `{"sha256":"${"ab".repeat(32)}","quality":101}`,
  `{"sha256":"${"ab".repeat(32)}","tags":["<b>"]}`,
  `{"sha256":"${"ab".repeat(32)}","tags":["a","b","c","d","e"]}`,
  `{"sha256":"${"ab".repeat(32)}","ref":7}`,
  `{"sha256":"${"ab".repeat(32)}","ref":"a\\u001b[2J"}`,
  `{"sha256":"${"ab".repeat(32)}","ref":"a\\nb"}`,
  `{"sha256":"${"ab".repeat(32)}","ref":"${"x".repeat(70_000)}"}`,
  "\u0000\u0001\u0002",
];

test("of a list with garbage in it each bad line is told and each good one taken; from 1 % on it waits for a person", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(0, 0.005, 0.02, 0.5),
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
      fc.infiniteStream(fc.nat(1_000_000)),
      async (share, ending, mark, random) => {
        const { slug } = await newBank(hotline);
        const good = drawEntries(200);
        const bad = Math.round((share * 200) / (1 - share));
        const all = good.map((entry) => JSON.stringify(entry));
        const from = all[0] ?? "";
        for (let count = 0; count < bad; count += 1) {
          all.splice(
            1 + (random.next().value % all.length),
            0,
            garbage[random.next().value % garbage.length] ?? "",
          );
        }
        const text = `${mark ? "\uFEFF" : ""}${all.join(ending)}${ending}`;
        const outcome = await importText(hotline, slug, text);
        expect(from.startsWith("{")).toBe(true);
        expect(outcome).toMatchObject({ lines: 200 + bad, taken: 200, refused: bad, known: 0 });
        expect(outcome.refusedLines).toEqual(
          all.flatMap((line, index) =>
            good.some((entry) => JSON.stringify(entry) === line) ? [] : [index + 1],
          ),
        );
        expect(outcome.status).toBe(share > 0.01 ? "quarantined" : "applied");
        expect(outcome.alarms).toEqual(share > 0.01 ? ["bad_lines"] : []);
        expect(await found(slug, good[7]?.pdq ?? "")).toBe(share > 0.01 ? 0 : 1);
      },
    ),
    { numRuns: 12 },
  );
});

test("a list that is cut off, has a line of a megabyte, other columns or nothing in it is refused where it is bad", async () => {
  const { slug, bankId } = await newBank(hotline);
  const rollBack = async (importId: string) =>
    changeBank(hotline.vigie, { bankId, actor: null, act: "roll_back", importId });
  const good = lines(...drawEntries(300));

  const cut = await importText(hotline, slug, good.slice(0, -40));
  expect(cut).toMatchObject({ taken: 299, refused: 1, refusedLines: [300], status: "applied" });
  await rollBack(cut.importId);

  const long = await importText(
    hotline,
    slug,
    `${good}{"ref":"${"x".repeat(1_048_576)}"}\n${lines(drawEntry())}`,
  );
  expect(long).toMatchObject({ taken: 301, refused: 1, refusedLines: [301] });
  await rollBack(long.importId);

  const columnsOfOthers = await importText(hotline, slug, "nom;valeur\na;b\n");
  expect(columnsOfOthers).toMatchObject({ taken: 0, status: "quarantined" });
  expect(columnsOfOthers.alarms).toContain("empty");
  await rollBack(columnsOfOthers.importId);

  const short = await importText(hotline, slug, `md5,tags\n${"ab".repeat(16)},a b\n${"cd".repeat(16)}\n`);
  expect(short).toMatchObject({ taken: 1, refused: 1, refusedLines: [3] });
  await rollBack(short.importId);

  const nothing = await importText(hotline, slug, "");
  expect(nothing).toMatchObject({ lines: 0, status: "quarantined", alarms: ["empty"] });
});

test("an entry that stands twice in a list, in either case of letters, is one", async () => {
  const { slug } = await newBank(hotline);
  const entry = drawEntry();
  const outcome = await importText(
    hotline,
    slug,
    lines(entry, { ...entry, pdq: entry.pdq.toUpperCase() }, entry),
  );
  expect(outcome).toMatchObject({ lines: 3, taken: 1, known: 2, refused: 0 });
  expect(await found(slug, entry.pdq)).toBe(1);
});

test("a whole list ends what it does not hold; taking it back restores the bank exactly", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 0, max: 30 }),
      async (dropped, added) => {
        const { slug, bankId } = await newBank(hotline);
        const first = drawEntries(100);
        await importText(hotline, slug, lines(...first), { whole: true });
        const before = await exported(slug);
        const second = [...first.slice(dropped), ...drawEntries(added)];
        hotline.advance(1000);
        const outcome = await importText(hotline, slug, lines(...second), { whole: true });
        expect(outcome).toMatchObject({
          taken: added,
          gone: dropped,
          status: dropped > 10 ? "quarantined" : "applied",
        });
        if (outcome.status === "quarantined") {
          expect(outcome.alarms).toEqual(["shrinks"]);
          expect(await exported(slug)).toEqual(before);
          await changeBank(hotline.vigie, {
            bankId,
            actor: null,
            act: "accept_import",
            importId: outcome.importId,
          });
        }
        expect(await exported(slug)).toHaveLength(100 - dropped + added);
        if (dropped > 0) expect(await found(slug, first[0]?.pdq ?? "")).toBe(0);
        await changeBank(hotline.vigie, {
          bankId,
          actor: null,
          act: "roll_back",
          importId: outcome.importId,
        });
        expect(await exported(slug)).toEqual(before);
        expect(await found(slug, first[0]?.pdq ?? "")).toBe(1);
      },
    ),
    { numRuns: 8 },
  );
});

test("an older list, one ten times as large and one that begins alike wait for a person", async () => {
  const { slug } = await newBank(hotline);
  const { importId } = await importText(hotline, slug, lines(...drawEntries(120)));
  hotline.advance(1000);
  const day = 86_400_000;
  const older = await importText(hotline, slug, lines(drawEntry()), {
    dated: new Date(hotline.now().getTime() - day),
  });
  expect(older).toMatchObject({ status: "quarantined", alarms: ["older"] });
  await expect(importText(hotline, slug, lines(drawEntry()))).rejects.toMatchObject({
    code: "bank.step_impossible",
  });
  const [bank] = (await bankViews(hotline.vigie.db)).filter((one) => one.slug === slug);
  const bankId = bank?.id ?? "";
  expect(bank).toMatchObject({ entries: 120, imports: [{ alarms: ["older"] }, { alarms: [] }] });
  // The one below it cannot be pulled out.
  await expect(
    changeBank(hotline.vigie, { bankId, actor: null, act: "roll_back", importId }),
  ).rejects.toMatchObject({ code: "bank.step_impossible" });
  await changeBank(hotline.vigie, { bankId, actor: null, act: "roll_back", importId: older.importId });

  hotline.advance(1000);
  const grown = await importText(hotline, slug, lines(...drawEntries(1200)));
  expect(grown).toMatchObject({ status: "quarantined", alarms: ["grows"] });
  await changeBank(hotline.vigie, { bankId, actor: null, act: "roll_back", importId: grown.importId });

  hotline.advance(1000);
  const alike = Array.from({ length: 150 }, () => ({ pdq: `abcd${drawHash().slice(4)}`, quality: 10 }));
  const crowded = await importText(hotline, slug, lines(...alike));
  expect(crowded.alarms).toEqual(["crowded_prefix", "low_quality"]);
});

test("what was withdrawn stays out, whatever list brings it again", async () => {
  const { slug, bankId } = await newBank(hotline);
  const [kept = drawEntry(), gone = drawEntry()] = drawEntries(2);
  const { importId } = await importText(hotline, slug, lines(kept, gone));
  expect(await found(slug, gone.pdq)).toBe(1);
  expect(await withdrawEntries(hotline.vigie, { slug, by: { hash: gone.sha256 } })).toBe(1);
  expect(await found(slug, gone.pdq)).toBe(0);
  expect(await found(slug, kept.pdq)).toBe(1);
  hotline.advance(1000);
  const again = await importText(hotline, slug, lines(kept, gone), { whole: true });
  expect(again).toMatchObject({ taken: 0, known: 2, gone: 0 });
  expect(await found(slug, gone.pdq)).toBe(0);
  await changeBank(hotline.vigie, { bankId, actor: null, act: "roll_back", importId: again.importId });
  await changeBank(hotline.vigie, { bankId, actor: null, act: "roll_back", importId });
  hotline.advance(1000);
  expect(await importText(hotline, slug, lines(kept, gone))).toMatchObject({ taken: 1, known: 1 });
  expect(await found(slug, gone.pdq)).toBe(0);
  expect(await found(slug, changeBits(kept.pdq, 31))).toBe(1);
});

test("a withdrawn entry comes back with no hash added, left out or ended before", async () => {
  const { slug } = await newBank(hotline);
  const [gone, ended, kept] = [drawEntry(), drawEntry(), drawEntry()];
  await importText(hotline, slug, lines(...drawEntries(30), gone, ended, kept));
  hotline.advance(1000);
  await importText(
    hotline,
    slug,
    lines(...(await exported(slug)).map((line) => JSON.parse(line)).filter(({ pdq }) => pdq !== ended.pdq)),
    {
      whole: true,
    },
  );
  expect(await found(slug, ended.pdq)).toBe(0);
  expect(await withdrawEntries(hotline.vigie, { slug, by: { hash: gone.sha256 } })).toBe(1);
  expect(await withdrawEntries(hotline.vigie, { slug, by: { hash: ended.sha256 } })).toBe(1);
  hotline.advance(1000);
  const md5 = drawHash().slice(0, 32);
  const again = await importText(
    hotline,
    slug,
    lines({ ...gone, md5 }, { pdq: gone.pdq }, { sha256: gone.sha256 }, ended, { ...kept, md5 }),
  );
  expect(again).toMatchObject({ taken: 1, known: 4 });
  expect([await found(slug, gone.pdq), await found(slug, ended.pdq), await found(slug, kept.pdq)]).toEqual([
    0, 0, 2,
  ]);
});

test("taking lists back one by one works where the last of them held what was withdrawn", async () => {
  const { slug, bankId } = await newBank(hotline);
  const entry = drawEntry();
  const rest = drawEntries(30);
  const rollBack = (importId: string) =>
    changeBank(hotline.vigie, { bankId, actor: null, act: "roll_back", importId });
  await importText(hotline, slug, lines(...rest, entry));
  hotline.advance(1000);
  const without = await importText(hotline, slug, lines(...rest), { whole: true });
  expect(without).toMatchObject({ gone: 1, status: "applied" });
  hotline.advance(1000);
  const back = await importText(hotline, slug, lines(entry));
  expect(back.taken).toBe(1);
  expect(await withdrawEntries(hotline.vigie, { slug, by: { hash: entry.sha256 } })).toBe(2);
  await rollBack(back.importId);
  await rollBack(without.importId);
  expect(await exported(slug)).toHaveLength(30);
  expect(await found(slug, entry.pdq)).toBe(0);
});

test("an import that is taken back while it is read stops, and leaves nothing in the bank", async () => {
  const { slug, bankId } = await newBank(hotline);
  const stops = expect(importText(hotline, slug, lines(...drawEntries(9_000)))).rejects.toMatchObject({
    code: "bank.step_impossible",
  });
  const importsOf = () =>
    hotline.database.db.selectFrom("bank_imports").select("id").where("bank_id", "=", bankId).execute();
  let [begun] = await importsOf();
  while (!begun) [begun] = await importsOf();
  await changeBank(hotline.vigie, { bankId, actor: null, act: "roll_back", importId: begun.id });
  await stops;
  const left = await hotline.database.db
    .selectFrom("bank_entries")
    .select("id")
    .where("bank_id", "=", bankId)
    .execute();
  expect(left).toEqual([]);
});

test("a whole list that is longer than what is read is taken back, never accepted", async () => {
  const { slug, bankId } = await newBank(hotline);
  const { importId } = await importText(hotline, slug, "", { whole: true });
  await hotline.database.db
    .updateTable("bank_imports")
    .set({ alarms: ["too_many_lines"] })
    .where("id", "=", importId)
    .execute();
  const change = (act: "accept_import" | "roll_back") =>
    changeBank(hotline.vigie, { bankId, actor: null, act, importId });
  await expect(change("accept_import")).rejects.toMatchObject({ code: "bank.step_impossible" });
  await change("roll_back");
});

test("a bank of devices takes no list", async () => {
  const { slug } = await newBank(hotline, "device");
  await expect(importText(hotline, slug, lines(drawEntry()))).rejects.toMatchObject({
    code: "bank.step_impossible",
  });
});

test("a table of digests forgets what is removed, and finds the rest", () => {
  const table = createDigestTable();
  const digests = Array.from({ length: 3_000 }, () => Buffer.from(drawHash(), "hex"));
  for (const [place, digest] of digests.entries()) table.add(digest, place);
  const [twice = Buffer.alloc(0)] = digests;
  table.add(twice, 3_000);
  table.removePlaces(new Set([...digests.keys()].filter((place) => place % 3 === 0)));
  for (const [place, digest] of digests.entries()) {
    expect(table.find(digest)).toEqual(place === 0 ? [3_000] : place % 3 === 0 ? [] : [place]);
  }
});

test("a suspended bank matches nothing until it is resumed; an expired one goes with all it holds", async () => {
  const { slug, bankId } = await newBank(hotline);
  const entry = drawEntry();
  await importText(hotline, slug, lines(entry));
  const change = (act: "suspend" | "resume") => changeBank(hotline.vigie, { bankId, actor: null, act });
  await change("suspend");
  expect(await found(slug, entry.pdq)).toBe(0);
  await expect(change("suspend")).rejects.toMatchObject({ code: "bank.step_impossible" });
  await change("resume");
  expect(await found(slug, entry.pdq)).toBe(1);
  hotline.advance(366 * 86_400_000);
  expect(await found(slug, entry.pdq)).toBe(0);
  await expireBanks(hotline.vigie);
  const left = await hotline.database.db
    .selectFrom("bank_entries")
    .select("id")
    .where("bank_id", "=", bankId)
    .execute();
  expect(left).toEqual([]);
});

// VIGIE_FULL=1 reads a million lines.
const longList = process.env["VIGIE_FULL"] === "1" ? 1_000_000 : 20_000;

test("a long list is read within bounded memory, and all of it is found", async () => {
  const { slug } = await newBank(hotline);
  const file = join(hotline.dataDir, "longue-liste");
  const sample: string[] = [];
  for (let at = 0; at < longList; at += 5_000) {
    const part = Array.from({ length: 5_000 }, () => ({
      pdq: drawHash(),
      quality: 90,
      md5: drawHash().slice(0, 32),
    }));
    sample.push(part[17]?.pdq ?? "");
    appendFileSync(file, lines(...part));
  }
  let most = 0;
  const startedAt = performance.now();
  const outcome = await importList(hotline.vigie, {
    slug,
    file,
    source: "essai",
    whole: false,
    dated: hotline.now(),
    onProgress: () => {
      most = Math.max(most, process.memoryUsage().heapUsed);
    },
  });
  const importedAt = performance.now();
  expect(outcome).toMatchObject({ status: "applied", taken: longList });
  expect(most).toBeLessThan(600_000_000);
  for (const pdq of sample) expect(await found(slug, changeBits(pdq, 31))).toBe(1);
  process.stdout.write(
    `list of ${longList} lines: read in ${((importedAt - startedAt) / 1000).toFixed(1)} s, at most ${(most / 1e6).toFixed(0)} MB of heap; ` +
      `in the index and found after ${((performance.now() - importedAt) / 1000).toFixed(1)} s\n`,
  );
}, 1_800_000);
