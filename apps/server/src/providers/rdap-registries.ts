import type { Vigie } from "../vigie.ts";
import type { Dated } from "./hosting-rules.ts";
import type { Bootstrap } from "./rdap-answers.ts";

type File = "dns" | "ipv4" | "ipv6";

const dayMs = 86_400_000;

/** What each fetcher has read: processes and tests have one of their own. */
const known = new WeakMap<Vigie["fetcher"], Map<string, Dated<Bootstrap>>>();

/**
 * Which registry answers for what (RFC 9224). Read once a day at most; while the source does not answer, what was
 * read before still counts.
 * @param request.ask reads one file and notes what stands in the way.
 * @returns null when nobody has ever answered.
 */
export async function registriesOf(
  { fetcher, config, clock }: Pick<Vigie, "fetcher" | "config" | "clock">,
  { file, ask }: { file: File; ask(url: string): Promise<Dated<Bootstrap> | null> },
): Promise<Bootstrap | null> {
  const files = known.get(fetcher) ?? new Map<string, Dated<Bootstrap>>();
  known.set(fetcher, files);
  const url = `${config.lookUps.rdapBootstrap}${file}.json`;
  const held = files.get(url);
  if (held && clock.now().getTime() - held.at.getTime() < dayMs) return held.answer;
  const found = await ask(url);
  if (found) files.set(url, found);
  return (found ?? held)?.answer ?? null;
}
