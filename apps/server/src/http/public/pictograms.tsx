import type { Concern } from "@vigie/contract";
import type { ReactElement } from "react";

// Lines on a grid of 32, drawn for Vigie. Each says its concern without showing it.
const drawings = {
  // A small figure under a sheltering roof of two arms.
  minor_abuse:
    "M4 16C6 8 11 5 16 5s10 3 12 11M16 13.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6M10.5 28c0-4 2.5-6 5.5-6s5.5 2 5.5 6",
  // A picture with a closed eye.
  intimate_images:
    "M5 6h22v20H5zM10 15c1.8 2.4 3.8 3.5 6 3.5s4.2-1.1 6-3.5M12 18l-1.3 2.3M16 18.7V21.5M20 18l1.3 2.3",
  // A message with a coin in it.
  blackmail: "M4 5h24v17H15l-6 5v-5H4zM16 9.5a4 4 0 1 1 0 8 4 4 0 0 1 0-8M16 12v3",
  // Lightning.
  threat_or_violence: "M18 3 7 18h8l-2 11 12-16h-8z",
  // Arrows closing in on one person.
  harassment:
    "M16 11a3 3 0 1 1 0 6 3 3 0 0 1 0-6M10 27c0-5 2.5-7.5 6-7.5s6 2.5 6 7.5M3 7l5.5 3.5M8.7 6.7v4H4.8M29 7l-5.5 3.5M23.3 6.7v4h3.9M16 2v5M13.5 5 16 7.5 18.5 5",
  // A broken heart.
  hate: "M16 27C8 21 4 17 4 11.5 4 8 6.5 5.5 9.7 5.5c2.6 0 4.8 1.5 6.3 4 1.5-2.5 3.7-4 6.3-4 3.2 0 5.7 2.5 5.7 6C28 17 24 21 16 27M16 9.5l-2.5 4.5 4.5 3-2 4.5",
  // A loudhailer.
  terrorism: "M5 12v8h5l12 6V6l-12 6zM10 20l2 7h4l-2-5M26 12c1.5 2.5 1.5 5.5 0 8",
  // A hook.
  scam_or_other: "M19 3.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5M19 8.5V21a6.5 6.5 0 0 1-13 0v-3l4.5 4",
} as const satisfies Record<Concern, string>;

/** A line drawing beside the words of a concern. It repeats them, so assistive technology passes over it. */
export function Pictogram({ of }: { of: Concern }): ReactElement {
  return (
    <svg className="pictogram" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d={drawings[of]} />
    </svg>
  );
}
