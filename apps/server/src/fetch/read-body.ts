import { createHash } from "node:crypto";
import type { Readable, Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

type BodyRead = {
  sha256: string | null;
  text: string;
  /** As read; empty when it may not be. */
  bytes: Buffer;
  truncated: false | "size" | "time" | "broken" | "media";
};

type ReadBodyOptions = {
  contentType: string;
  contentEncoding: string;
  /** Most bytes taken from the network, and most bytes after decompression. */
  maxBytes: number;
  /** Whether bytes that are no text may be read and hashed. */
  mediaAllowed: boolean;
  /** Aborts when the time of the whole fetch is used up. */
  signal: AbortSignal;
};

/**
 * Reads a body within bounds: at most `maxBytes` on the wire and `maxBytes` decompressed, whatever
 * `content-length` or the compression ratio say. What goes wrong on the way is told in `truncated`; never throws.
 */
export async function readBody(body: Readable, options: ReadBodyOptions): Promise<BodyRead> {
  const { contentType, maxBytes, mediaAllowed, signal } = options;
  const declaredText = isTextType(contentType);
  if (!mediaAllowed && declaredText === "no") {
    body.destroy();
    return { sha256: null, text: "", bytes: Buffer.alloc(0), truncated: "media" };
  }

  const chunks: Buffer[] = [];
  let length = 0;
  let truncated: BodyRead["truncated"] = false;
  let binary: boolean | null = declaredText === "no" ? true : null;
  try {
    for await (const chunk of decoded(body, options)) {
      if (binary === null) binary = looksBinary(chunk, contentType);
      if (binary && !mediaAllowed) {
        truncated = "media";
        break;
      }
      const room = maxBytes - length;
      chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
      length += Math.min(chunk.length, room);
      if (chunk.length > room) {
        truncated = "size";
        break;
      }
    }
  } catch (error) {
    truncated =
      error instanceof WireLimit ? "size" : signal.aborted || isBodyTimeout(error) ? "time" : "broken";
  } finally {
    body.destroy();
  }

  if (truncated === "media") return { sha256: null, text: "", bytes: Buffer.alloc(0), truncated };
  const bytes = Buffer.concat(chunks);
  return {
    sha256: createHash("sha256").update(bytes).digest("hex"),
    text: binary ? "" : decodeText(bytes, contentType),
    bytes,
    truncated,
  };
}

class WireLimit extends Error {}

/** The body with one content coding undone. A coding inside a coding is left alone: only bombs nest. */
async function* decoded(
  body: Readable,
  { contentEncoding, maxBytes }: ReadBodyOptions,
): AsyncGenerator<Buffer> {
  const decoder = decoderOf(contentEncoding);
  const wire = limited(body, maxBytes);
  if (!decoder) {
    yield* wire;
    return;
  }
  const pump = (async () => {
    for await (const chunk of wire) {
      if (decoder.destroyed) return;
      if (!decoder.write(chunk)) await drained(decoder);
    }
    decoder.end();
  })();
  pump.catch((error: Error) => decoder.destroy(error));
  try {
    for await (const chunk of decoder) yield chunk as Buffer;
  } finally {
    decoder.destroy();
    body.destroy();
  }
}

async function* limited(body: Readable, maxBytes: number): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const chunk of body) {
    yield chunk as Buffer;
    length += (chunk as Buffer).length;
    // Past the limit even an honest body would be cut after it; a compressed one may never yield anything.
    if (length > maxBytes) throw new WireLimit();
  }
}

function drained(stream: Transform): Promise<void> {
  return new Promise((resolve) => {
    stream.once("drain", resolve);
    stream.once("close", resolve);
  });
}

function decoderOf(contentEncoding: string): Transform | null {
  switch (contentEncoding.trim().toLowerCase()) {
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "deflate":
      return createInflate();
    case "br":
      return createBrotliDecompress();
    default:
      return null;
  }
}

function isBodyTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "UND_ERR_BODY_TIMEOUT";
}

function isTextType(contentType: string): "yes" | "no" | "unsaid" {
  const essence = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (essence === "") return "unsaid";
  if (essence === "application/octet-stream") return "no";
  return /^text\/|[/+](xml|json|html)$|^application\/(xhtml\+xml|javascript|ecmascript)$/.test(essence) &&
    essence !== "image/svg+xml"
    ? "yes"
    : "no";
}

/** A host that calls a picture a page must not get the picture read: pictures, films and archives hold NUL bytes early. */
function looksBinary(firstChunk: Buffer, contentType: string): boolean {
  const head = firstChunk.subarray(0, 512);
  const isUtf16 =
    (head[0] === 0xff && head[1] === 0xfe) ||
    (head[0] === 0xfe && head[1] === 0xff) ||
    /charset="?utf-16/i.test(contentType);
  if (isUtf16) return false;
  const magic = head.subarray(0, 4).toString("latin1");
  return (
    head.includes(0) ||
    magic.startsWith("\xff\xd8\xff") ||
    magic.startsWith("GIF8") ||
    magic.startsWith("\x89PNG")
  );
}

/** Text by byte order mark, then `content-type`, then what the page says in its first kilobyte, else UTF-8. */
function decodeText(bytes: Buffer, contentType: string): string {
  const label =
    bomLabel(bytes) ??
    /charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1] ??
    /<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]+)/i.exec(bytes.subarray(0, 1024).toString("latin1"))?.[1] ??
    "utf-8";
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder("utf-8").decode(bytes);
  }
}

function bomLabel(bytes: Buffer): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return null;
}
