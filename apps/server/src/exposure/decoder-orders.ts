import type { MediumProblem, ViewingFilter } from "@vigie/contract";
import type { PixelRegion } from "./region-rules.ts";

/** What a decoding process is told: a file to make a picture of, or a picture it made to draw a region of. */
export type DecoderOrder =
  | { kind: "take"; bytes: Uint8Array }
  | {
      kind: "draw";
      bytes: Uint8Array;
      region: PixelRegion;
      filters: readonly ViewingFilter[];
      /** Longest side of what is drawn, in pixels. */
      longestSide: number;
    };

/** A picture made anew, and what may be shown of it before any reveal. */
export interface TakenPicture {
  bytes: Uint8Array;
  width: number;
  height: number;
  /** Grey and blurred, WebP. */
  preview: Uint8Array;
  /** Of a frame, from the start of its video; null: no video. */
  timeMs: number | null;
}

/** What it says. `alive`: it is ready, or goes on; `isSpent`: it holds so much memory that the next file would be blamed. */
export type DecoderAnswer =
  | { kind: "alive" }
  | { kind: "taken"; pictures: TakenPicture[]; isSpent: boolean }
  | { kind: "drawn"; bytes: Uint8Array; width: number; height: number; isSpent: boolean }
  | { kind: "refused"; problem: MediumProblem; isSpent: boolean };
