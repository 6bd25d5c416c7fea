import { relative } from "node:path";
import type { VisitOptions } from "../fetch/visit-link.ts";
import type { CatalogueProblem } from "./catalogue-sources.ts";
import { checkCatalogue } from "./check-catalogue.ts";
import { type VisitedLink, visitLinks } from "./visit-links.ts";

interface CommandOptions {
  /** The repository's catalogue; by default the one this program came with. */
  folder?: string;
  /** The installation's overrides; need not exist. */
  overrides: string;
  today: string;
  json: boolean;
  /** Visits the links; absent: nothing leaves this machine. */
  links: VisitOptions | null;
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream & { isTTY?: boolean };
}

/**
 * `vigie catalogue check`: one line for each problem, `file:line: what`. Needs no server and no database, and changes
 * no file.
 * @returns the exit status: 0 when nothing has to be corrected, else 1. Hints are no problems.
 */
export async function runCatalogueCheck(options: CommandOptions): Promise<0 | 1> {
  const { json, stdout, stderr, overrides } = options;
  const bar = progressBar(stderr, !json);
  const { reading, ...checked } = await checkCatalogue({
    ...(options.folder === undefined ? {} : { folder: options.folder }),
    overrides,
    today: options.today,
    onJudged: (judged, total) => bar.show("patterns", judged, total),
  });
  const visited = options.links
    ? await visitLinks(reading, {
        ...options.links,
        onVisited: (done, total) => bar.show("links", done, total),
      })
    : [];
  bar.clear();
  const gone = visited.filter(({ visit }) => visit.kind === "gone");
  const problems = [...checked.problems, ...gone];
  const hints = [...checked.hints, ...visited.filter((link) => !gone.includes(link))];
  const { services, grounds, authorities } = reading.catalogue;
  const rows = { services: services.length, grounds: grounds.length, authorities: authorities.length };
  if (json) {
    const links = options.links ? visited.map(jsonLink) : null;
    const { overridden } = reading;
    const ok = problems.length === 0;
    stdout.write(
      `${JSON.stringify({ ok, problems: problems.map(plain), hints: hints.map(plain), rows, overridden, links })}\n`,
    );
  } else {
    const lines = [
      ...hints.map((hint) => `${placeOf(hint)}: hint: ${hint.says}`),
      ...problems.map((problem) => `${placeOf(problem)}: ${problem.says}`),
      `${count(rows.services, "service")}, ${count(rows.grounds, "ground")}, ${count(rows.authorities, "authority", "authorities")}.`,
      `${count(reading.overridden.length, "row")} changed or added by ${overrides}.`,
      `${count(problems.length, "problem")}, ${count(hints.length, "hint")}.`,
    ];
    stdout.write(`${lines.join("\n")}\n`);
  }
  return problems.length === 0 ? 0 : 1;
}

function plain({ file, line, says }: CatalogueProblem): CatalogueProblem {
  return { file, line, says };
}

function jsonLink({ file, line, url, visit }: VisitedLink) {
  return { file, line, url, ...visit };
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** As an editor opens it: `file:line`, the file as seen from here when it lies below. */
function placeOf({ file, line }: CatalogueProblem): string {
  const near = relative(process.cwd(), file);
  return `${near.startsWith("..") || near === "" ? file : near}:${line}`;
}

const barWidth = 30;
const patienceMs = 1_000;

/** A bar on a terminal, from the second second on. */
function progressBar(
  stderr: CommandOptions["stderr"],
  wanted: boolean,
): { show(what: string, done: number, total: number): void; clear(): void } {
  const shown = wanted && stderr.isTTY === true;
  const start = performance.now();
  return {
    show(what, done, total) {
      if (!shown || performance.now() - start < patienceMs) return;
      const full = Math.round((done / Math.max(1, total)) * barWidth);
      stderr.write(`\r${what} [${"#".repeat(full).padEnd(barWidth)}] ${done} of ${total}`);
    },
    clear() {
      if (shown) stderr.write("\r\x1b[K");
    },
  };
}
