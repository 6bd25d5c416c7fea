import type { Sharp } from "sharp";

/** Every way to write a picture that people send, by a name for its file. */
export const pictureFormats: Readonly<Record<string, (picture: Sharp) => Sharp>> = {
  "jpeg.jpg": (picture) => picture.jpeg({ quality: 85 }),
  "progressive.jpg": (picture) => picture.jpeg({ progressive: true, chromaSubsampling: "4:4:4" }),
  "grey.jpg": (picture) => picture.greyscale().jpeg(),
  "inks.jpg": (picture) => picture.toColourspace("cmyk").jpeg(),
  "turned.jpg": (picture) => picture.withMetadata({ orientation: 6 }).jpeg(),
  "profile.jpg": (picture) => picture.withIccProfile("p3").jpeg(),
  "colours.png": (picture) => picture.png(),
  "palette.png": (picture) => picture.png({ palette: true, colours: 64, effort: 1 }),
  "transparent.png": (picture) => picture.ensureAlpha(0.5).png(),
  "deep.png": (picture) => picture.toColourspace("rgb16").png(),
  "grey.png": (picture) => picture.greyscale().png(),
  "lossy.webp": (picture) => picture.webp({ quality: 70, effort: 0 }),
  "lossless.webp": (picture) => picture.webp({ lossless: true, effort: 0 }),
  "transparent.webp": (picture) => picture.ensureAlpha(0.3).webp({ lossless: true, effort: 0 }),
  "still.gif": (picture) => picture.gif({ effort: 1 }),
  "lossy.avif": (picture) => picture.avif({ quality: 60, effort: 0 }),
  "colours.tiff": (picture) => picture.tiff({ compression: "lzw" }),
  "deep.tiff": (picture) => picture.toColourspace("rgb16").tiff(),
  "inks.tiff": (picture) => picture.toColourspace("cmyk").tiff({ compression: "deflate" }),
};
