import type { PlanStep, PlanView } from "@vigie/contract";

/** What a complaint to a data protection authority is made of. */
export interface Pack {
  /** The step of the authority. */
  authority: PlanStep;
  /** Its month has run: before that, the pack is a sample. */
  open: boolean;
  /** Requests to whoever publishes the data. */
  erasures: readonly PlanStep[];
  /** Requests to search engines, one each. */
  engines: readonly PlanStep[];
  /** Addresses as typed. */
  places: readonly string[];
}

/** The pack that a plan leads to; null when it names no such authority. */
export function packOf({ steps, subjects }: Pick<PlanView, "steps" | "subjects">): Pack | null {
  const authority = steps.find(({ kind }) => kind === "data_authority");
  if (!authority) return null;
  return {
    authority,
    open: authority.after?.open ?? false,
    erasures: steps.filter(({ kind }) => kind === "erasure"),
    engines: steps.filter(({ kind }) => kind === "search_name"),
    places: subjects.flatMap(({ location }) => location ?? []),
  };
}
