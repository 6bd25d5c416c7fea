import type { BankView } from "@vigie/contract";

export type BankImport = BankView["imports"][number];

/** What may be done with an import: only the newest that stands can be accepted or taken back. */
export function importActs(
  bank: Pick<BankView, "imports">,
  { id, status, alarms }: BankImport,
): ("accept_import" | "roll_back")[] {
  const newest = bank.imports.find((made) => made.status !== "rolled_back");
  if (newest?.id !== id) return [];
  // A list that was broken off is not whole, whatever a person thinks of it.
  return status === "quarantined" && !alarms.includes("unfinished")
    ? ["accept_import", "roll_back"]
    : ["roll_back"];
}

/** Whether something of a bank waits for a person. */
export function needsLook({ suspended, suspendedEntries, imports }: BankView): boolean {
  return (
    suspended !== null || suspendedEntries.count > 0 || imports.some(({ status }) => status === "quarantined")
  );
}
