import { spawnSync } from "node:child_process";
import { inflateSync } from "node:zlib";

/** Every canary of words holds this; every canary of digits the other. One search finds any of them. */
export const wordMark = "kanarizq";
export const digitMark = "698441";

const marks = [wordMark, digitMark];

/** How often decoders are applied one after the other: base64 of a quoted-printable text is found, and so on. */
const depth = 2;

/**
 * Canaries in bytes that left, however they are written: plain, in another case, UTF-16, quoted-printable, MIME header
 * words, percent, HTML entities, hexadecimal, base64 and base64url in any alignment (a JWS is that), compressed, and
 * drawn in a PDF.
 * @returns what stands around each find, for the message of a failing test.
 */
export function findCanaries(bytes: Buffer): string[] {
  const found = new Set<string>();
  let views = [...new Set(viewsOf(bytes))];
  for (let level = 0; level <= depth; level += 1) {
    for (const view of views) for (const find of findsIn(view)) found.add(find);
    if (level < depth) views = [...new Set(views.flatMap(decodings))];
  }
  return [...found];
}

// Of poppler.
const drawnTextReader = "pdftotext";

/** Whether `pdftotext` is on this machine: without it, the drawn text of a PDF is not read, its other parts are. */
export const readsDrawnText = spawnSync(drawnTextReader, ["-v"]).error === undefined;

function findsIn(view: string): string[] {
  const text = view.toLowerCase();
  // Digits are found whatever stands between them, as in a telephone number.
  const digits = text.replace(/(?<=\d)[ ().\u00a0/-]+(?=\d)/g, "");
  return marks.flatMap((mark) => {
    const within = mark === digitMark ? digits : text;
    const at = within.indexOf(mark);
    return at === -1 ? [] : [within.slice(Math.max(0, at - 30), at + 40).replace(/\s+/g, " ")];
  });
}

function* viewsOf(bytes: Buffer): Generator<string> {
  yield bytes.toString("latin1");
  yield bytes.toString("utf8");
  yield* wide(bytes);
  if (bytes.subarray(0, 5).toString("latin1") !== "%PDF-") return;
  for (let at = bytes.indexOf("stream"); at !== -1; at = bytes.indexOf("stream", at + 6)) {
    const start = at + 6 + (bytes[at + 6] === 13 ? 2 : 1);
    const inflated = inflate(bytes.subarray(start));
    if (inflated) yield* [inflated.toString("latin1"), inflated.toString("utf8"), ...wide(inflated)];
  }
  const drawn = spawnSync(drawnTextReader, ["-", "-"], { input: bytes, maxBuffer: 64 * 1024 * 1024 });
  // Lines of a page cut long words.
  if (!drawn.error) yield drawn.stdout.toString("utf8").replace(/[\n\f\u200b]/g, "");
}

function* wide(bytes: Buffer): Generator<string> {
  if (!bytes.includes(0)) return;
  for (const offset of [0, 1]) {
    const even = bytes.subarray(offset, bytes.length - ((bytes.length - offset) % 2));
    yield even.toString("utf16le");
    yield Buffer.from(even).swap16().toString("utf16le");
  }
}

function decodings(text: string): string[] {
  return [
    quotedPrintable(text),
    text.replace(/=\?[\w-]+\?q\?([^?]*)\?=\s*/gi, (_, words: string) =>
      utf8(quotedPrintable(words.replaceAll("_", " "))),
    ),
    text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
      Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"),
    ),
    text.replace(/&#(x?)([0-9a-f]+);/gi, (_, hex: string, code: string) =>
      String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(code, hex ? 16 : 10) || 0)),
    ),
    text.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    ...[...text.matchAll(/(?:[0-9a-f]{2}){6,}/gi)].flatMap(([run]) => hexadecimal(run)),
    ...base64(text),
  ].filter((decoded) => decoded !== text && decoded !== "");
}

function quotedPrintable(text: string): string {
  return text
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function hexadecimal(run: string): string[] {
  return [run, run.slice(1)].flatMap((digits) => [...viewsOf(Buffer.from(digits, "hex"))]);
}

/** Runs of the alphabet as long as the shortest canary makes, across the line ends of mail, at each alignment. */
function base64(text: string): string[] {
  const runs = [...text.matchAll(/[\w+/-](?:[\w+/-]|\r?\n[\t ]*(?=[\w+/-])){13,}/g)];
  return runs.flatMap(([run]) => {
    const letters = run.replace(/\s+/g, "");
    return [0, 1, 2, 3].flatMap((offset) => {
      const bytes = Buffer.from(letters.slice(offset), "base64url");
      const inflated = inflate(bytes);
      return [bytes, ...(inflated ? [inflated] : [])].flatMap((decoded) => [...viewsOf(decoded)]);
    });
  });
}

function inflate(bytes: Buffer): Buffer | null {
  // A zlib stream begins with 0x78 and a check of both bytes.
  if (bytes[0] !== 0x78 || (bytes.readUInt16BE(0) ?? 1) % 31 !== 0) return null;
  try {
    return inflateSync(bytes, { finishFlush: 2 });
  } catch {
    return null;
  }
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, "latin1").toString("utf8");
}
