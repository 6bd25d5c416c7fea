/** A round number at or above the highest bar, and the lines to draw below it. */
export function chartScale(highest: number): { top: number; lines: number[] } {
  if (highest <= 0) return { top: 1, lines: [0, 1] };
  const magnitude = 10 ** Math.floor(Math.log10(highest));
  const step =
    [0.25, 0.5, 1, 2.5].map((part) => part * magnitude).find((size) => highest / size <= 4) ?? magnitude;
  const whole = Math.max(1, Math.ceil(step));
  const count = Math.ceil(highest / whole);
  return { top: count * whole, lines: Array.from({ length: count + 1 }, (_, index) => index * whole) };
}
