import type { Pixels } from "@vigie/hashing";
import sharp, { type SharpOptions } from "sharp";
import { DecodeRefusal, decodedBytes, mostHeldBytes, mostPixels } from "./decode-rules.ts";

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
 * @throws DecodeRefusal `too_many_pixels` and `too_much_memory` by the header alone, `damaged`.
 */
export async function decodePicture(bytes: Uint8Array): Promise<Pixels> {
  try {
    const header = await sharp(bytes, options).metadata();
    if (header.width * header.height > mostPixels) throw new DecodeRefusal("too_many_pixels");
    if (bytes.length + decodedBytes(header) > mostHeldBytes) throw new DecodeRefusal("too_much_memory");
    return await (header.space === "cmyk" ? decodeInks(bytes) : decodeColours(bytes));
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
  // Colours take less room than inks: they are written over what was read already.
  const samples = data.subarray(0, width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const from = pixel * channels;
    const to = pixel * 3;
    const cyan = data[from] ?? 0;
    const magenta = data[from + 1] ?? 0;
    const yellow = data[from + 2] ?? 0;
    const paper = 255 - (data[from + 3] ?? 0);
    samples[to] = ((255 - cyan) * paper) / 255;
    samples[to + 1] = ((255 - magenta) * paper) / 255;
    samples[to + 2] = ((255 - yellow) * paper) / 255;
  }
  return { width, height, channels: 3, samples };
}
