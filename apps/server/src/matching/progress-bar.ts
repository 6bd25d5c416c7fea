export type ProgressStream = NodeJS.WritableStream & { isTTY?: boolean };

const width = 30;
const paintedEveryMs = 100;

/** A bar on a terminal; nothing anywhere else. */
export function progressBar(stream: ProgressStream): {
  show(progress: { share: number; says: string }): void;
  clear(): void;
} {
  let paintedAt = Number.NEGATIVE_INFINITY;
  return {
    show({ share, says }) {
      const now = performance.now();
      if (!stream.isTTY || now - paintedAt < paintedEveryMs) return;
      paintedAt = now;
      const filled = Math.round(width * Math.min(1, share));
      const bar = `${"=".repeat(filled)}${" ".repeat(width - filled)}`;
      stream.write(`\r\x1b[K[${bar}] ${Math.floor(100 * Math.min(1, share))} % ${says}`);
    },
    clear() {
      if (stream.isTTY && paintedAt > Number.NEGATIVE_INFINITY) stream.write("\r\x1b[K");
    },
  };
}
