import { hammingDistance } from "./hamming-distance.ts";

/** The PDQ hash of one frame of a video. A list of these is what vPDQ calls the hash of a video. */
export type FrameHash = {
  /** 32 bytes. */
  hash: Uint8Array;
  /** 0 to 100. */
  quality: number;
  /** From the start of the video. */
  timeMs: number;
};

/** How much of each video is found in the other, 0 to 1. */
export type VideoMatch = {
  /** Share of the query's frames that have a frame of the candidate within the distance. */
  queryShare: number;
  /** Share of the candidate's frames that have a frame of the query within the distance. */
  candidateShare: number;
  /** Frames of the query that counted. */
  queryFrames: number;
  /** Frames of the candidate that counted. */
  candidateFrames: number;
};

/**
 * Compares two videos as vPDQ does: frames below the least quality do not count, frames with the same hash count once,
 * and the order of frames plays no part. A short clip in a long film gives a high share on one side only.
 * When no frame of a side counts, both shares are 0.
 *
 * Source: facebook/ThreatExchange, vpdq and python-threatexchange; its C++ command counts frames strictly nearer than
 * its tolerance, its Python library those up to the distance, as here.
 * @param distance bits, up to and including.
 */
export function matchVideos(
  query: readonly FrameHash[],
  candidate: readonly FrameHash[],
  { distance = 31, leastQuality = 50 }: { distance?: number; leastQuality?: number } = {},
): VideoMatch {
  const ofQuery = framesThatCount(query, leastQuality);
  const ofCandidate = framesThatCount(candidate, leastQuality);
  return {
    queryShare: shareFound(ofQuery, ofCandidate, distance),
    candidateShare: shareFound(ofCandidate, ofQuery, distance),
    queryFrames: ofQuery.length,
    candidateFrames: ofCandidate.length,
  };
}

function framesThatCount(frames: readonly FrameHash[], leastQuality: number): Uint8Array[] {
  const hashes = new Map<string, Uint8Array>();
  for (const { hash, quality } of frames) {
    if (quality >= leastQuality) hashes.set(String.fromCharCode(...hash), hash);
  }
  return [...hashes.values()];
}

function shareFound(these: readonly Uint8Array[], among: readonly Uint8Array[], distance: number): number {
  if (these.length === 0) return 0;
  const found = these.filter((hash) => among.some((other) => hammingDistance(hash, other) <= distance));
  return found.length / these.length;
}
