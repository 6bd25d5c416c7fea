import { checkSync } from "recheck";
import type { Service } from "./service-schema.ts";

/** What is wrong with a pattern, and the way to it in the row. */
export interface PatternProblem {
  path: readonly (string | number)[];
  says: string;
}

// An address is at most 2,048 characters when a pattern sees it: what takes quadratic time there is still quick, what
// takes exponential time is not.
const attackTimeoutMilliseconds = 5_000;

/**
 * What is wrong with the patterns of a service: one that is no regular expression, does not match its example, runs
 * away on hostile text, names groups it does not have, or stands there twice.
 */
export function patternProblems(service: Service): readonly PatternProblem[] {
  const seen = new Map<string, number>();
  return service.objects.flatMap((object, index) => {
    const path = ["objects", index, "regex"] as const;
    const twin = seen.get(object.regex);
    seen.set(object.regex, index);
    if (twin !== undefined) return [{ path, says: `is the same pattern as objects.${twin}` }];
    return regexProblem(object.regex, object.example, [
      ...object.folded,
      ...[...`${object.canonical} ${object.key}`.matchAll(/\{(\w+)\}/g)].map((found) => String(found[1])),
    ]).map((says) => ({ path, says }));
  });
}

function regexProblem(source: string, example: string, groups: readonly string[]): string[] {
  let regex: RegExp;
  try {
    regex = new RegExp(source);
  } catch (error) {
    return [`is not a regular expression (${error instanceof Error ? error.message : "unreadable"})`];
  }
  const found = checkSync(source, "", { timeout: attackTimeoutMilliseconds });
  if (found.status === "vulnerable" && found.complexity.type === "exponential") {
    return [`runs away on hostile text (exponential), for example on ${found.attack.pattern}`];
  }
  const match = regex.exec(example);
  if (!match) return [`does not match its example ${example}`];
  const names = Object.keys(match.groups ?? {});
  return groups.filter((name) => !names.includes(name)).map((name) => `has no group named "${name}"`);
}
