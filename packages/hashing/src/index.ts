export type { Digest } from "./digest.ts";
export { dihedralHashes, type Orientation, orientations, turns } from "./dihedral-hashes.ts";
export { buildExactIndex, catchUp, type ExactIndex, mergeExactIndex, openExactIndex } from "./exact-index.ts";
export { loadExactIndex, SavedIndexError, saveExactIndex } from "./exact-index-saved.ts";
export { formatFrames, type ParsedFrames, parseFrames } from "./frame-lines.ts";
export { fullOracle } from "./full-oracle.ts";
export { hammingDistance } from "./hamming-distance.ts";
export { hashGradients } from "./hash-gradients.ts";
export { engine, hashPixels } from "./hash-pixels.ts";
export { hashPixelsPlainly } from "./hash-pixels-plainly.ts";
export {
  fromBase64,
  fromHex,
  type ParsedPdq,
  parsePdqBase64,
  parsePdqHex,
  toBase64,
  toHex,
} from "./hash-text.ts";
export { type FrameHash, matchVideos, type VideoMatch } from "./match-videos.ts";
export { createMd5 } from "./md5.ts";
export type { Pdq, Pixels } from "./pixels.ts";
export { type IndexMatch, scanHashes } from "./scan-hashes.ts";
export { createSha1 } from "./sha1.ts";
export { createSha256 } from "./sha256.ts";
