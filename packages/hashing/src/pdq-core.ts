import { cosines, frequencies } from "./cosine-transform.ts";
import { wasmBase64 } from "./pdq.wasm.ts";
import { hasSilentWaves, isSampled, isTooSmall, type Pixels } from "./pixels.ts";
import { reducedSide, type TentAxis, tentAxis } from "./tent-axis.ts";

/** PDQ in WebAssembly. */
export interface PdqCore {
  /** Some pictures are left to TypeScript: tiny ones, and rows of more than 900,000 bytes. */
  takes(pixels: Pixels): boolean;
  /**
   * Measures a picture that it takes. Hash and spectrum can be read until the next.
   * @returns its quality.
   */
  measure(pixels: Pixels): number;
  /** 32 bytes. */
  hash(): Uint8Array;
  /** 16 x 16, row-major. */
  spectrum(): Float32Array;
}

type Place =
  | "cosinesAt"
  | "cosinesTurnedAt"
  | "startsAt"
  | "scalesAt"
  | "factorsAt"
  | "rowWeightsAt"
  | "spectrumAt"
  | "hashAt"
  | "samplesAt"
  | "offsetsAt"
  | "wideAt"
  | "rowBytes";

/** What assembly/pdq.ts exports. */
type PdqExports = Record<Place, WebAssembly.Global<"i32">> & {
  memory: WebAssembly.Memory;
  gatherGrey(to: number): void;
  gatherColours(to: number): void;
  reduceRow(row: number, samples: number, taps: number, rowScale: number): void;
  reduceTentRow(row: number, samples: number, rowScale: number): void;
  finish(): number;
};

const bytesPerPixel = 4;
/** A column of the reduced picture reads this many pixels, those beyond its taps with the factor 0. */
const pixelsPerColumn = 8;

/** @returns undefined where WebAssembly is missing, forbidden, or has no SIMD. */
export function makePdqCore(): PdqCore | undefined {
  try {
    const bytes = Uint8Array.from(atob(wasmBase64), (character) => character.charCodeAt(0));
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    return coreOf(instance.exports as PdqExports);
  } catch {
    return undefined;
  }
}

function coreOf(wasm: PdqExports): PdqCore {
  const { buffer } = wasm.memory;
  const at = (place: Place): number => wasm[place].value;
  const cosinesTurned = new Float32Array(buffer, at("cosinesTurnedAt"), cosines.length);
  const starts = new Int32Array(buffer, at("startsAt"), reducedSide);
  const scales = new Float32Array(buffer, at("scalesAt"), reducedSide);
  const factors = new Int16Array(buffer, at("factorsAt"), reducedSide * pixelsPerColumn * bytesPerPixel);
  const rowWeights = new Int32Array(buffer, at("rowWeightsAt"), 7);
  const samples = new Uint8Array(buffer, at("samplesAt"));
  const offsets = new Int32Array(buffer, at("offsetsAt"), reducedSide * pixelsPerColumn);
  const wide = new Uint8Array(buffer, at("wideAt"));
  const rowBytes = at("rowBytes");

  new Float32Array(buffer, at("cosinesAt"), cosines.length).set(cosines);
  for (const [index, cosine] of cosines.entries()) {
    const row = Math.floor(index / reducedSide);
    cosinesTurned[(index % reducedSide) * frequencies + row] = cosine;
  }

  let shape = "";
  let columns: TentAxis;
  let rows: TentAxis;

  /** Frames of one video have one shape: what follows from it is kept until another comes. */
  function prepare(pixels: Pixels, contiguous: boolean): void {
    const next = `${pixels.width} ${pixels.height} ${pixels.channels}`;
    if (next === shape) return;
    shape = next;
    columns = tentAxis(pixels.width, isSampled(pixels));
    rows = tentAxis(pixels.height, isSampled(pixels));
    factors.fill(0);
    offsets.fill(0);
    for (let column = 0; column < reducedSide; column += 1) {
      const first = contiguous ? (columns.sources[column * columns.taps] ?? 0) : column * pixelsPerColumn;
      starts[column] = first * bytesPerPixel;
      scales[column] = (columns.scales[column] ?? 0) * 1000;
      for (let tap = 0; tap < columns.taps; tap += 1) {
        const weight = columns.weights[column * columns.taps + tap] ?? 0;
        const source = columns.sources[column * columns.taps + tap] ?? 0;
        offsets[column * pixelsPerColumn + tap] = source * pixels.channels;
        const four = column * 32 + (tap >> 2) * 16 + (tap & 3) * 2;
        factors[four] = 299 * weight;
        factors[four + 1] = 114 * weight;
        factors[four + 8] = 587 * weight;
      }
    }
  }

  /** Brings the rows that one row of the reduced picture is made of, and of these the pixels that count. */
  function gatherRows({ width, channels, samples: from }: Pixels, row: number): void {
    const bytes = width * channels;
    for (let tap = 0; tap < rows.taps; tap += 1) {
      const line = (rows.sources[row * rows.taps + tap] ?? 0) * bytes;
      wide.set(from.subarray(line, line + bytes));
      const to = at("samplesAt") + tap * rowBytes;
      if (channels === 1) wasm.gatherGrey(to);
      else wasm.gatherColours(to);
    }
  }

  /** Brings whole rows, one after the other. */
  function copyRows({ width, samples: from }: Pixels, row: number): void {
    const bytes = width * bytesPerPixel;
    const first = (rows.sources[row * rows.taps] ?? 0) * bytes;
    const end = ((rows.sources[(row + 1) * rows.taps - 1] ?? 0) + 1) * bytes;
    if (bytes === rowBytes) samples.set(from.subarray(first, end));
    else {
      for (let line = first, to = 0; line < end; line += bytes, to += rowBytes) {
        samples.set(from.subarray(line, line + bytes), to);
      }
    }
  }

  function reduceRow(row: number): void {
    const scale = rows.scales[row] ?? 0;
    if (rows.taps === 7 && scale === 16) wasm.reduceTentRow(row, at("samplesAt"), scale);
    else {
      rowWeights.set(rows.weights.subarray(row * rows.taps, (row + 1) * rows.taps));
      wasm.reduceRow(row, at("samplesAt"), rows.taps, scale);
    }
  }

  return {
    takes: (pixels) =>
      !isTooSmall(pixels) &&
      !hasSilentWaves(pixels) &&
      // A pixel of three bytes is read with a fourth.
      pixels.width * pixels.channels < wide.length,
    measure(pixels) {
      const contiguous = pixels.channels === 4 && !isSampled(pixels);
      prepare(pixels, contiguous);
      for (let row = 0; row < reducedSide; row += 1) {
        if (contiguous) copyRows(pixels, row);
        else gatherRows(pixels, row);
        reduceRow(row);
      }
      return wasm.finish();
    },
    hash: () => new Uint8Array(buffer.slice(at("hashAt"), at("hashAt") + 32)),
    spectrum: () => new Float32Array(buffer.slice(at("spectrumAt"), at("spectrumAt") + 1024)),
  };
}
