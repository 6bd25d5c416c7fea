/** A cryptographic hash that takes its bytes in pieces. */
export interface Digest {
  /** Takes the next bytes. @throws Error after `digest`. */
  update(bytes: Uint8Array): this;
  /** The hash of all bytes taken. @throws Error when called again. */
  digest(): Uint8Array;
}

const blockBytes = 64;

/**
 * What MD5, SHA-1 and SHA-256 share: blocks of 16 words, the padding, the length in bits at the end.
 * @param mix changes `state` by one block of words.
 */
export function blockDigest({
  state,
  littleEndian,
  mix,
}: {
  state: Int32Array;
  littleEndian: boolean;
  mix(state: Int32Array, words: Int32Array): void;
}): Digest {
  const block = new Uint8Array(blockBytes);
  const words = new Int32Array(blockBytes / 4);
  let filled = 0;
  let total = 0;
  let done = false;

  function mixBlock(bytes: Uint8Array, from: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset + from, blockBytes);
    for (let word = 0; word < words.length; word += 1) words[word] = view.getInt32(4 * word, littleEndian);
    mix(state, words);
  }

  return {
    update(bytes) {
      if (done) throw new Error("@vigie/hashing: this digest has been read. Make a new one.");
      total += bytes.length;
      let from = 0;
      if (filled > 0) {
        from = Math.min(blockBytes - filled, bytes.length);
        block.set(bytes.subarray(0, from), filled);
        filled += from;
        if (filled < blockBytes) return this;
        mixBlock(block, 0);
      }
      for (; from + blockBytes <= bytes.length; from += blockBytes) mixBlock(bytes, from);
      block.set(bytes.subarray(from));
      filled = bytes.length - from;
      return this;
    },
    digest() {
      if (done) throw new Error("@vigie/hashing: this digest has been read. Make a new one.");
      done = true;
      block.fill(0, filled);
      block[filled] = 0x80;
      if (filled >= blockBytes - 8) {
        mixBlock(block, 0);
        block.fill(0);
      }
      const length = new DataView(block.buffer, blockBytes - 8);
      length.setUint32(littleEndian ? 0 : 4, (total * 8) >>> 0, littleEndian);
      length.setUint32(littleEndian ? 4 : 0, Math.floor(total / 0x2000_0000), littleEndian);
      mixBlock(block, 0);
      const hash = new Uint8Array(4 * state.length);
      const view = new DataView(hash.buffer);
      for (const [at, word] of state.entries()) view.setInt32(4 * at, word, littleEndian);
      return hash;
    },
  };
}
