import type { Config } from "../config.ts";
import { createExposureClock, type ExposureClock } from "./exposure-clock.ts";
import { createHeldViews, type HeldViews } from "./held-views.ts";
import { createMediaDecoder, type MediaDecoder } from "./media-decoder.ts";

/** What this process holds for looking at media: views in memory, the decoders, the clock. Built once, in `app.ts`. */
export interface Exposure {
  clock: ExposureClock;
  views: HeldViews;
  decoder: MediaDecoder;
  /** Forgets every view and ends the decoders. */
  stop(): void;
}

/** @param parts.counted ms that only ever grow; tests bring their own. */
export function createExposure(
  { exposure, searchPath }: Pick<Config, "exposure" | "searchPath">,
  { counted }: { counted?: () => number } = {},
): Exposure {
  const breakMs = exposure.breakMinutes * 60_000;
  const clock = createExposureClock(counted ? { counted, breakMs } : { breakMs });
  const views = createHeldViews();
  const decoder = createMediaDecoder({ searchPath });
  return {
    clock,
    views,
    decoder,
    stop() {
      views.forgetAll();
      decoder.stop();
    },
  };
}
