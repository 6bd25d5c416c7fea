import type { ReactNode } from "react";

/** `look` is the amber that means "look here"; `danger` is kept for danger to life. */
export type BadgeTone = "quiet" | "ink" | "good" | "look" | "danger";

export function Badge({ tone = "quiet", children }: { tone?: BadgeTone; children: ReactNode }) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}
