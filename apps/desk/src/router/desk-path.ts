export const casePanels = [
  "assess",
  "situation",
  "notice",
  "carry",
  "answer",
  "refer",
  "message",
  "note",
  "history",
  "close",
  "look",
  "skip",
] as const;
/** What may be open in a case. */
export type CasePanel = (typeof casePanels)[number];

export type DeskPlace =
  | { page: "home" }
  | { page: "list" }
  | { page: "case"; caseId: string; panel: CasePanel | null }
  | { page: "team" }
  | { page: "me" }
  | { page: "exposure" }
  | { page: "figures" }
  | { page: "mailbox" }
  | { page: "label" }
  | { page: "record" }
  | { page: "banks" }
  | { page: "components" }
  | { page: "join" }
  | { page: "lost" };

const plainPages = [
  { page: "team" },
  { page: "me" },
  { page: "exposure" },
  { page: "figures" },
  { page: "mailbox" },
  { page: "label" },
  { page: "record" },
  { page: "banks" },
  { page: "components" },
  { page: "join" },
] as const satisfies readonly DeskPlace[];

/** Reads a path under `/desk`. Anything else is `lost`, never an exception. */
export function readDeskPath(path: string): DeskPlace {
  const [root, first, second, third, ...rest] = path.split("/").filter((part) => part !== "");
  if (root !== "desk" || rest.length > 0) return { page: "lost" };
  if (first === undefined) return { page: "home" };
  if (first === "cases") {
    if (second === undefined) return { page: "list" };
    const caseId = decoded(second);
    if (caseId === null) return { page: "lost" };
    if (third === undefined) return { page: "case", caseId, panel: null };
    const panel = casePanels.find((name) => name === third);
    return panel === undefined ? { page: "lost" } : { page: "case", caseId, panel };
  }
  if (second !== undefined) return { page: "lost" };
  return plainPages.find(({ page }) => page === first) ?? { page: "lost" };
}

/** Writes the path of a place. `readDeskPath(writeDeskPath(place))` is that place again. */
export function writeDeskPath(place: Exclude<DeskPlace, { page: "lost" }>): string {
  if (place.page === "home") return "/desk";
  if (place.page === "list") return "/desk/cases";
  if (place.page !== "case") return `/desk/${place.page}`;
  const base = `/desk/cases/${encodeURIComponent(place.caseId)}`;
  return place.panel === null ? base : `${base}/${place.panel}`;
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
