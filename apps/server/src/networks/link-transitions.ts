import type { LinkStatus } from "@vigie/contract";

/** From each status, where a person may move a link. Both answers can be taken back. */
export const linkTransitions = {
  suggested: ["confirmed", "refused"],
  confirmed: ["refused"],
  refused: ["confirmed"],
} as const satisfies Record<LinkStatus, readonly LinkStatus[]>;

export function mayBecomeLink(from: LinkStatus, to: LinkStatus): boolean {
  return (linkTransitions[from] as readonly LinkStatus[]).includes(to);
}
