import { readUrl } from "../fetch/read-url.ts";
import type { RowPath } from "./catalogue-sources.ts";
import { hostOfService } from "./host-rules.ts";
import type { Service } from "./service-schema.ts";

type Problem = { path: RowPath; says: string };
type ServiceObject = Service["objects"][number];

/** A pattern of a service that is run on what strangers typed. */
export interface Pattern {
  path: RowPath;
  /** As it is run. */
  source: string;
}

/** The patterns of a service as they are run. Hints and markers are not run on what strangers typed. */
export function patternsOf({ objects, accountWords }: Service): Pattern[] {
  const run = objects.flatMap(({ regex, scope }, index) =>
    scope === "hint" || scope === "marker" ? [] : [{ path: ["objects", index, "regex"], source: regex }],
  );
  if (accountWords === null) return run;
  return [...run, { path: ["accountWords", "handle"], source: `^(?:${accountWords.handle})$` }];
}

/**
 * What is wrong with the patterns of a service: one that is no regular expression, does not match its example, names
 * groups it does not have, leads to no address, takes everything for its own, or stands there twice.
 */
export function patternProblems(service: Service): Problem[] {
  const seen = new Map<string, number>();
  return [
    ...service.objects.flatMap((object, index): Problem[] => {
      const twin = seen.get(object.regex);
      seen.set(object.regex, index);
      if (twin !== undefined)
        return [{ path: ["objects", index, "regex"], says: `is the same pattern as objects.${twin}` }];
      return objectProblems(service, object).map(({ path, says }) => ({
        path: ["objects", index, ...path],
        says,
      }));
    }),
    ...accountProblems(service),
  ];
}

function objectProblems(service: Service, object: ServiceObject): Problem[] {
  const regex = compile(object.regex);
  if ("says" in regex) return [{ path: ["regex"], says: regex.says }];
  const match = regex.exec(object.example);
  if (!match) return [{ path: ["regex"], says: `does not match its example ${object.example}` }];
  const groups = match.groups ?? {};
  const problems: Problem[] = object.folded
    .filter((name) => !(name in groups))
    .map((name) => ({ path: ["folded"], says: `the pattern has no group named "${name}"` }));
  for (const field of ["canonical", "key"] as const) {
    const template = object[field];
    const says = template === null ? null : templateProblem(template, groups);
    if (says !== null) problems.push({ path: [field], says });
  }
  if (object.scope === "domain") {
    const host = readUrl(object.example)?.hostname ?? "";
    if (!hostOfService(service, host)) {
      const says = `${object.example} is not on one of the service's domains, where alone the pattern is tried`;
      problems.push({ path: ["example"], says });
    }
  }
  const swallowed = swallows(object.scope).find((text) => regex.test(text));
  if (swallowed !== undefined)
    problems.push({ path: ["regex"], says: `takes what is not its own, for example "${swallowed}"` });
  return problems;
}

function compile(source: string): RegExp | { says: string } {
  try {
    return new RegExp(source);
  } catch (error) {
    return { says: `is not a regular expression (${error instanceof Error ? error.message : "unreadable"})` };
  }
}

function templateProblem(template: string, groups: Record<string, string>): string | null {
  const missing = [...template.matchAll(/\{(\w+)\}/g)].find((found) => !(String(found[1]) in groups));
  if (missing) return `the pattern has no group named "${missing[1]}"`;
  const filled = template.replace(/\{(\w+)\}/g, (_whole, name: string) => groups[name] ?? "");
  return /^https?:\/\//.test(template) && readUrl(filled) !== null
    ? null
    : `"${template}" does not make an address that starts with https://`;
}

/** What a pattern that is tried on every unknown host, or on every text, must not match. */
function swallows(scope: ServiceObject["scope"]): readonly string[] {
  if (scope === "anywhere")
    return ["https://example.org", "https://example.org/a/b.html?id=1", "https://forum.example.net/topic/12"];
  if (scope === "identifier") return ["je ne sais pas", "compte de jean", "https://example.org/a"];
  return [];
}

function accountProblems({ accountWords }: Service): Problem[] {
  if (accountWords === null) return [];
  const { handle, url, words } = accountWords;
  const problems: Problem[] = [];
  const regex = compile(handle);
  if ("says" in regex) problems.push({ path: ["accountWords", "handle"], says: regex.says });
  else if (new RegExp(`^(?:${handle})$`).test(""))
    problems.push({ path: ["accountWords", "handle"], says: "matches nothing at all: an empty name" });
  if (!url.includes("{handle}") || templateProblem(url, { handle: "name" }) !== null)
    problems.push({ path: ["accountWords", "url"], says: `"${url}" is not an address with {handle} in it` });
  for (const [index, word] of words.entries()) {
    if (word.trim() === "" || word !== word.toLowerCase())
      problems.push({ path: ["accountWords", "words", index], says: `"${word}" must be in small letters` });
  }
  return problems;
}
