import { parsePdqHex, toHex } from "./hash-text.ts";
import type { FrameHash } from "./match-videos.ts";

/** What became of a text that should be a list of frames. Lines count from 1. */
export type ParsedFrames =
  | { frames: FrameHash[] }
  | { problem: "wrong_fields" | "wrong_hash" | "wrong_quality" | "wrong_time"; line: number };

/**
 * A frame a line: hash in hexadecimal digits, quality, seconds with three decimals, with commas between.
 * These are the fields of the strings in the JSON lists of python-threatexchange.
 */
export function formatFrames(frames: readonly FrameHash[]): string {
  return frames
    .map(({ hash, quality, timeMs }) => `${toHex(hash)},${quality},${(timeMs / 1000).toFixed(3)}\n`)
    .join("");
}

/** Reads what `formatFrames` writes. Empty lines are passed over; the first line that is wrong ends the reading. */
export function parseFrames(text: string): ParsedFrames {
  const frames: FrameHash[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line === "") continue;
    const fields = line.split(",");
    const [hex = "", quality = "", seconds = ""] = fields;
    if (fields.length !== 3) return { problem: "wrong_fields", line: at + 1 };
    const parsed = parsePdqHex(hex);
    if ("problem" in parsed) return { problem: "wrong_hash", line: at + 1 };
    if (!/^\d{1,3}$/.test(quality) || Number(quality) > 100)
      return { problem: "wrong_quality", line: at + 1 };
    if (!/^\d{1,9}(\.\d{1,9})?$/.test(seconds)) return { problem: "wrong_time", line: at + 1 };
    frames.push({
      hash: parsed.hash,
      quality: Number(quality),
      timeMs: Math.round(Number(seconds) * 1000),
    });
  }
  return { frames };
}
