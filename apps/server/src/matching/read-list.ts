import { createReadStream } from "node:fs";
import {
  type LineProblem,
  type ListEntry,
  parseCsvHeader,
  parseCsvLine,
  parseJsonLine,
} from "./list-line-rules.ts";

export type ListLine = { line: number; bytesRead: number } & (
  | { entry: ListEntry }
  | { problem: LineProblem }
);

/** Longer lines are refused without being kept: an entry takes some hundred bytes. */
const longestLineBytes = 65_536;
const newLine = 10;

/**
 * Reads a list line by line: JSON lines when it begins with a brace, else CSV with a header. Holds one line at a time,
 * whatever the size of the file. Empty lines are passed over.
 */
export async function* readList(file: string): AsyncGenerator<ListLine> {
  let header: readonly string[] | "json" | null = null;
  for await (const { line, bytesRead, text } of linesOf(file)) {
    if (text === null) {
      yield { line, bytesRead, problem: "too_long" };
      continue;
    }
    if (text.trim() === "") continue;
    if (header === null) {
      header = text.trimStart().startsWith("{") ? "json" : (parseCsvHeader(text) ?? []);
      if (header !== "json") {
        if (header.length === 0) yield { line, bytesRead, problem: "wrong_columns" };
        continue;
      }
    }
    yield { line, bytesRead, ...(header === "json" ? parseJsonLine(text) : parseCsvLine(text, header)) };
  }
}

/** `text` is null for a line that is too long. A line that is no UTF-8 keeps marks of replacement, and is refused later. */
async function* linesOf(
  file: string,
): AsyncGenerator<{ line: number; bytesRead: number; text: string | null }> {
  let line = 0;
  let bytesRead = 0;
  let held: Buffer[] = [];
  let heldBytes = 0;
  const take = () => {
    line += 1;
    const text = heldBytes > longestLineBytes ? null : Buffer.concat(held).toString("utf8");
    held = [];
    heldBytes = 0;
    return { line, bytesRead, text: (line === 1 ? text?.replace(/^\uFEFF/, "") : text) ?? null };
  };
  const hold = (bytes: Buffer) => {
    heldBytes += bytes.length;
    if (heldBytes <= longestLineBytes) held.push(bytes);
  };
  for await (const chunk of createReadStream(file, { highWaterMark: 262_144 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let to = chunk.indexOf(newLine); to !== -1; to = chunk.indexOf(newLine, from)) {
      hold(chunk.subarray(from, to));
      bytesRead += heldBytes + 1;
      yield take();
      from = to + 1;
    }
    hold(chunk.subarray(from));
  }
  bytesRead += heldBytes;
  if (heldBytes > 0) yield take();
}
