import type { CaseView, ContentView } from "@vigie/contract";

/**
 * Contents a check may be asked for: the focused one, or all that are not yet gone.
 * Empty when the rules of the case forbid any contact.
 */
export function checkable(view: Pick<CaseView, "allowed" | "contents">, focusedId: string | null): string[] {
  if (!view.allowed.check) return [];
  const addresses = view.contents.filter(({ kind, sealed }) => kind === "url" && !sealed);
  const focused = addresses.find(({ id }) => id === focusedId);
  if (focused !== undefined) return [focused.id];
  return addresses.filter(({ watch }) => watch.status !== "removed").map(({ id }) => id);
}

/** Contents nearest to needing a person first: back again, then still there, then gone. */
export function contentOrder(contents: readonly ContentView[]): ContentView[] {
  const rank = { returned: 0, removal_seen: 1, watching: 2, waiting: 3, stopped: 4, removed: 5 } as const;
  return [...contents].sort((left, right) => rank[left.watch.status] - rank[right.watch.status]);
}
