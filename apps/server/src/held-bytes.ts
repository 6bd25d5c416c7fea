import { Readable } from "node:stream";

export interface HeldBytes {
  stream: Readable;
  /** true from the moment the last byte and the end of the stream may leave. */
  released(): boolean;
  /** What `beforeLastByte` threw, once it has settled; undefined when it was not asked or succeeded. */
  settled(): Promise<unknown>;
}

/**
 * Bytes that hold back their last one and their end (for SMTP, the final dot too) until `beforeLastByte` has resolved.
 * All before flows. A stream that was destroyed meanwhile is never released.
 */
export function holdLastByte(raw: Buffer, beforeLastByte: () => Promise<void>): HeldBytes {
  let given = false;
  let released = false;
  let asking: Promise<unknown> | undefined;
  const stream = new Readable({
    read() {
      if (!given && raw.length > 1) {
        given = true;
        this.push(raw.subarray(0, -1));
      } else {
        asking ??= ask();
      }
    },
  });

  // Whoever reads it hears of a failure through its own exchange; one that nobody reads yet must not end the process.
  stream.on("error", () => undefined);

  async function ask(): Promise<unknown> {
    try {
      await beforeLastByte();
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error("the delivery was abandoned"));
      return error;
    }
    if (!stream.destroyed) {
      released = true;
      stream.push(raw.subarray(-1));
      stream.push(null);
    }
    return undefined;
  }

  return { stream, released: () => released, settled: async () => asking };
}
