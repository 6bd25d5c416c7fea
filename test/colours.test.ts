import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

// Contrasts as WCAG 2.2 computes them (1.4.3, 1.4.6, 1.4.11), from the sheets themselves, in both themes.
const themes = ["light", "dark"] as const;
type Theme = (typeof themes)[number];
type Colours = Readonly<Record<string, string>>;

interface Sheet {
  name: string;
  colours: Record<Theme, Colours>;
  /** Running text on its grounds: 7 to 1. */
  running: Readonly<Record<string, readonly string[]>>;
  /** All other text: 4.5 to 1. */
  texts: Readonly<Record<string, readonly string[]>>;
  /** Edges of controls, rings and bars on their grounds: 3 to 1. */
  shapes: Readonly<Record<string, readonly string[]>>;
  /** Colours that carry no meaning of their own. */
  rest: readonly string[];
}

const grounds = ["ground", "surface", "raised", "sunken"];
const sheets: readonly Sheet[] = [
  {
    name: "the desk",
    colours: deskColours(await readSheet("../apps/desk/src/tokens.css")),
    running: {
      ink: [...grounds, "blue-wash", "good-wash", "amber-wash"],
      "ink-quiet": ["ground", "surface", "raised"],
    },
    texts: {
      "ink-quiet": ["sunken", "blue-wash", "amber-wash"],
      blue: [...grounds, "blue-wash"],
      good: [...grounds, "good-wash"],
      "amber-ink": [...grounds, "amber-wash"],
      "blue-ink": ["blue", "blue-hover"],
      "red-ink": ["red"],
      ground: ["ink"],
    },
    shapes: {
      "line-strong": grounds,
      blue: [...grounds, "blue-wash"],
      "amber-ink": grounds,
      red: ["ground", "surface"],
    },
    // Amber draws the eye beside words that say why; lines part what the space parts already.
    rest: ["amber", "line", "veil", "shadow"],
  },
  {
    name: "the public pages",
    colours: publicColours(await readSheet("../apps/server/src/http/public/public.css")),
    running: { ink: ["page", "sheet", "amber-sheet", "danger-sheet"], soft: ["page", "sheet"] },
    texts: {
      soft: ["amber-sheet"],
      danger: ["page", "sheet", "danger-sheet"],
      "on-act": ["act"],
    },
    shapes: { edge: ["page", "sheet"], act: ["page", "sheet"] },
    rest: ["amber", "line"],
  },
];

for (const { name, colours, running, texts, shapes, rest } of sheets) {
  for (const [what, least, pairs] of [
    ["running text", 7, running],
    ["other text", 4.5, texts],
    ["edge, ring and bar", 3, shapes],
  ] as const) {
    test(`every ${what} of ${name} stands out by ${least} to 1, in both themes`, () => {
      for (const theme of themes) {
        for (const [text, places] of Object.entries(pairs)) {
          for (const place of places) {
            const measured = contrast(colours[theme], text, place);
            expect(measured, `${theme}: ${text} on ${place}`).toBeGreaterThanOrEqual(least);
          }
        }
      }
    });
  }

  test(`no colour of ${name} is left out of this count`, () => {
    const counted = [running, texts, shapes].flatMap((pairs) => Object.entries(pairs).flat(2));
    for (const theme of themes) {
      expect(Object.keys(colours[theme]).sort()).toEqual([...new Set([...counted, ...rest])].sort());
    }
  });
}

test("the desk and the public pages are of one ink, one amber and one red", () => {
  const [desk, pages] = sheets.map(({ colours }) => colours);
  for (const [ours, theirs] of [
    ["ink", "ink"],
    ["amber", "amber"],
    ["amber-wash", "amber-sheet"],
    ["red", "danger"],
  ] as const) {
    expect(desk?.light[ours], ours).toBe(pages?.light[theirs]);
  }
  expect(desk?.dark["amber"]).toBe(pages?.dark["amber"]);
});

test("black on white is 21 to 1, and a colour on itself 1 to 1", () => {
  const colours = { black: "#000", white: "#ffffff" };
  expect(contrast(colours, "black", "white")).toBeCloseTo(21);
  expect(contrast(colours, "white", "white")).toBe(1);
});

function readSheet(place: string): Promise<string> {
  return readFile(new URL(place, import.meta.url), "utf8");
}

/** The desk writes both themes in one declaration. */
function deskColours(css: string): Record<Theme, Colours> {
  const light: Record<string, string> = {};
  const dark: Record<string, string> = {};
  for (const [, name = "", inLight = "", inDark = ""] of css.matchAll(
    /--([\w-]+): light-dark\((#\w+|rgb\([^)]*\)), (#\w+|rgb\([^)]*\))\);/g,
  )) {
    light[name] = inLight;
    dark[name] = inDark;
  }
  for (const [, name = "", value = ""] of css.matchAll(/--([\w-]+): (#\w+);/g)) {
    light[name] = value;
    dark[name] = value;
  }
  return { light, dark };
}

/** The public pages follow the system: what the dark theme leaves out stays as it is. */
function publicColours(css: string): Record<Theme, Colours> {
  const [light, dark] = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, block = ""]) =>
    Object.fromEntries([...block.matchAll(/--([\w-]+): (#\w+);/g)].map(([, name, value]) => [name, value])),
  );
  return { light: { ...light }, dark: { ...light, ...dark } };
}

function contrast(colours: Colours, one: string, other: string): number {
  const [left, right] = [luminance(colours, one), luminance(colours, other)];
  return (Math.max(left, right) + 0.05) / (Math.min(left, right) + 0.05);
}

function luminance(colours: Colours, name: string): number {
  const short = /^#(\w)(\w)(\w)$/.exec(colours[name] ?? "");
  const hex =
    short === null
      ? colours[name]
      : `#${short
          .slice(1)
          .map((digit) => digit + digit)
          .join("")}`;
  if (hex === undefined || !/^#[0-9a-f]{6}$/i.test(hex))
    throw new Error(`--${name} is a colour in hexadecimal`);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
