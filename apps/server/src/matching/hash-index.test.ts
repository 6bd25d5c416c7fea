import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { changeBank } from "./change-bank.ts";
import { readHashIndex } from "./hash-index.ts";
import { onceOf, sealHashes } from "./seal-hashes.ts";
import { drawHash, importText, lines, newBank } from "./test-banks.ts";
import { withdrawEntries } from "./withdraw-entries.ts";

const hotline = useHotline();

/** A list whose entries are written without reading it line by line. More than a page, so that threads and turns are used. */
async function addList(slug: string, count: number): Promise<{ importId: string; hashes: string[] }> {
  const first = drawHash();
  const { importId } = await importText(hotline, slug, lines({ pdq: first }));
  const entries = Array.from({ length: count - 1 }, () => ({
    pdq: drawHash(),
    quality: 90,
    gradient: drawHash(),
  }));
  await hotline.database.pool.query(
    `insert into bank_entries (bank_id, import_id, once, sealed, tags, added_at)
      select i.bank_id, i.id, g.once, g.sealed, '{t1,t2}', now()
      from bank_imports i, unnest($2::bytea[], $3::bytea[]) g(once, sealed) where i.id = $1`,
    [
      importId,
      entries.map((entry) => onceOf(hotline.vigie.keys, entry)),
      entries.map((entry) => sealHashes(hotline.vigie.keys, entry)),
    ],
  );
  hotline.advance(1_000);
  return { importId, hashes: [first, ...entries.map(({ pdq }) => pdq)] };
}

type Read = Awaited<ReturnType<typeof readHashIndex>>;
const read = (olderThanMs: number) => readHashIndex(hotline.vigie, { olderThanMs });
const shelfOf = ({ banks }: Read, slug: string) => banks.find((bank) => bank.slug === slug);
const isFound = (index: Read, slug: string, pdq = "") =>
  shelfOf(index, slug)?.shelf.find({ pdq }, { distance: 0, turned: false, most: 2 }).length;

test("every entry of lists of several pages is found once, with its tags and quality", async () => {
  const { slug } = await newBank(hotline);
  const lists = [await addList(slug, 2_300), await addList(slug, 1_000)];
  const bank = shelfOf(await read(0), slug);
  expect(bank?.shelf.count).toBe(3_300);
  for (const pdq of lists.flatMap(({ hashes }) => hashes.slice(1).filter((_, at) => at % 37 === 0))) {
    const [found, ...others] = bank?.shelf.find({ pdq }, { turned: false, most: 2 }) ?? [];
    expect([found?.distance, others]).toEqual([0, []]);
    expect(bank?.entryAt(found?.place ?? -1)).toMatchObject({ quality: 90, tags: ["t1", "t2"] });
  }
});

test("while a list is read, what there was is searched; whoever wants all that is committed waits; what is withdrawn meanwhile stays out", async () => {
  const { slug } = await newBank(hotline);
  const before = await addList(slug, 3);
  await read(0);
  const { hashes } = await addList(slug, 3_000);
  let isComplete = false;
  const complete = read(0).finally(() => {
    isComplete = true;
  });
  const withdrawn = hashes.at(-1) ?? "";
  let looks = 0;
  while (!isComplete) {
    const meanwhile = await read(60_000);
    const count = shelfOf(meanwhile, slug)?.shelf.count ?? 0;
    if (count > 3 && count < 3_003) {
      looks += 1;
      expect(isFound(meanwhile, slug, before.hashes[1])).toBe(1);
      if (looks === 1) await withdrawEntries(hotline.vigie, { slug, by: { hash: withdrawn } });
    }
    await turn();
  }
  expect(looks).toBeGreaterThan(0);
  const all = await complete;
  expect(shelfOf(all, slug)?.shelf.count).toBeGreaterThanOrEqual(3_002);
  const now = await read(0);
  expect(isFound(now, slug, withdrawn)).toBe(0);
  expect(isFound(now, slug, hashes.at(-2))).toBe(1);
  expect(shelfOf(now, slug)?.shelf.count).toBe(3_002);
});

test("a list that was taken back is not found at the next look, though what it ended is still read", async () => {
  const { slug, bankId } = await newBank(hotline);
  const kept = await addList(slug, 300);
  const taken = await addList(slug, 1_500);
  expect(isFound(await read(0), slug, taken.hashes[700])).toBe(1);
  await changeBank(hotline.vigie, { bankId, actor: null, act: "roll_back", importId: taken.importId });
  const next = await read(1);
  expect(isFound(next, slug, taken.hashes[700])).toBe(0);
  expect(isFound(next, slug, kept.hashes[200])).toBe(1);
  expect(shelfOf(await read(0), slug)?.shelf.count).toBe(300);
});

test("a row that cannot be opened fails the look, and once it is gone all is read", async () => {
  const { slug } = await newBank(hotline);
  const { importId, hashes } = await addList(slug, 200);
  const spoil =
    "update bank_entries set sealed = sealed || '\\x00' where import_id = $1 and id = (select max(id) from bank_entries)";
  await hotline.database.pool.query(spoil, [importId]);
  await expect(read(0)).rejects.toThrow();
  await hotline.database.pool.query("delete from bank_entries where id = (select max(id) from bank_entries)");
  const index = await read(0);
  expect(shelfOf(index, slug)?.shelf.count).toBe(199);
  expect(isFound(index, slug, hashes[100])).toBe(1);
});
