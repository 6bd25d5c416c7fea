import type { PackedHashes } from "./pack-hashes.ts";

/** What the thread of the index is asked to do. */
export type IndexOrder =
  /** Sealed hashes, one after the other, and where each ends: without bytes it has no hashes. */
  | { kind: "open"; sealKey: Uint8Array; sealed: Uint8Array<ArrayBuffer>; ends: Uint32Array<ArrayBuffer> }
  /** The memory of an exact index, which is searched and changed meanwhile. */
  | { kind: "merge"; memory: WebAssembly.Memory };

/** What it answers, in the order asked. */
export type IndexAnswer<Order extends IndexOrder = IndexOrder> = Order extends { kind: "open" }
  ? PackedHashes
  : WebAssembly.Memory;
