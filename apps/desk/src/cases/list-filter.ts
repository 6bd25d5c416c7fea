import { caseStatuses, claimChoices, languages, topics, urgencies } from "@vigie/contract";
import type { CaseFilter } from "../api.ts";

export const listStatuses = ["open", "", ...caseStatuses] as const;

/** A filter with every field; an empty one narrows nothing. */
export type ListFilter = Required<CaseFilter>;

export const everyOpenCase: ListFilter = {
  q: "",
  status: "open",
  topic: "",
  urgency: "",
  claimed: "",
  host: "",
  language: "",
  overdue: "",
};

const known = {
  topic: topics,
  urgency: urgencies,
  claimed: claimChoices,
  language: languages,
  overdue: ["true"],
} as const;

/** The list's search and filter as they stand in the address. `open` is what nobody has to write. */
export function readFilter(query: string): ListFilter {
  const values = new URLSearchParams(query);
  const status = values.get("status") ?? "open";
  const wanted = status === "all" ? "" : status;
  const oneOf = (name: keyof typeof known) =>
    (known[name] as readonly string[]).find((value) => value === values.get(name)) ?? "";
  return {
    q: values.get("q") ?? "",
    status: listStatuses.find((each) => each === wanted) ?? "open",
    topic: oneOf("topic"),
    urgency: oneOf("urgency"),
    claimed: oneOf("claimed"),
    host: values.get("host") ?? "",
    language: oneOf("language"),
    overdue: oneOf("overdue"),
  };
}

/** Writes them back; the usual view has an empty query. */
export function writeFilter({ status, ...rest }: CaseFilter): string {
  const values = new URLSearchParams();
  if (status !== "open") values.set("status", status === "" ? "all" : status);
  for (const [name, value] of Object.entries(rest)) if (value) values.set(name, value);
  const text = values.toString();
  return text === "" ? "" : `?${text}`;
}

/** A filter as it is kept: only what narrows. */
export function keptFilter(filter: ListFilter): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ""));
}

/** A kept filter as the list reads it; one without a status is for every status. */
export function fromKept(filter: Readonly<Record<string, string>>): ListFilter {
  const { status = "all", ...rest } = filter;
  return readFilter(`?${new URLSearchParams({ ...rest, status }).toString()}`);
}
