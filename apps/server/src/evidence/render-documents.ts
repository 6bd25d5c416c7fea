import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Language, Refusal } from "@vigie/contract";
import type { DocumentContent } from "./compose-documents.ts";
import { turnsOf } from "./print-turns.ts";

// Beside the sources, and beside the built files: the build copies the folder.
const printer = fileURLToPath(new URL("./documents/print-documents.mjs", import.meta.url));
const longestMilliseconds = 20_000;
const mostBytes = 64 * 1024 * 1024;
/** Of the printer's JavaScript, and of the whole process: its compiler keeps its memory outside. */
const mostHeapMegabytes = 128;
const mostMemoryKilobytes = 320 * 1024;
const memoryEveryMilliseconds = 250;

/** Few at a time, so that documents never take a whole machine from the reports. */
const turns = turnsOf({ atOnce: 2, ofOne: 2, waiting: 16 });

/** Everything a printed letter says. Plain text throughout, as `showable` gave it. */
export interface LetterContent {
  layout: "letter";
  title: string;
  language: Language;
  region: string;
  /** Lines of both addresses. */
  sender: string[];
  recipient: string[];
  placeAndDate: string;
  parts: LetterPart[];
  signature: string;
  /** A page of its own at the end. */
  apart: LetterPart[];
  footer: string;
}

/** `lines` stand one below the other; `quoted` are paragraphs of a person. */
export interface LetterPart {
  heading: string | null;
  text: string[];
  lines: string[];
  points: string[];
  quoted: { words: string; direction: "ltr" | "rtl" }[];
}

/**
 * Prints documents as PDF/UA-1, in a process of their own with limits of time and memory.
 * @param owner whose documents they are: one printing at a time for each.
 * @param at the moment that stands in the files.
 * @throws Refusal `evidence.documents_unavailable` when there is no compiler for this machine, when it fails, takes too
 * long or too much memory, or when too many wait.
 */
export async function renderDocuments(
  documents: readonly (DocumentContent | LetterContent)[],
  { owner, at }: { owner: string; at: Date },
): Promise<Buffer[]> {
  const printed = await turns.take(owner, () => print({ at: Math.floor(at.getTime() / 1000), documents }));
  if (printed === "full") throw new Refusal("evidence.documents_unavailable");
  return printed;
}

function print(order: {
  at: number;
  documents: readonly (DocumentContent | LetterContent)[];
}): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Refusal("evidence.documents_unavailable"));
    // An empty environment: nothing of the server's settings is there to be read. Its complaints may quote a person's
    // words, so nobody listens to them.
    const child = spawn(process.execPath, [`--max-old-space-size=${mostHeapMegabytes}`, printer], {
      env: {},
      stdio: ["pipe", "pipe", "ignore"],
    });
    const timer = setTimeout(() => child.kill("SIGKILL"), longestMilliseconds);
    const watch = setInterval(() => void endWhenTooLarge(child), memoryEveryMilliseconds);
    const stopWatching = () => {
      clearTimeout(timer);
      clearInterval(watch);
    };
    const chunks: Buffer[] = [];
    let bytes = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostBytes) child.kill("SIGKILL");
      else chunks.push(chunk);
    });
    child.once("error", () => {
      stopWatching();
      fail();
    });
    child.once("close", (status) => {
      stopWatching();
      if (status !== 0) return fail();
      const printed: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      if (!Array.isArray(printed)) return fail();
      resolve(printed.map((one) => Buffer.from(String(one), "base64")));
    });
    child.stdin.on("error", () => {});
    child.stdin.end(JSON.stringify(order));
  });
}

/** Linux tells the memory of a process under /proc. Elsewhere the limits of characters and time stand alone. */
async function endWhenTooLarge(child: ChildProcess): Promise<void> {
  const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  if (kilobytes > mostMemoryKilobytes && child.exitCode === null) child.kill("SIGKILL");
}
