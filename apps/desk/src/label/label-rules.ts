import type { DeskLabelView } from "@vigie/contract";

export type LabelState = "none" | "valid" | "expired" | "revoked";

/** Whether the label may be shown to others now. `now` in milliseconds. */
export function labelState(label: DeskLabelView["label"], now: number): LabelState {
  if (label === null) return "none";
  if (label.revokedAt !== null) return "revoked";
  return Date.parse(label.expiresAt) <= now ? "expired" : "valid";
}
