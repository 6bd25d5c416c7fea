import { caseStatuses } from "@vigie/contract";
import type { CaseFilter } from "../api.ts";

export const listStatuses = ["open", "", ...caseStatuses] as const;

/** The list's search and filter as they stand in the address. `open` is what nobody has to write. */
export function readFilter(query: string): CaseFilter {
  const values = new URLSearchParams(query);
  const status = values.get("status") ?? "open";
  const wanted = status === "all" ? "" : status;
  return {
    q: values.get("q") ?? "",
    status: listStatuses.find((known) => known === wanted) ?? "open",
  };
}

/** Writes them back; the usual view has an empty query. */
export function writeFilter({ q, status }: CaseFilter): string {
  const values = new URLSearchParams();
  if (q !== "") values.set("q", q);
  if (status !== "open") values.set("status", status === "" ? "all" : status);
  const text = values.toString();
  return text === "" ? "" : `?${text}`;
}
