import { useSyncExternalStore } from "react";
import { type DeskPlace, readDeskPath, writeDeskPath } from "./desk-path.ts";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

function announce(): void {
  for (const listener of listeners) listener();
}

/** Where the desk is now, read from the address bar. */
export function usePlace(): DeskPlace {
  return readDeskPath(useSyncExternalStore(subscribe, () => window.location.pathname));
}

/** The query part of the address bar, which holds the list's search and filter. */
export function useQuery(): string {
  return useSyncExternalStore(subscribe, () => window.location.search);
}

/** Goes somewhere else in the desk; `replace` leaves no step to come back to. */
export function goTo(
  place: Exclude<DeskPlace, { page: "lost" }>,
  { query = "", replace = false }: { query?: string; replace?: boolean } = {},
): void {
  const address = writeDeskPath(place) + query;
  if (replace) window.history.replaceState(null, "", address);
  else window.history.pushState(null, "", address);
  announce();
}

/** Replaces the query of the current address without a new step in the history. */
export function setQuery(query: string): void {
  window.history.replaceState(null, "", window.location.pathname + query);
  announce();
}
