/** Of a picture, as its header says: 50 megapixels. */
export const mostPixels = 50_000_000;
/** Bytes of a picture's file. */
export const mostPictureBytes = 100 * 1024 * 1024;
/** Frames that a video gives, one a second. */
export const mostFrames = 600;

/** What a picture's file and its decoding may take of 256 MB together: the rest is the program. */
export const mostHeldBytes = 180 * 1024 * 1024;

/**
 * Bytes that a decoder takes at once for a picture, as its header says: the pixels, and beside them what is kept until the
 * last byte came. Each scan of a progressive JPEG adds to coefficients of 2 bytes, each of an interlaced PNG to the whole picture;
 * GIF, WebP and AVIF pictures are made whole.
 */
export function decodedBytes({
  format,
  width,
  height,
  channels,
  isProgressive = false,
  chromaSubsampling = "",
  depth = "uchar",
}: {
  format: string;
  width: number;
  height: number;
  channels: number;
  isProgressive?: boolean | undefined;
  chromaSubsampling?: string | undefined;
  depth?: string | undefined;
}): number {
  const keptOf: Readonly<Record<string, number>> = {
    jpeg: isProgressive ? 2 * (chromaSubsampling === "4:2:0" ? 1.5 : channels) : 0,
    png: isProgressive ? channels * (depth === "uchar" ? 1 : 2) : 0,
    tiff: 0,
  };
  return width * height * (channels + (keptOf[format] ?? 4));
}

/** What a file is, by its first bytes. Its name plays no part. */
export type FileKind = "picture" | "video" | "unknown";

/** First bytes that `kindOf` needs. */
export const signatureBytes = 16;

/** How files begin, each from its first byte on. */
const pictureStarts = [
  "\xff\xd8\xff",
  "\x89PNG\r\n\x1a\n",
  "GIF87a",
  "GIF89a",
  "II*\0",
  "MM\0*",
  "II+\0",
  "MM\0+",
];
const videoStarts = ["\x1a\x45\xdf\xa3", "OggS", "FLV\x01", "\0\0\x01\xb3", "\0\0\x01\xba"];
/** Brands of pictures in the ISO base media format. Its other brands are videos. */
const pictureBrands = ["avif", "avis", "mif1", "msf1"];

/** Only what is named here is ever given to a decoder: no vector drawings, documents or scripts. */
export function kindOf(start: Uint8Array): FileKind {
  const text = String.fromCharCode(...start.subarray(0, signatureBytes));
  const begins = (signature: string) => text.startsWith(signature);
  if (pictureStarts.some(begins)) return "picture";
  if (videoStarts.some(begins)) return "video";
  if (text.startsWith("ftyp", 4)) return pictureBrands.includes(text.slice(8, 12)) ? "picture" : "video";
  if (begins("RIFF") && text.startsWith("WEBP", 8)) return "picture";
  if (begins("RIFF") && text.startsWith("AVI ", 8)) return "video";
  return "unknown";
}

/** Why a file has no fingerprint. */
export type DecodeProblem =
  | "unreadable"
  | "not_a_file"
  | "empty"
  | "unknown_kind"
  | "too_many_bytes"
  | "too_many_pixels"
  | "damaged"
  | "too_slow"
  | "too_much_memory"
  | "decoder_ended"
  | "no_ffmpeg"
  | "no_frames";

/** For whoever runs the command. */
export const decodeProblems: Readonly<Record<DecodeProblem, string>> = {
  unreadable: "cannot be read. Check that it exists and that you may read it.",
  not_a_file: "is not a file.",
  empty: "is empty.",
  unknown_kind:
    "is neither a JPEG, PNG, WebP, GIF, AVIF or TIFF picture nor a video. Its content was looked at, not its name.",
  too_many_bytes: `is a picture of more than ${mostPictureBytes / 1024 / 1024} MB. Save it smaller; its size in pixels may stay.`,
  too_many_pixels: `says that it has more than ${mostPixels / 1_000_000} million pixels. It was not decoded.`,
  damaged: "is cut short or damaged. Copy it again from where it came.",
  too_slow: "took more than 2 seconds to decode, as files made to harm do. The decoder was ended.",
  too_much_memory:
    "would take more than 256 MB to decode, as files made to harm do. It was not read to its end.",
  decoder_ended: "made the decoder end. Nothing else was touched.",
  no_ffmpeg: "is a video, and there is no ffmpeg on the PATH. Install ffmpeg.",
  no_frames: "is a video from which ffmpeg reads no frame.",
};

/** A file that has no fingerprint. */
export class DecodeRefusal extends Error {
  readonly problem: DecodeProblem;

  constructor(problem: DecodeProblem) {
    super(problem);
    this.problem = problem;
  }
}
