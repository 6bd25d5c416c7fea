import type { Pixels } from "@vigie/hashing";

/** Pixels drawn at once: telephones limit the area of a canvas, the strictest to 16 million. */
const stripPixels = 4_000_000;
/** The same limit as on the server. */
const mostPixels = 50_000_000;

/** The picture is larger than this device can hold beside its pixels. */
export class TooLargePicture extends Error {}

/** What is drawn, at its own size. @throws TooLargePicture */
export function readPixels(source: CanvasImageSource, width: number, height: number): Pixels {
  if (width * height > mostPixels) throw new TooLargePicture();
  const samples = new Uint8ClampedArray(width * height * 4);
  const rows = Math.min(height, Math.max(1, Math.floor(stripPixels / width)));
  const context = newContext(width, rows);
  for (let top = 0; top < height; top += rows) {
    const high = Math.min(rows, height - top);
    context.clearRect(0, 0, width, rows);
    context.drawImage(source, 0, -top);
    samples.set(context.getImageData(0, 0, width, high).data, top * width * 4);
  }
  return { width, height, channels: 4, samples };
}

/** Whether pixels come back as they were drawn: some browsers change them, so that pages cannot tell people apart. */
export function isCanvasTrue(): boolean {
  const side = 64;
  const context = newContext(side, side);
  const drawn = context.createImageData(side, side);
  for (let at = 0; at < drawn.data.length; at += 1) drawn.data[at] = at % 4 === 3 ? 255 : (at * 37) % 256;
  context.putImageData(drawn, 0, 0);
  const read = context.getImageData(0, 0, side, side).data;
  return read.every((value, at) => value === drawn.data[at]);
}

function newContext(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true, colorSpace: "srgb" });
  if (!context) throw new Error("this browser draws nothing");
  return context;
}
