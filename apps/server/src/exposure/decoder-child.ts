// The program of the processes in which strangers' media are decoded. It is told bytes, and answers pictures it made anew.
import type { MediumProblem } from "@vigie/contract";
import { limitDecoders } from "../matching/decode-picture.ts";
import { type DecodeProblem, DecodeRefusal, kindOf, signatureBytes } from "../matching/decode-rules.ts";
import { contactSheet } from "./contact-sheet.ts";
import type { DecoderAnswer, DecoderOrder, TakenPicture } from "./decoder-orders.ts";
import { drawPreview, drawRegion, takePicture } from "./draw-pictures.ts";

const mostMemoryBytes = 250 * 1024 * 1024;
/** Held after an answer: less is left for the next file than one may need. */
const mostHeldBytes = 170 * 1024 * 1024;
const memoryEveryMilliseconds = 20;

limitDecoders();
process.on("message", (order: DecoderOrder) => void answer(order));
process.on("disconnect", endWithGroup);
// Decoders work in other threads: this one is free to look.
setInterval(() => {
  if (process.memoryUsage.rss() > mostMemoryBytes)
    send({ kind: "refused", problem: "too_hostile", isSpent: true });
}, memoryEveryMilliseconds);
send({ kind: "alive" });

function send(said: DecoderAnswer): void {
  process.send?.(said);
}

/** Whoever started this process is gone: an ffmpeg that it started goes with it. */
function endWithGroup(): void {
  try {
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.exit();
  }
}

async function answer(order: DecoderOrder): Promise<void> {
  try {
    if (order.kind === "take") {
      const pictures = await take(order.bytes);
      send({ kind: "taken", pictures, isSpent: isSpent() });
    } else {
      send({ kind: "drawn", ...(await drawRegion(order.bytes, order)), isSpent: isSpent() });
    }
  } catch (error) {
    const problem = error instanceof DecodeRefusal ? problemOf(error.problem) : "damaged";
    send({ kind: "refused", problem, isSpent: isSpent() });
  }
}

async function take(bytes: Uint8Array): Promise<TakenPicture[]> {
  const taken: TakenPicture[] = [];
  for (const picture of await picturesOf(bytes)) {
    send({ kind: "alive" });
    taken.push({ ...picture, preview: await drawPreview(picture.bytes) });
  }
  return taken;
}

async function picturesOf(bytes: Uint8Array): Promise<Omit<TakenPicture, "preview">[]> {
  switch (kindOf(bytes.subarray(0, signatureBytes))) {
    case "picture":
      return [{ ...(await takePicture(bytes)), timeMs: null }];
    case "video":
      return contactSheet(bytes, () => send({ kind: "alive" }));
    case "unknown":
      throw new DecodeRefusal("unknown_kind");
  }
}

function problemOf(problem: DecodeProblem): MediumProblem {
  switch (problem) {
    case "unknown_kind":
      return "unknown_kind";
    case "no_ffmpeg":
      return "no_video_here";
    case "too_many_bytes":
    case "too_many_pixels":
      return "too_large";
    case "too_slow":
      return "too_slow";
    case "too_much_memory":
    case "decoder_ended":
      return "too_hostile";
    case "unreadable":
    case "not_a_file":
    case "empty":
    case "damaged":
    case "no_frames":
      return "damaged";
  }
}

function isSpent(): boolean {
  if (process.memoryUsage.rss() <= mostHeldBytes) return false;
  globalThis.gc?.();
  return process.memoryUsage.rss() > mostHeldBytes;
}
