import {
  buildExactIndex,
  catchUp,
  type ExactIndex,
  type FrameHash,
  fromHex,
  matchVideos,
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
  find(query: SealedHashes, options: { distance?: number; turned: boolean; most: number }): Found[];
}

// More than this appended costs searches more than merging costs once: about half a second a million hashes.
const appendedBeforeMerge = 50_000;

export function createHashShelf(): HashShelf {
  const digests = createDigestTable();
  let index: ExactIndex = buildExactIndex(new Uint8Array(0));
  /** For each hash of the index, the place of its entry. */
  let owners = new Uint32Array(1024);
  const removed = new Set<number>();
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

  function byPicture({ pdq, quality, gradient }: SealedHashes, distance: number, turned: boolean): Found[] {
    if (!pdq || !isComparable(quality)) return [];
    const second = gradient ? bytesOf(gradient) : null;
    const upright = { orientation: "original" as const, hash: bytesOf(pdq) };
    const forms = turned ? turnedHashes(upright.hash) : [upright];
    return forms.flatMap(({ orientation, hash }) =>
      index.find(hash, distance).map((match): Found => {
        const place = owners[match.id] ?? 0;
        const isUpright = orientation === "original";
        return {
          place,
          method: videos.has(place) ? "frames" : "near",
          distance: match.distance,
          secondDistance: isUpright ? secondDistanceOf(second, gradients.get(place) ?? null) : null,
          turned: isUpright ? null : orientation,
        };
      }),
    );
  }

  function byFrames({ frames = [] }: SealedHashes, distance: number): Found[] {
    const query = frameHashes(frames);
    const nearest = new Map<number, number>();
    for (const { hash } of query) {
      for (const match of index.find(hash, distance)) {
        const place = owners[match.id] ?? 0;
        nearest.set(place, Math.min(match.distance, nearest.get(place) ?? match.distance));
      }
    }
    return [...nearest].flatMap(([place, apart]): Found[] => {
      const video = videos.get(place);
      // A picture that is a frame of the video needs no share.
      if (video && !isSameVideo(matchVideos(query, video, { distance }))) return [];
      return [{ place, method: "frames", distance: apart, secondDistance: null, turned: null }];
    });
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
    },
    find(query, { distance = nearDistance, turned, most }) {
      const best = new Map<number, Found>();
      for (const found of [
        ...byDigest(query),
        ...byPicture(query, distance, turned),
        ...byFrames(query, distance),
      ]) {
        const before = best.get(found.place);
        if (!removed.has(found.place) && (!before || isNearer(found, before))) best.set(found.place, found);
      }
      return [...best.values()].sort((one, other) => (isNearer(one, other) ? -1 : 1)).slice(0, most);
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
