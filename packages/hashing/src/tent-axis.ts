import { sampledSide } from "./pixels.ts";

/** Samples along a side of the reduced picture. */
export const reducedSide = 64;

/** How one side of a picture is reduced to 64 samples: each is a weighted mean of a few neighbours. */
export type TentAxis = {
  /** Neighbours a sample: 1, 3, 5 or 7. */
  taps: number;
  /** Indexes into the side of the picture, `taps` for each of the 64 samples. */
  sources: Int32Array;
  /** Whole numbers, in the order of `sources`. */
  weights: Int32Array;
  /** The sum of each sample's weights: 1, 4, 9, 16 or 48. */
  scales: Int32Array;
};

/**
 * PDQ blurs twice with a box of w pixels, w the 128th part of the side rounded up, and then looks at 64 places only.
 * At those places a box over a box is a short tent with whole weights: 1 2 3 4 3 2 1 for the side of 512. So nothing
 * else need be blurred. The boxes shrink at the ends of a side; among the 64 places this touches the last only.
 *
 * Source: PDQ, facebook/ThreatExchange, pdq/cpp/downscaling.
 * @param side in pixels, 5 or more.
 * @param sampled the picture is first sampled to 512 by taking the nearest pixel towards the origin.
 */
export function tentAxis(side: number, sampled: boolean): TentAxis {
  const length = sampled ? sampledSide : side;
  const box = Math.ceil(length / 128);
  const before = box - Math.floor((box + 2) / 2);
  const after = box - 1 - before;
  const taps = 2 * box - 1;
  const axis: TentAxis = {
    taps,
    sources: new Int32Array(reducedSide * taps),
    weights: new Int32Array(reducedSide * taps),
    scales: new Int32Array(reducedSide),
  };
  for (let sample = 0; sample < reducedSide; sample += 1) {
    const place = Math.floor(((2 * sample + 1) * length) / (2 * reducedSide));
    const first = place - 2 * before;
    const cut = Math.max(0, place + 2 * after - (length - 1));
    const unit = cut === 0 ? box : box * (box - cut);
    for (let middle = place - before; middle <= place + after; middle += 1) {
      const last = Math.min(middle + after, length - 1);
      const weight = unit / (last - (middle - before) + 1);
      for (let at = middle - before; at <= last; at += 1) {
        const tap = sample * taps + at - first;
        axis.weights[tap] = (axis.weights[tap] ?? 0) + weight;
      }
    }
    for (let tap = 0; tap < taps; tap += 1) {
      const at = Math.min(first + tap, length - 1);
      axis.sources[sample * taps + tap] = sampled ? Math.floor((at * side) / sampledSide) : at;
    }
    axis.scales[sample] = box * unit;
  }
  return axis;
}
