import { availableParallelism } from "node:os";
import type { Diagnostics } from "recheck";
import type { Pattern } from "./pattern-rules.ts";

/** A pattern that must not be used, and why. */
export interface Runaway<Of extends Pattern> {
  pattern: Of;
  says: string;
}

// Only steps are counted, never time: a busy machine must not come to another verdict. The whole judgement of a pattern
// ends after a minute; the slowest of the catalogue takes some seconds.
const limits = { timeout: 60_000, attackTimeout: null, incubationTimeout: null };

/**
 * The patterns whose time on hostile text grows faster than the square of its length, or of which that cannot be told.
 * Takes up to seconds for each pattern, in another process or thread.
 * @param onJudged called after each pattern.
 */
export async function findRunaways<Of extends Pattern>(
  patterns: readonly Of[],
  onJudged: () => void = () => {},
): Promise<Runaway<Of>[]> {
  if (patterns.length === 0) return [];
  // Half a second and 5 MB that a start without overrides does not spend.
  const { check } = await import("recheck");
  const verdicts = patterns.map((): string | null => null);
  const waiting = [...patterns.entries()];
  async function judge(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, { source }] = next;
      verdicts[index] = verdictOf(await check(source, "", limits));
      onJudged();
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, judge));
  return patterns.flatMap((pattern, index) => {
    const says = verdicts[index] ?? null;
    return says === null ? [] : [{ pattern, says }];
  });
}

// An address or words are 4,096 characters at most: the square of that takes some tens of milliseconds, the cube would
// take minutes.
const highestDegree = 2;

function verdictOf(found: Diagnostics): string | null {
  if (found.status === "safe") return null;
  if (found.status === "unknown") return "could not be shown to end soon on hostile text: make it simpler";
  const { complexity, attack } = found;
  if (complexity.type === "polynomial" && complexity.degree <= highestDegree) return null;
  const growth = complexity.type === "polynomial" ? `power of ${complexity.degree}` : "exponential";
  return `runs away on hostile text (${growth}), for example on ${attack.pattern}`;
}
