import { randomBytes } from "node:crypto";
import { dihedralHashes, hammingDistance, orientations, toHex } from "@vigie/hashing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { drawPicture } from "../../../../packages/hashing/src/test-pictures.ts";
import { createByteColumn, createColumn } from "./growing-column.ts";
import { createHashShelf } from "./hash-shelf.ts";
import { nearDistance } from "./match-rules.ts";
import type { SealedHashes } from "./seal-hashes.ts";
import { turnedAllowance, turnHash } from "./turn-hash-rules.ts";

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((hash) => Buffer.from(hash).toString("hex"));

/** Hashes that meet one another: copies of a few, with up to 40 bits changed. */
const crowd = fc
  .tuple(
    fc.array(hex(32), { minLength: 1, maxLength: 4 }),
    fc.array(fc.tuple(fc.nat(), fc.uniqueArray(fc.nat(255), { maxLength: 40 })), {
      minLength: 2,
      maxLength: 40,
    }),
  )
  .map(([originals, copies]) =>
    copies.map(([of, bits]) => {
      const hash = bytes(originals[of % originals.length] ?? "");
      for (const bit of bits) hash[bit >> 3] = (hash[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return Buffer.from(hash).toString("hex");
    }),
  );

test("a shelf finds what comparing with every entry finds, also after some were taken off", () => {
  fc.assert(
    fc.property(
      crowd,
      fc.array(fc.nat(39), { maxLength: 10 }),
      fc.integer({ min: 0, max: 31 }),
      (hashes, gone, distance) => {
        const shelf = createHashShelf();
        for (const pdq of hashes) shelf.add({ pdq, quality: 100 });
        for (const place of gone) shelf.remove(place);
        const removed = new Set(gone.filter((place) => place < hashes.length));
        expect(shelf.count).toBe(hashes.length - removed.size);
        for (const query of hashes) {
          const naive = hashes.flatMap((pdq, place) => {
            const apart = hammingDistance(bytes(pdq), bytes(query));
            return apart <= distance && !removed.has(place) ? [{ place, distance: apart }] : [];
          });
          const found = shelf.find({ pdq: query }, { distance, turned: false, most: 100 });
          expect(found.map(({ place, distance: apart }) => ({ place, distance: apart }))).toEqual(
            naive.sort((one, other) => one.distance - other.distance || one.place - other.place),
          );
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("the same file is found by any of its digests, before all that is near", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ md5: hex(16), sha1: hex(20), sha256: hex(32), pdq: hex(32) }), {
        minLength: 1,
        maxLength: 30,
      }),
      (entries) => {
        const shelf = createHashShelf();
        for (const entry of [...entries, ...entries]) shelf.add(entry);
        for (const [place, { md5, sha1, sha256, pdq }] of entries.entries()) {
          for (const query of [{ md5 }, { sha1 }, { sha256 }, { sha256, pdq }]) {
            const found = shelf.find(query, { turned: true, most: 2 });
            expect(found.map(({ method }) => method)).toEqual(["exact", "exact"]);
            expect(found.map((one) => one.place)).toContain(place + entries.length);
          }
        }
        expect(shelf.find({ md5: "0".repeat(32) }, { turned: true, most: 2 })).toEqual([]);
      },
    ),
    { numRuns: 40 },
  );
});

test("five thousand digests are all found again, and no others", () => {
  const shelf = createHashShelf();
  const digest = (number: number) => number.toString(16).padStart(40, "0");
  for (let number = 0; number < 5_000; number += 1)
    shelf.add({ sha1: `${digest(number).slice(8)}${digest(number).slice(0, 8)}` });
  for (let number = 0; number < 10_000; number += 1) {
    const sha1 = `${digest(number).slice(8)}${digest(number).slice(0, 8)}`;
    expect(shelf.find({ sha1 }, { turned: false, most: 5 }).map(({ place }) => place)).toEqual(
      number < 5_000 ? [number] : [],
    );
  }
});

test("hashes of little quality meet nothing; a quality nobody gave counts as good", () => {
  const shelf = createHashShelf();
  const pdq = "5a".repeat(32);
  shelf.add({ pdq, quality: 49 });
  expect(shelf.find({ pdq }, { turned: true, most: 5 })).toEqual([]);
  shelf.add({ pdq });
  expect(shelf.find({ pdq, quality: 49 }, { turned: true, most: 5 })).toEqual([]);
  expect(shelf.find({ pdq, quality: 50 }, { turned: true, most: 5 })).toMatchObject([
    { place: 1, distance: 0 },
  ]);
});

test("turning a hash about and back gives the hash again, and a turned one is found as such", () => {
  fc.assert(
    fc.property(hex(32), fc.constantFrom(...orientations), (pdq, orientation) => {
      const back = { rotate90: "rotate270", rotate270: "rotate90" } as const;
      const turned = turnHash(bytes(pdq), orientation);
      const undone =
        orientation === "rotate90" || orientation === "rotate270" ? back[orientation] : orientation;
      expect(turnHash(turned, undone)).toEqual(bytes(pdq));
      const shelf = createHashShelf();
      shelf.add({ pdq: Buffer.from(turned).toString("hex") });
      expect(shelf.find({ pdq }, { turned: true, most: 1 })).toHaveLength(1);
    }),
  );
});

test("a video is found by its frames, whole or cut, and a picture that is one of its frames; another video is not", () => {
  const shelf = createHashShelf();
  const frame = (seed: number) => ({
    pdq: seed.toString(16).padStart(2, "0").repeat(32),
    quality: 90,
    timeMs: seed * 1000,
  });
  const frames = [0x1b, 0x2d, 0x4e, 0x63, 0x87, 0x95, 0xa9, 0xc5, 0xd2, 0xf1].map(frame);
  shelf.add({ frames });
  shelf.add({ frames: [0x35, 0x56, 0x6a, 0x99, 0xac].map(frame) });
  const found = (query: object) =>
    shelf.find(query, { turned: false, most: 5 }).map(({ place, method }) => ({ place, method }));
  expect(found({ frames })).toEqual([{ place: 0, method: "frames" }]);
  expect(found({ frames: frames.slice(3, 7) })).toEqual([{ place: 0, method: "frames" }]);
  expect(found({ pdq: frames[4]?.pdq })).toEqual([{ place: 0, method: "frames" }]);
  expect(found({ frames: [...frames.slice(0, 2), ...[0x17, 0x74, 0xb8, 0xe2, 0x0f].map(frame)] })).toEqual(
    [],
  );
});

test("another thread merges what was added; what is added and removed meanwhile is kept and gone", async () => {
  const shelf = createHashShelf();
  const many = 50_500;
  const draw = (): SealedHashes => ({ pdq: toHex(randomBytes(32)) });
  const drawAll = () => ({ ...draw(), md5: toHex(randomBytes(16)), gradient: toHex(randomBytes(32)) });
  const entries = Array.from({ length: many }, (_, place) => (place % 500 === 0 ? drawAll() : draw()));
  for (const entry of entries) shelf.add(entry);
  const merging = shelf.settle();
  for (let place = 0; place < many; place += 1_000) shelf.remove(place);
  for (let late = 0; late < 40; late += 1) shelf.add(entries[entries.push(drawAll()) - 1] ?? {});
  const check = () => {
    for (const [place, entry] of entries.entries()) {
      const { pdq, md5, gradient } = entry;
      if (!pdq || !md5 || !gradient) continue;
      const isGone = place % 1_000 === 0 && place < many;
      const [near] = shelf.find({ pdq, gradient }, { turned: false, most: 1 });
      const [same] = shelf.find({ md5 }, { turned: false, most: 1 });
      expect([near?.place, near?.secondDistance, same?.place]).toEqual(
        isGone ? [undefined, undefined, undefined] : [place, 0, place],
      );
    }
    expect(shelf.count).toBe(many + 40 - 51);
  };
  check();
  await merging;
  check();
  // So many that their digests are wiped too.
  for (let place = 1; place < 6_000; place += 1) shelf.remove(place);
  await shelf.settle();
  const digestOf = (place: number) => ({ md5: entries[place]?.md5 ?? "" });
  expect(shelf.find(digestOf(500), { turned: false, most: 1 })).toEqual([]);
  expect(shelf.find(digestOf(6_500), { turned: false, most: 1 })).toMatchObject([{ place: 6_500 }]);
}, 60_000);

test("a column keeps what is set where it is set, in whatever block", () => {
  const places = fc.uniqueArray(fc.oneof(fc.nat(300_000), fc.constantFrom(0, 65_535, 65_536, 131_072)));
  fc.assert(
    fc.property(places, (set) => {
      const numbers = createColumn((length) => new Uint32Array(length));
      const bytes = createByteColumn(3);
      for (const place of set) {
        numbers.set(place, place + 7);
        bytes.set(place, Uint8Array.of(9, place & 255, place >> 16, 1, 9), 1);
      }
      for (const place of [...set, 1, 299_999]) {
        const isSet = set.includes(place);
        expect(numbers.get(place)).toBe(isSet ? place + 7 : 0);
        expect([...bytes.get(place)]).toEqual(isSet ? [place & 255, place >> 16, 1] : [0, 0, 0]);
      }
    }),
    { numRuns: 30 },
  );
});

test("pictures turned and mirrored are found by the hash of the upright one alone; swapped rows and columns are exact", () => {
  const apart: number[] = [];
  let missed = 0;
  for (let seed = 0; seed < 14; seed += 1) {
    const picture = drawPicture({
      seed,
      width: 400,
      height: 300,
      channels: 3,
      kind: seed % 2 ? "scene" : "shapes",
    });
    const { hashes, quality } = dihedralHashes(picture);
    if (quality < 50) continue;
    for (const orientation of orientations) {
      const hash = hashes[orientation];
      const alone = turnHash(hashes.original, orientation);
      const distance = hammingDistance(alone, hash);
      if (orientation === "original" || orientation === "flipPlus1") expect(distance).toBe(0);
      else apart.push(distance);
      const shelf = createHashShelf();
      shelf.add({ pdq: toHex(hash), quality });
      const [found] = shelf.find({ pdq: toHex(hashes.original), quality }, { turned: true, most: 1 });
      if (!found) missed += 1;
      else if (found.turned) expect(found.distance).toBeLessThanOrEqual(nearDistance + turnedAllowance);
      else expect(found.distance).toBeLessThanOrEqual(nearDistance);
    }
  }
  expect(apart.length).toBeGreaterThan(50);
  expect(apart.sort((one, other) => one - other)[Math.floor(apart.length / 2)]).toBeLessThanOrEqual(10);
  expect(missed / apart.length).toBeLessThan(0.02);
});

test("a turned picture is looked for a little further than an upright one", () => {
  const pdq = Buffer.from("1b2d4e638795a9c5d2f1356a99ac0f74b8e21735566acd0b83f2e1d4c7a95e60", "hex");
  const bitsAway = (hash: Uint8Array, bits: number) => {
    const changed = Uint8Array.from(hash);
    for (let bit = 0; bit < bits; bit += 1) changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return toHex(changed);
  };
  const found = (hash: Uint8Array, bits: number) => {
    const shelf = createHashShelf();
    shelf.add({ pdq: bitsAway(hash, bits) });
    return shelf.find({ pdq: toHex(pdq) }, { turned: true, most: 1 }).length;
  };
  const turned = turnHash(pdq, "rotate90");
  expect([found(pdq, nearDistance), found(pdq, nearDistance + 1)]).toEqual([1, 0]);
  expect([
    found(turned, nearDistance + turnedAllowance),
    found(turned, nearDistance + turnedAllowance + 1),
  ]).toEqual([1, 0]);
});
