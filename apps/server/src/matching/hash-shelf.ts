import { buildExactIndex, catchUp, type ExactIndex, type Orientation, openExactIndex } from "@vigie/hashing";
import { askIndexWorker } from "./ask-index-worker.ts";
import { createDigestTable } from "./digest-table.ts";
import { createByteColumn, createColumn } from "./growing-column.ts";
import { isComparable, isSameVideo, nearDistance, secondDistanceOf } from "./match-rules.ts";
import {
  bytesOf,
  frameHashes,
  hashOffsets,
  type PackedHashes,
  packHashes,
  pictureHashBytes,
} from "./pack-hashes.ts";
import type { SealedHashes } from "./seal-hashes.ts";
import { createTurns } from "./take-turns.ts";
import { turnedAllowance, turnedHashes } from "./turn-hash-rules.ts";

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
  /** As `add`. @param at which of the packed ones. */
  addPacked(packed: PackedHashes, at: number): number;
  /** Whether there is such an entry, not removed. */
  holds(place: number): boolean;
  /** Is not found from now on, and its perceptual hashes are wiped. */
  remove(place: number): void;
  /**
   * Does what adding and removing left to be done, in another thread or in small steps: searches go on meanwhile, and
   * others have their turn. Call it after every some thousand added or removed.
   */
  settle(): Promise<void>;
  /**
   * The best match of each entry, the nearest first.
   * @param options.turned also look for turned and mirrored pictures, `turnedAllowance` bits further, at some thirty
   * times the work.
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

// Further the index does not look.
const mostDistance = 63;

const isRemoved = 1;
const hasGradient = 2;

export function createHashShelf(): HashShelf {
  const digests = createDigestTable();
  let index: ExactIndex = buildExactIndex(new Uint8Array(0));
  /** For each hash of the index, the place of its entry. */
  const owners = createColumn((length) => new Uint32Array(length));
  /** For each entry, its first hash in the index plus one, how many follow it there, and how many of them are frames. */
  const firstHashes = createColumn((length) => new Uint32Array(length));
  const hashCounts = createColumn((length) => new Uint16Array(length));
  const frameCounts = createColumn((length) => new Uint16Array(length));
  const traits = createColumn((length) => new Uint8Array(length));
  const gradients = createByteColumn(pictureHashBytes);
  const zeros = new Uint8Array(pictureHashBytes);
  let added = 0;
  let removed = 0;
  let wipedDigests = 0;
  let settling: Promise<void> | null = null;

  const holds = (place: number) => place < added && (traits.get(place) & isRemoved) === 0;
  const gradientOf = (place: number) => (traits.get(place) & hasGradient ? gradients.get(place) : null);

  function append(hash: Uint8Array, place: number): void {
    const id = index.append(hash);
    owners.set(id, place);
    if (firstHashes.get(place) === 0) firstHashes.set(place, id + 1);
    hashCounts.set(place, hashCounts.get(place) + 1);
  }

  function addPacked(packed: PackedHashes, at: number): number {
    const place = added;
    added += 1;
    const { pdq, gradient, digests: own } = hashOffsets(packed, at);
    for (const offset of own) digests.add(packed.hashes, place, offset);
    if (pdq !== null) append(packed.hashes.subarray(pdq, pdq + pictureHashBytes), place);
    if (gradient !== null) {
      gradients.set(place, packed.hashes, gradient);
      traits.set(place, hasGradient);
    }
    const firstFrame = packed.frameEnds[at - 1] ?? 0;
    const endOfFrames = packed.frameEnds[at] ?? firstFrame;
    frameCounts.set(place, endOfFrames - firstFrame);
    for (let frame = firstFrame; frame < endOfFrames; frame += 1) {
      append(packed.frames.subarray(frame * pictureHashBytes, (frame + 1) * pictureHashBytes), place);
    }
    return place;
  }

  async function merge(): Promise<void> {
    const older = index;
    const merged = openExactIndex(await askIndexWorker({ kind: "merge", memory: older.memory }));
    catchUp(merged, older);
    index = merged;
  }

  async function settle(): Promise<void> {
    while (index.appended >= appendedBeforeMerge && index.appended * 4 >= index.count) await merge();
    if (removed - wipedDigests <= Math.max(1000, wipedShare * added)) return;
    wipedDigests = removed;
    const turns = createTurns();
    for (const _ of digests.removePlacesInSteps({ has: (place) => !holds(place) })) await turns.next();
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
      const reach = isUpright ? distance : Math.min(distance + turnedAllowance, mostDistance);
      for (const match of index.find(hash, reach)) {
        const place = owners.get(match.id);
        all.push({
          place,
          method: frameCounts.get(place) > 0 ? "frames" : "near",
          distance: match.distance,
          secondDistance: isUpright ? secondDistanceOf(second, gradientOf(place)) : null,
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
    for (const hash of query) {
      const places = new Set<number>();
      for (const match of index.find(hash, distance)) {
        const place = owners.get(match.id);
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
      const frameCount = frameCounts.get(place);
      const shares = { queryShare: asked / query.length, candidateShare: own.size / (frameCount || 1) };
      // A picture that is a frame of the video needs no share.
      if (frameCount > 0 && !isSameVideo(shares)) return [];
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
      if (!holds(found.place) || options.skips?.(found.place)) continue;
      if (!before || isNearer(found, before)) best.set(found.place, found);
    }
    return [...best.values()].sort((one, other) => (isNearer(one, other) ? -1 : 1)).slice(0, options.most);
  }

  return {
    get count() {
      return added - removed;
    },
    add: (hashes) => addPacked(packHashes([hashes]), 0),
    addPacked,
    holds,
    remove(place) {
      if (!holds(place)) return;
      removed += 1;
      const first = firstHashes.get(place) - 1;
      for (let number = 0; number < hashCounts.get(place); number += 1) index.remove(first + number);
      if (traits.get(place) & hasGradient) gradients.set(place, zeros, 0);
      traits.set(place, isRemoved);
    },
    settle() {
      settling ??= settle().finally(() => {
        settling = null;
      });
      return settling;
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
