import sharp, { type Sharp } from "sharp";
import type { InventedPicture } from "./invented-pictures.ts";

/** What is done to a picture before it comes back, as a file. */
export interface PictureEdit {
  name: string;
  /** It turns or mirrors the picture: only its dihedral variants can match. */
  turns?: true;
  apply(picture: InventedPicture, other: InventedPicture): Promise<Buffer>;
}

const open = ({ samples, width, height, channels }: InventedPicture): Sharp =>
  sharp(samples, { raw: { width, height, channels } });

const edit = (
  name: string,
  change: (picture: Sharp, size: { width: number; height: number }) => Sharp,
  turns?: true,
): PictureEdit => ({
  name,
  ...(turns && { turns }),
  apply: (picture) => change(open(picture), picture).jpeg({ quality: 90 }).toBuffer(),
});

const part = (size: { width: number; height: number }, share: number) => {
  const width = Math.round(size.width * share);
  const height = Math.round(size.height * share);
  return {
    left: Math.round((size.width - width) / 2),
    top: Math.round((size.height - height) / 2),
    width,
    height,
  };
};

const recompressed = (name: string, save: (picture: Sharp) => Sharp): PictureEdit => ({
  name,
  apply: (picture) => save(open(picture)).toBuffer(),
});

/** A drawing to lay over a picture: words, a bar, a mark. */
const drawing = (size: { width: number; height: number }, shapes: string) =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">${shapes}</svg>`,
  );

const bordered = (name: string, pixels: number, background: string): PictureEdit =>
  edit(name, (picture) =>
    picture.extend({ top: pixels, bottom: pixels, left: pixels, right: pixels, background }),
  );

/** Bars of an application above and below, as a telephone keeps its screen. */
async function screenshot(picture: InventedPicture, share: number): Promise<Buffer> {
  const width = 720;
  const inner = await open(picture).resize({ width: width }).png().toBuffer();
  const { height = 0 } = await sharp(inner).metadata();
  const bar = Math.round((height * share) / 2);
  return sharp({ create: { width, height: height + 2 * bar, channels: 3, background: "#1b1b1f" } })
    .composite([{ input: inner, left: 0, top: bar }])
    .jpeg({ quality: 85 })
    .toBuffer();
}

/** Forty of them. */
export const pictureEdits: readonly PictureEdit[] = [
  recompressed("jpeg, quality 90", (picture) => picture.jpeg({ quality: 90 })),
  recompressed("jpeg, quality 60", (picture) => picture.jpeg({ quality: 60 })),
  recompressed("jpeg, quality 30", (picture) => picture.jpeg({ quality: 30 })),
  recompressed("jpeg, quality 10", (picture) => picture.jpeg({ quality: 10 })),
  recompressed("webp, quality 50", (picture) => picture.webp({ quality: 50 })),
  recompressed("avif, quality 40", (picture) => picture.avif({ quality: 40, effort: 0 })),
  recompressed("gif, 32 colours", (picture) => picture.gif({ colours: 32, effort: 1 })),
  edit("resized to 200 %", (picture, { width }) => picture.resize({ width: width * 2 })),
  edit("resized to 75 %", (picture, { width }) => picture.resize({ width: Math.round(width * 0.75) })),
  edit("resized to 50 %", (picture, { width }) => picture.resize({ width: Math.round(width * 0.5) })),
  edit("resized to 25 %", (picture, { width }) => picture.resize({ width: Math.round(width * 0.25) })),
  edit("resized to 96 pixels", (picture) => picture.resize({ width: 96 })),
  edit("squeezed to a square", (picture) => picture.resize(500, 500, { fit: "fill" })),
  edit("grey", (picture) => picture.greyscale()),
  edit("sepia", (picture) => picture.modulate({ saturation: 0.3 }).tint("#b08050")),
  edit("brighter by 30 %", (picture) => picture.modulate({ brightness: 1.3 })),
  edit("darker by 30 %", (picture) => picture.modulate({ brightness: 0.7 })),
  edit("more contrast", (picture) => picture.linear(1.4, -50)),
  edit("less contrast", (picture) => picture.linear(0.6, 50)),
  edit("more colour", (picture) => picture.modulate({ saturation: 1.8 })),
  edit("hue turned by 60°", (picture) => picture.modulate({ hue: 60 })),
  edit("blurred, sigma 2", (picture) => picture.blur(2)),
  edit("sharpened", (picture) => picture.sharpen({ sigma: 2 })),
  edit("words along the bottom", (picture, size) =>
    picture.composite([
      {
        input: drawing(
          size,
          `<rect x="0" y="88%" width="100%" height="12%" fill="#000"/><rect x="10%" y="92%" width="80%" height="3%" fill="#fff"/>`,
        ),
      },
    ]),
  ),
  edit("a mark in a corner", (picture, size) =>
    picture.composite([
      { input: drawing(size, `<circle cx="90%" cy="90%" r="6%" fill="#fff" opacity="0.8"/>`) },
    ]),
  ),
  edit("a bar over the middle", (picture, size) =>
    picture.composite([
      { input: drawing(size, `<rect x="35%" y="40%" width="30%" height="10%" fill="#000"/>`) },
    ]),
  ),
  bordered("a border of 2 %", 10, "#fff"),
  bordered("a border of 8 %", 40, "#000"),
  ...[0.99, 0.97, 0.95, 0.9, 0.8].map((share) =>
    edit(`cropped to ${Math.round(share * 100)} % of each side`, (picture, size) =>
      picture.extract(part(size, share)),
    ),
  ),
  edit("turned by 1°", (picture, size) =>
    picture.rotate(1, { background: "#000" }).resize(size.width, size.height, { fit: "cover" }),
  ),
  edit("turned by 90°", (picture) => picture.rotate(90), true),
  edit("turned by 180°", (picture) => picture.rotate(180), true),
  edit("mirrored", (picture) => picture.flop(), true),
  { name: "screenshot, thin bars", apply: (picture) => screenshot(picture, 0.04) },
  { name: "screenshot, wide bars", apply: (picture) => screenshot(picture, 0.5) },
  {
    name: "one half of a collage",
    apply: async (picture, other) =>
      sharp({ create: { width: picture.width * 2, height: picture.height, channels: 3, background: "#fff" } })
        .composite([
          { input: await open(picture).png().toBuffer(), left: 0, top: 0 },
          {
            input: await open(other).resize(picture.width, picture.height).png().toBuffer(),
            left: picture.width,
            top: 0,
          },
        ])
        .jpeg({ quality: 90 })
        .toBuffer(),
  },
];
