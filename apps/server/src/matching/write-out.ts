/** Thrown through a command whose reader has gone: nothing it does from then on is of use. */
class ReaderGone extends Error {}

/**
 * Writes, and waits where the reader is slower.
 * @throws ReaderGone, for `untilReaderGoes`.
 */
export function writeOut(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (!error) resolve();
      else reject(isOfReader(error) ? new ReaderGone() : error);
    });
  });
}

/**
 * Runs a command that writes lines. Whoever reads them may go when there are enough, as `head` does: the command then ends
 * quietly and well.
 * @returns the command's exit status; 0 when the reader has gone.
 */
export async function untilReaderGoes<Status extends number>(
  streams: readonly NodeJS.WritableStream[],
  command: () => Promise<Status>,
): Promise<Status | 0> {
  for (const stream of streams) {
    // Never taken off: the last line may fail when the command is over.
    if (!stream.listeners("error").includes(passOver)) stream.on("error", passOver);
  }
  try {
    return await command();
  } catch (error) {
    if (error instanceof ReaderGone) return 0;
    throw error;
  }
}

function passOver(error: Error): void {
  if (!isOfReader(error)) throw error;
}

function isOfReader(error: Error): boolean {
  return "code" in error && (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED");
}
