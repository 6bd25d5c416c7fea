/** What a server can turn a region into before it leaves it. All of them take away; none shows more. */
export const filters = ["grey", "sepia", "edges", "flipped", "smaller"] as const;
export type MediumFilter = (typeof filters)[number];

/** One picture, or one frame of a video, as the browser knows it: its shape, and a small grey blurred picture. */
export interface MediumToShow {
  /** What a reveal names. */
  medium: number;
  kind: "picture" | "frame";
  /** Of a frame: which video it is of, from 0, and when it is shown, in ms from the start. */
  video: number | null;
  timeMs: number | null;
  /** Pixels. */
  width: number;
  height: number;
  /** Any picture that browsers decode, base64; 96 pixels on its longest side are enough. */
  preview: string;
}

export interface MediaToShow {
  media: readonly MediumToShow[];
  /** Most part of a medium's area that one reveal may show: 0 to 1. */
  largestReveal: number;
}

/** A region in fractions of width and height, from the upper left, as the preview shows it. */
export interface RevealRequest {
  medium: number;
  x: number;
  y: number;
  width: number;
  height: number;
  filters: MediumFilter[];
}

/** Why a server grants no reveal now, and when it may be asked again (ISO 8601). */
export interface RevealRefused {
  kind: "refused";
  why: "day_spent" | "on_break" | "stopped" | "severe_after_severe";
  until: string;
}

export type RevealAnswer =
  /** `picture`: this region only, base64. `seconds`: counted from when it was asked. */
  | { kind: "shown"; picture: string; seconds: number }
  | RevealRefused
  /** Anything else that hinders, worded by the host page in its own language. */
  | { kind: "failed"; says: string };

/** Asks the server for a region. The signal is aborted as soon as nobody holds it any more. */
export type Reveal = (request: RevealRequest, signal: AbortSignal) => Promise<RevealAnswer>;

/** What covered a region again. `over`: its seconds. `frozen`: the browser put the page to sleep. */
export type CoverReason =
  | "released"
  | "left"
  | "over"
  | "escape"
  | "blur"
  | "hidden"
  | "pagehide"
  | "frozen"
  | "fullscreen"
  | "print"
  | "changed"
  | "removed";
