import {
  buildExactIndex,
  catchUp,
  type ExactIndex,
  type FrameHash,
  fromHex,
  mergeExactIndex,
  type Orientation,
} from "@vigie/hashing";
import { createDigestTable } from "./digest-table.ts";
import { isComparable, isSameVideo, nearDistance, secondDistanceOf } from "./match-rules.ts";
import type { SealedHashes } from "./seal-hashes.ts";
import { turnedHashes } from "./turn-hash-rules.ts";

/** An entry of a shelf near enough to what was asked for. */
export interface Found {
  /** Its place on the shelf, as `add` gave it. */
  place: number;
  method: "exact" | "near" | "frames";
  /** Bits of PDQ that differ; null for `exact`. */
  distance: number | null;
  /** Bits of the gradient hashes that differ; null when one has none, or one of the pictures is turned. */
  secondDistance: number | null;
  turned: Orientation | null;
}

interface FindOptions {
  distance?: number;
  turned: boolean;
  most: number;
  /** Places that are not asked about. */
  skips?: (place: number) => boolean;
}

/** Fingerprints in memory, searched exactly: none within the distance is missed. */
export interface HashShelf {
  /** Entries that are found. */
  readonly count: number;
  /** @returns its place: 0 and up, in the order added. */
  add(hashes: SealedHashes): number;
  /** Is not found from now on, and its perceptual hashes are wiped. */
  remove(place: number): void;
  /**
   * The best match of each entry, the nearest first.
   * @param options.turned also look for turned and mirrored pictures, at eight times the work.
   * @param options.most matches at the most.
   */
  find(query: SealedHashes, options: FindOptions): Found[];
  /** As `find`, in steps of one search each, so that others have their turn in between. */
  findInSteps(query: SealedHashes, options: FindOptions): Generator<void, Found[]>;
}

// More than this appended costs searches more than merging costs once: about half a second a million hashes.
const appendedBeforeMerge = 50_000;

// To build the table of digests anew costs about as much as so many entries did.
const wipedShare = 0.1;

export function createHashShelf(): HashShelf {
  const digests = createDigestTable();
  let index: ExactIndex = buildExactIndex(new Uint8Array(0));
  /** For each hash of the index, the place of its entry. */
  let owners = new Uint32Array(1024);
  const removed = new Set<number>();
  let wipedDigests = 0;
  /** Hashes of the index, gradient and frames of the entries that have more than one PDQ hash, or a second one. */
  const hashesOf = new Map<number, number[]>();
  const gradients = new Map<number, Uint8Array>();
  const videos = new Map<number, FrameHash[]>();
  let firstHash = new Int32Array(1024).fill(-1);
  let added = 0;

  function append(hash: Uint8Array, place: number): void {
    const id = index.append(hash);
    if (id >= owners.length) owners = grown(owners, new Uint32Array(owners.length * 2));
    owners[id] = place;
    const ids = hashesOf.get(place);
    if (ids) ids.push(id);
    else if (firstHash[place] === -1) firstHash[place] = id;
    else hashesOf.set(place, [firstHash[place] ?? 0, id]);
  }

  function mergeWhenWorthwhile(): void {
    if (index.appended < appendedBeforeMerge || index.appended * 4 < index.count) return;
    const merged = mergeExactIndex(index);
    catchUp(merged, index);
    index = merged;
  }

  function byDigest({ md5, sha1, sha256 }: SealedHashes): Found[] {
    const places = new Set([md5, sha1, sha256].flatMap((hex) => (hex ? digests.find(bytesOf(hex)) : [])));
    return [...places].map((place) => ({
      place,
      method: "exact",
      distance: null,
      secondDistance: null,
      turned: null,
    }));
  }

  function* byPicture(
    { pdq, quality, gradient }: SealedHashes,
    { distance = nearDistance, turned }: FindOptions,
  ): Generator<void, Found[]> {
    if (!pdq || !isComparable(quality)) return [];
    const second = gradient ? bytesOf(gradient) : null;
    const upright = { orientation: "original" as const, hash: bytesOf(pdq) };
    const forms = turned ? turnedHashes(upright.hash) : [upright];
    const all: Found[] = [];
    for (const { orientation, hash } of forms) {
      const isUpright = orientation === "original";
      for (const match of index.find(hash, distance)) {
        const place = owners[match.id] ?? 0;
        all.push({
          place,
          method: videos.has(place) ? "frames" : "near",
          distance: match.distance,
          secondDistance: isUpright ? secondDistanceOf(second, gradients.get(place) ?? null) : null,
          turned: isUpright ? null : orientation,
        });
      }
      yield;
    }
    return all;
  }

  function* byFrames(
    { frames = [] }: SealedHashes,
    { distance = nearDistance, skips }: FindOptions,
  ): Generator<void, Found[]> {
    const query = frameHashes(frames);
    /** Of each place: the fewest bits apart, how many frames of the query it has, and how many of its own were met. */
    const met = new Map<number, { apart: number; asked: number; own: Set<number> }>();
    for (const { hash } of query) {
      const places = new Set<number>();
      for (const match of index.find(hash, distance)) {
        const place = owners[match.id] ?? 0;
        if (skips?.(place)) continue;
        const one = met.get(place) ?? { apart: match.distance, asked: 0, own: new Set() };
        met.set(place, one);
        one.apart = Math.min(one.apart, match.distance);
        one.own.add(match.id);
        if (!places.has(place)) one.asked += 1;
        places.add(place);
      }
      yield;
    }
    return [...met].flatMap(([place, { apart, asked, own }]): Found[] => {
      const video = videos.get(place);
      const shares = { queryShare: asked / query.length, candidateShare: own.size / (video?.length ?? 1) };
      // A picture that is a frame of the video needs no share.
      if (video && !isSameVideo(shares)) return [];
      return [{ place, method: "frames", distance: apart, secondDistance: null, turned: null }];
    });
  }

  function* findInSteps(query: SealedHashes, options: FindOptions): Generator<void, Found[]> {
    const best = new Map<number, Found>();
    for (const found of [
      ...byDigest(query),
      ...(yield* byPicture(query, options)),
      ...(yield* byFrames(query, options)),
    ]) {
      const before = best.get(found.place);
      if (removed.has(found.place) || options.skips?.(found.place)) continue;
      if (!before || isNearer(found, before)) best.set(found.place, found);
    }
    return [...best.values()].sort((one, other) => (isNearer(one, other) ? -1 : 1)).slice(0, options.most);
  }

  return {
    get count() {
      return added - removed.size;
    },
    add(hashes) {
      const place = added;
      added += 1;
      if (place >= firstHash.length) firstHash = grown(firstHash, new Int32Array(place * 2).fill(-1));
      for (const hex of [hashes.md5, hashes.sha1, hashes.sha256]) if (hex) digests.add(bytesOf(hex), place);
      if (hashes.pdq && isComparable(hashes.quality)) append(bytesOf(hashes.pdq), place);
      if (hashes.gradient) gradients.set(place, bytesOf(hashes.gradient));
      const frames = frameHashes(hashes.frames ?? []);
      if (frames.length > 0) videos.set(place, frames);
      for (const { hash } of frames) append(hash, place);
      mergeWhenWorthwhile();
      return place;
    },
    remove(place) {
      if (place >= added || removed.has(place)) return;
      removed.add(place);
      const first = firstHash[place] ?? -1;
      for (const id of hashesOf.get(place) ?? (first === -1 ? [] : [first])) index.remove(id);
      hashesOf.delete(place);
      gradients.delete(place);
      videos.delete(place);
      if (removed.size - wipedDigests > Math.max(1000, wipedShare * added)) {
        digests.removePlaces(removed);
        wipedDigests = removed.size;
      }
    },
    findInSteps,
    find(query, options) {
      const steps = findInSteps(query, options);
      for (;;) {
        const { done, value } = steps.next();
        if (done) return value;
      }
    },
  };
}

/** The same file before all others, then fewer bits, then upright, then the older entry. */
function isNearer(one: Found, other: Found): boolean {
  const apart =
    (one.distance ?? -1) - (other.distance ?? -1) ||
    Number(one.turned !== null) - Number(other.turned !== null) ||
    one.place - other.place;
  return apart < 0;
}

/** Frames worth comparing, each hash once. */
function frameHashes(frames: NonNullable<SealedHashes["frames"]>): FrameHash[] {
  const once = new Map(
    frames.filter(({ quality }) => isComparable(quality)).map((frame) => [frame.pdq, frame]),
  );
  return [...once.values()].map(({ pdq, quality, timeMs }) => ({ hash: bytesOf(pdq), quality, timeMs }));
}

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (!bytes) throw new RangeError("a hash is not hexadecimal");
  return bytes;
}

function grown<Numbers extends Uint32Array | Int32Array>(from: Numbers, into: Numbers): Numbers {
  into.set(from);
  return into;
}
