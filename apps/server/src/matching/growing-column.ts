const blockPlaces = 65_536;

type Numbers = Uint8Array | Int8Array | Uint16Array | Uint32Array | Float64Array;

/** A number for each place. */
export interface Column {
  /** 0 where nothing was set. */
  get(place: number): number;
  set(place: number, value: number): void;
}

/** Bytes for each place, as many as for any other. */
export interface ByteColumn {
  /** A view, to be read at once. Zeros where nothing was set. */
  get(place: number): Uint8Array;
  /** @param from where in `bytes` they begin. */
  set(place: number, bytes: Uint8Array, from: number): void;
}

/** Grows by blocks: to double an array of millions and copy it would hold everybody up. */
export function createColumn(makeBlock: (length: number) => Numbers): Column {
  const blocks: Numbers[] = [];
  return {
    get: (place) => blocks[Math.floor(place / blockPlaces)]?.[place % blockPlaces] ?? 0,
    set(place, value) {
      const at = Math.floor(place / blockPlaces);
      const block = blocks[at] ?? makeBlock(blockPlaces);
      blocks[at] = block;
      block[place % blockPlaces] = value;
    },
  };
}

/** @param width bytes a place. Blocks in which nothing is set take nothing. */
export function createByteColumn(width: number): ByteColumn {
  const blocks: Uint8Array[] = [];
  const zeros = new Uint8Array(width);
  return {
    get(place) {
      const from = (place % blockPlaces) * width;
      return blocks[Math.floor(place / blockPlaces)]?.subarray(from, from + width) ?? zeros;
    },
    set(place, bytes, from) {
      const at = Math.floor(place / blockPlaces);
      const block = blocks[at] ?? new Uint8Array(blockPlaces * width);
      blocks[at] = block;
      // For so few bytes faster than views of them.
      const to = (place % blockPlaces) * width;
      for (let byte = 0; byte < width; byte += 1) block[to + byte] = bytes[from + byte] ?? 0;
    },
  };
}
