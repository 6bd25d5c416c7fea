import { readUrl } from "../fetch/read-url.ts";
import type { Authority } from "./authority-schema.ts";
import type { RowPath } from "./catalogue-sources.ts";
import type { Ground } from "./ground-schema.ts";
import { hostOfService, isHostName } from "./host-rules.ts";
import { patternProblems } from "./pattern-rules.ts";
import type { KindedRow, RowProblem } from "./read-catalogue.ts";
import type { Service } from "./service-schema.ts";

type Problem = { path: RowPath; says: string };

/** What is wrong with one row by itself, beyond its shape. */
export function rowProblems(kinded: KindedRow): RowProblem[] {
  const { kind, row } = kinded;
  const found = [...problemsOf(kinded), ...linkProblems(row)];
  return found.map((problem) => ({ kind, slug: row.slug, ...problem }));
}

function problemsOf(kinded: KindedRow): Problem[] {
  switch (kinded.kind) {
    case "services":
      return [
        ...hostProblems(kinded.row),
        ...aliasProblems(kinded.row),
        ...channelProblems(kinded.row),
        ...patternProblems(kinded.row),
      ];
    case "grounds":
      return elementProblems(kinded.row);
    case "authorities":
      return hoursProblems(kinded.row);
  }
}

function hostProblems(service: Service): Problem[] {
  const problems: Problem[] = [];
  for (const [index, domain] of service.domains.entries()) {
    const path = ["domains", index];
    if (!isHostName(domain)) problems.push({ path, says: `"${domain}" is not a domain somebody can hold` });
    if (service.domains.indexOf(domain) !== index)
      problems.push({ path, says: `"${domain}" is there twice` });
  }
  if (service.home !== null && !(isHostName(service.home) && hostOfService(service, service.home)))
    problems.push({ path: ["home"], says: `"${service.home}" is not on one of the service's domains` });
  return problems;
}

function aliasProblems(service: Service): Problem[] {
  return Object.entries(service.hostAliases).flatMap(([alias, target]): Problem[] => {
    const path = ["hostAliases", alias];
    if (alias === target) return [{ path, says: `"${alias}" stands for itself` }];
    if (target in service.hostAliases)
      return [
        { path, says: `"${alias}" stands for "${target}", which stands for another: a chain or a loop` },
      ];
    return [alias, target]
      .filter((host) => !isHostName(host) || !hostOfService(service, host))
      .map((host) => ({ path, says: `"${host}" is not on one of the service's domains` }));
  });
}

const needNoPlace: ReadonlySet<string> = new Set(["flag", "api", "trusted_flagger", "police", "dsa_contact"]);

function channelProblems({ slug, channels }: Service): Problem[] {
  const seen = new Set<string>();
  return channels.flatMap((channel, index): Problem[] => {
    const problems: Problem[] = [];
    if (!channel.id.startsWith(`${slug}.`))
      problems.push({ path: ["channels", index, "id"], says: `"${channel.id}" must begin with "${slug}."` });
    if (seen.has(channel.id))
      problems.push({ path: ["channels", index, "id"], says: `"${channel.id}" is there twice` });
    seen.add(channel.id);
    const { kind, url, email, postal, note } = channel;
    if (!needNoPlace.has(kind) && !url && !email && !postal?.length && note === null)
      problems.push({
        path: ["channels", index, "kind"],
        says: `"${channel.id}" leads nowhere: no url, email or postal address, and no note that says where to look`,
      });
    return problems;
  });
}

function elementProblems({ elements }: Ground): Problem[] {
  return elements.fr.length === elements.en.length
    ? []
    : [{ path: ["elements"], says: "has not the same number of elements in both languages" }];
}

function hoursProblems({ hours, phone, phoneBy }: Authority): Problem[] {
  const problems: Problem[] = [];
  if (phoneBy !== null && phone === null)
    problems.push({ path: ["phoneBy"], says: "says how a number is reached, and there is no number" });
  const schedule = hours?.schedule;
  if (!schedule) return problems;
  const path = ["hours", "schedule"];
  if (!isTimeZone(schedule.timeZone))
    problems.push({ path: [...path, "timeZone"], says: `"${schedule.timeZone}" is not a time zone` });
  const open: { day: number; from: string; to: string }[] = [];
  for (const [index, { days, from, to }] of schedule.spans.entries()) {
    const here = [...path, "spans", index];
    if (to > "24:00" || from >= to) {
      const says = `${from} to ${to} is no span of one day: write what passes midnight as two spans`;
      problems.push({ path: here, says });
      continue;
    }
    for (const day of days) {
      if (open.some((other) => other.day === day && from < other.to && other.from < to))
        problems.push({ path: here, says: `overlaps another span of day ${day}` });
      open.push({ day, from, to });
    }
  }
  return problems;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** A link that people open carries nobody's name or password. */
function linkProblems(row: KindedRow["row"]): Problem[] {
  return linksOf(row).flatMap(({ path, url }) => {
    const read = readUrl(url);
    if (read && read.username === "" && read.password === "" && isHostName(read.hostname)) return [];
    return [{ path, says: `"${url}" is not a link that anybody can open` }];
  });
}

/** Every link in a row: what people are sent to, and where facts were read. */
export function linksOf(row: KindedRow["row"]): { path: RowPath; url: string }[] {
  const found: { path: RowPath; url: string }[] = [];
  walk(row, [], (path, value) => {
    const name = path.at(-1);
    if ((name === "url" || name === "sourceUrl") && typeof value === "string" && !value.includes("{"))
      found.push({ path, url: value });
  });
  return found;
}

/** Calls back for each value inside a row, the outer before the inner. */
export function walk(value: unknown, path: RowPath, look: (path: RowPath, value: unknown) => void): void {
  look(path, value);
  if (Array.isArray(value)) for (const [index, one] of value.entries()) walk(one, [...path, index], look);
  else if (typeof value === "object" && value !== null)
    for (const [name, one] of Object.entries(value)) walk(one, [...path, name], look);
}
