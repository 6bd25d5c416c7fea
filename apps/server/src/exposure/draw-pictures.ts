import { longestPreviewSide, type ViewingFilter } from "@vigie/contract";
import type { Pixels } from "@vigie/hashing";
import sharp, { type Sharp } from "sharp";
import { DecodeRefusal, mostPixels } from "../matching/decode-rules.ts";
import type { TakenPicture } from "./decoder-orders.ts";
import type { PixelRegion } from "./region-rules.ts";

type TakenAlone = Omit<TakenPicture, "preview" | "timeMs">;

/** What is kept of a picture: enough to read small writing in it. */
const longestKeptSide = 3_072;
/** Of the small picture's 96 pixels: light and dark areas stay, shapes do not. */
const blurSigma = 7;
const paper = "#808080";

/**
 * A stranger's picture made anew: upright, its first frame or page, without metadata, smaller where it was huge.
 * @throws DecodeRefusal `too_many_pixels` by the header alone, `damaged`.
 */
export async function takePicture(bytes: Uint8Array): Promise<TakenAlone> {
  const options = { failOn: "error", limitInputPixels: mostPixels, pages: 1, sequentialRead: true } as const;
  try {
    const { width, height } = await sharp(bytes, options).metadata();
    if (width * height > mostPixels) throw new DecodeRefusal("too_many_pixels");
    return await keep(sharp(bytes, options).autoOrient());
  } catch (error) {
    if (error instanceof DecodeRefusal) throw error;
    const isTooLarge =
      error instanceof Error && /exceeds pixel limit|too large|dimensions/i.test(error.message);
    throw new DecodeRefusal(isTooLarge ? "too_many_pixels" : "damaged");
  }
}

/** One frame as it came from the decoder of videos. */
export function takeFrame({ width, height, channels, samples }: Pixels): Promise<TakenAlone> {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  return keep(sharp(bytes, { raw: { width, height, channels } }));
}

async function keep(picture: Sharp): Promise<TakenAlone> {
  const { data, info } = await picture
    .resize({ width: longestKeptSide, height: longestKeptSide, fit: "inside", withoutEnlargement: true })
    .flatten({ background: paper })
    .toColourspace("srgb")
    .jpeg({ quality: 92, chromaSubsampling: "4:4:4" })
    .toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.height };
}

/** The small grey blurred picture of one that was taken. */
export async function drawPreview(taken: Uint8Array): Promise<Uint8Array> {
  const side = longestPreviewSide;
  return sharp(taken)
    .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
    .blur(blurSigma)
    .greyscale()
    .webp({ quality: 50, effort: 2 })
    .toBuffer();
}

/** A region of a picture that was taken, as WebP without metadata. Nothing outside of it is drawn. */
export async function drawRegion(
  taken: Uint8Array,
  {
    region,
    filters,
    longestSide,
  }: { region: PixelRegion; filters: readonly ViewingFilter[]; longestSide: number },
): Promise<{ bytes: Uint8Array; width: number; height: number }> {
  const wanted = new Set(filters);
  const { data, info } = await sharp(taken)
    .extract(region)
    .resize({ width: longestSide, height: longestSide, fit: "inside", withoutEnlargement: true })
    .flip(wanted.has("flipped"))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  let drawn = sharp(data, { raw: { width, height, channels } });
  if (wanted.has("edges")) drawn = drawn.greyscale().convolve(edgeKernel);
  else if (wanted.has("sepia")) drawn = drawn.recomb(sepia);
  else if (wanted.has("grey")) drawn = drawn.greyscale();
  const bytes = await drawn.webp({ quality: 85, effort: 2 }).toBuffer();
  return { bytes, width, height };
}

/** Laplacian: what is even turns black. */
const edgeKernel = { width: 3, height: 3, kernel: [-1, -1, -1, -1, 8, -1, -1, -1, -1] };
/** Source: W3C Filter Effects, 8.2 (sepia). */
const sepia: [[number, number, number], [number, number, number], [number, number, number]] = [
  [0.393, 0.769, 0.189],
  [0.349, 0.686, 0.168],
  [0.272, 0.534, 0.131],
];
