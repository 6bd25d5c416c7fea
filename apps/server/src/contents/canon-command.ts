import { createInterface } from "node:readline";
import { type CanonicalOptions, canonicalKey } from "./canonical-key.ts";

interface CanonStreams extends CanonicalOptions {
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream;
  /** One JSON object a line; otherwise one key a line. */
  json: boolean;
}

/**
 * `vigie canon [URL…]`: the canonical key of each argument, or of each line of standard input when there is
 * no argument (or a single `-`). Reads and writes as a stream; needs no server.
 * @returns the exit code: 0, for a refused line is an answer too.
 */
export async function runCanonCommand(args: readonly string[], streams: CanonStreams): Promise<number> {
  if (args.length > 0 && !(args.length === 1 && args[0] === "-")) {
    for (const input of args) await writeLine(streams, canonLine(input, streams));
    return 0;
  }
  // Lines are gathered so that a million of them cost a few thousand writes.
  let batch: string[] = [];
  for await (const input of createInterface({ input: streams.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (input.trim() === "") continue;
    batch.push(canonLine(input, streams));
    if (batch.length < 256) continue;
    await writeLine(streams, batch.join("\n"));
    batch = [];
  }
  if (batch.length > 0) await writeLine(streams, batch.join("\n"));
  return 0;
}

function canonLine(input: string, { json, allowHosts }: CanonStreams): string {
  const found = canonicalKey(input, allowHosts === undefined ? {} : { allowHosts });
  if (!json) return found.kind === "refused" ? `refused: ${found.code}` : found.key;
  if (found.kind === "refused") {
    return JSON.stringify({
      input,
      key: null,
      url: null,
      service: null,
      object: null,
      kind: "refused",
      error: found.code,
    });
  }
  const url = found.kind === "url" ? found.url : null;
  return JSON.stringify({
    input,
    key: found.key,
    url,
    service: found.service,
    object: found.object,
    kind: found.kind,
  });
}

function writeLine({ stdout }: CanonStreams, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stdout.write(`${text}\n`, (error) => (error == null ? resolve() : reject(error)));
  });
}
