import { hammingDistance, orientations } from "@vigie/hashing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createHashShelf } from "./hash-shelf.ts";
import { turnHash } from "./turn-hash-rules.ts";

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
