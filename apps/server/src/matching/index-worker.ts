// The program of the thread that opens sealed hashes and merges indexes: both would hold up the process for seconds.
import { parentPort } from "node:worker_threads";
import { catchUp, mergeExactIndex, openExactIndex } from "@vigie/hashing";
import type { IndexOrder } from "./index-orders.ts";
import { packHashes } from "./pack-hashes.ts";
import { openSealed } from "./seal-hashes.ts";

parentPort?.on("message", (order: IndexOrder) => {
  switch (order.kind) {
    case "open":
      return open(order);
    case "merge":
      return merge(order);
  }
});

function open({ sealKey, sealed, ends }: Extract<IndexOrder, { kind: "open" }>): void {
  const packed = packHashes(
    Array.from(ends, (end, at) => {
      const start = ends[at - 1] ?? 0;
      return start === end ? {} : openSealed(sealKey, sealed.subarray(start, end));
    }),
  );
  const { kinds, qualities, hashes, frames, frameEnds } = packed;
  parentPort?.postMessage(
    packed,
    [kinds, qualities, hashes, frames, frameEnds].map(({ buffer }) => buffer),
  );
}

function merge({ memory }: Extract<IndexOrder, { kind: "merge" }>): void {
  const older = openExactIndex(memory);
  const merged = mergeExactIndex(older);
  // So that little is left for whoever waits.
  catchUp(merged, older);
  parentPort?.postMessage(merged.memory);
}
