import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Refusal } from "@vigie/contract";
import type { DocumentContent } from "./compose-documents.ts";

// Beside the sources, and beside the built files: the build copies the folder.
const printer = fileURLToPath(new URL("./documents/print-documents.mjs", import.meta.url));
const longestMilliseconds = 30_000;
const mostBytes = 64 * 1024 * 1024;
/** One at a time, so that documents never take a whole machine from the reports; so many wait. */
const mostWaiting = 16;

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * Prints documents as PDF/UA-1, in a process of their own with a time limit.
 * @param at the moment that stands in the files.
 * @throws Refusal `evidence.documents_unavailable` when there is no compiler for this machine, when it fails or takes
 * too long, or when too many wait.
 */
export async function renderDocuments(documents: readonly DocumentContent[], at: Date): Promise<Buffer[]> {
  if (waiting >= mostWaiting) throw new Refusal("evidence.documents_unavailable");
  waiting += 1;
  const turn = last.then(() => print({ at: Math.floor(at.getTime() / 1000), documents }));
  last = turn.catch(() => {});
  try {
    return await turn;
  } finally {
    waiting -= 1;
  }
}

function print(order: { at: number; documents: readonly DocumentContent[] }): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Refusal("evidence.documents_unavailable"));
    // An empty environment: nothing of the server's settings is there to be read. Its complaints may quote a person's
    // words, so nobody listens to them.
    const child = spawn(process.execPath, [printer], { env: {}, stdio: ["pipe", "pipe", "ignore"] });
    const timer = setTimeout(() => child.kill("SIGKILL"), longestMilliseconds);
    const chunks: Buffer[] = [];
    let bytes = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostBytes) child.kill("SIGKILL");
      else chunks.push(chunk);
    });
    child.once("error", fail);
    child.once("close", (status) => {
      clearTimeout(timer);
      if (status !== 0) return fail();
      const printed: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      if (!Array.isArray(printed)) return fail();
      resolve(printed.map((one) => Buffer.from(String(one), "base64")));
    });
    child.stdin.on("error", () => {});
    child.stdin.end(JSON.stringify(order));
  });
}
