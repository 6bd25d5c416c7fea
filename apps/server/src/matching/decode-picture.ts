import type { Pixels } from "@vigie/hashing";
import sharp, { type SharpOptions } from "sharp";
import { DecodeRefusal, mostPixels } from "./decode-rules.ts";

/** Everything else that libvips can open is shut: drawings, documents, its own formats. */
export function limitDecoders(): void {
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({
    operation: ["Jpeg", "Png", "Webp", "Nsgif", "Heif", "Tiff"].map(
      (format) => `VipsForeignLoad${format}Buffer`,
    ),
  });
}

// No profile is applied, no orientation, and nothing is shrunk on load: each would move the hash. A first frame or page
// only. Warnings are let pass, as browsers do; what is cut short or wrong is not.
const options: SharpOptions = {
  failOn: "error",
  ignoreIcc: true,
  limitInputPixels: mostPixels,
  pages: 1,
  sequentialRead: true,
};

/**
 * The pixels of a picture as they are stored: 8 bits a sample, a palette as its colours, transparency beside the
 * colours and not blended, CMYK with black multiplied in as browsers do.
 * @throws DecodeRefusal `too_many_pixels` by the header alone, `damaged`.
 */
export async function decodePicture(bytes: Uint8Array): Promise<Pixels> {
  try {
    const { width, height, space } = await sharp(bytes, options).metadata();
    if (width * height > mostPixels) throw new DecodeRefusal("too_many_pixels");
    return await (space === "cmyk" ? decodeInks(bytes) : decodeColours(bytes));
  } catch (error) {
    if (error instanceof DecodeRefusal) throw error;
    const isTooLarge =
      error instanceof Error && /exceeds pixel limit|too large|dimensions/i.test(error.message);
    throw new DecodeRefusal(isTooLarge ? "too_many_pixels" : "damaged");
  }
}

async function decodeColours(bytes: Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(bytes, options)
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels !== 1 && channels !== 3 && channels !== 4) throw new DecodeRefusal("damaged");
  return { width, height, channels, samples: data };
}

/** Without a profile: each colour is its paper times what black leaves of it, rounded down. Source: Blink's JPEG decoder. */
async function decodeInks(bytes: Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(bytes, options)
    .pipelineColourspace("cmyk")
    .toColourspace("cmyk")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const samples = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const from = pixel * channels;
    const paper = 255 - (data[from + 3] ?? 0);
    for (let colour = 0; colour < 3; colour += 1) {
      samples[pixel * 3 + colour] = ((255 - (data[from + colour] ?? 0)) * paper) / 255;
    }
  }
  return { width, height, channels: 3, samples };
}
