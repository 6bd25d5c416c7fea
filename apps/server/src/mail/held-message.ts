import { Readable } from "node:stream";

export interface HeldMessage {
  stream: Readable;
  /** true from the moment the end of the message may leave. */
  released(): boolean;
  /** What `beforeLastByte` threw, once it has settled; undefined when it was not asked or succeeded. */
  settled(): Promise<unknown>;
}

/**
 * A message that holds back its end. All bytes flow, and the end of the stream (for SMTP, the final dot) waits until
 * `beforeLastByte` has resolved. A stream that was destroyed meanwhile is never released.
 */
export function holdMessage(raw: Buffer, beforeLastByte: () => Promise<void>): HeldMessage {
  let given = false;
  let released = false;
  let asking: Promise<unknown> | undefined;
  const stream = new Readable({
    read() {
      if (!given) {
        given = true;
        this.push(raw);
      } else {
        asking ??= ask();
      }
    },
  });

  async function ask(): Promise<unknown> {
    try {
      await beforeLastByte();
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error("the delivery was abandoned"));
      return error;
    }
    if (!stream.destroyed) {
      released = true;
      stream.push(null);
    }
    return undefined;
  }

  return { stream, released: () => released, settled: async () => asking };
}
