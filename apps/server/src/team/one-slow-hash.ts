import { Refusal } from "@vigie/contract";
import { createLanes } from "../vault/derivation-lanes.ts";

// One verification holds 64 MiB and a thread of the pool that receipts use too: strangers may not take it over.
const lanes = createLanes({ concurrency: 1, queueLimit: 64 });

/**
 * Runs the slow hashing of passwords and passphrases one at a time in this process.
 * @throws Refusal `service.busy` when too many wait already.
 */
export async function oneSlowHash<T>(work: () => Promise<T>): Promise<T> {
  const outcome = await lanes.run("opening", work);
  if (outcome.kind === "busy") throw new Refusal("service.busy");
  return outcome.value;
}
