// dependency-cruiser sees nothing, and says all is well, when it does not find its TypeScript: the count is checked too.
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { cruise } from "dependency-cruiser";
import extractOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import extractTsConfig from "dependency-cruiser/config-utl/extract-ts-config";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
const leastModules = 100;

const options = await extractOptions("./.dependency-cruiser.cjs");
const { output } = await cruise(["apps", "packages"], { ...options, validate: true }, undefined, {
  tsConfig: extractTsConfig("tsconfig.json"),
});
const problems = output.summary.violations.map(
  ({ rule, from, to }) =>
    `${rule.name}: ${from} -> ${to}\n    ${output.summary.ruleSetUsed.forbidden.find((one) => one.name === rule.name)?.comment ?? ""}`,
);
if (output.summary.totalCruised < leastModules) {
  problems.push(`only ${output.summary.totalCruised} modules were looked at: the check itself is broken`);
}
problems.push(
  ...(await importsAcrossSlices(output.modules)),
  ...(await writesAcrossSlices()),
  ...(await environmentReaders()),
);

for (const problem of problems) console.log(problem);
console.log(`${output.summary.totalCruised} modules, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);

/** A slice meets another through its events.ts, or through what the other's README lists by name. */
async function importsAcrossSlices(modules) {
  const found = [];
  const readmes = new Map();
  for (const module of modules) {
    const from = sliceOf(module.source);
    if (!from || module.source.includes(".test.")) continue;
    for (const { resolved, dependencyTypes } of module.dependencies) {
      const to = sliceOf(resolved);
      if (!to || to === from || resolved.endsWith("/events.ts")) continue;
      if (dependencyTypes.includes("type-only") || to === "vault") continue;
      if (!readmes.has(to))
        readmes.set(to, await readFile(`apps/server/src/${to}/README.md`, "utf8").catch(() => ""));
      const exported = await exportedNames(resolved);
      if (!exported.some((name) => readmes.get(to).includes(`\`${name}`))) {
        found.push(
          `slice ${from} uses ${resolved}, of which apps/server/src/${to}/README.md lists no export`,
        );
      }
    }
  }
  return [...new Set(found)];
}

/** A slice writes its own tables only. Which table is whose stands here. */
async function writesAcrossSlices() {
  const owners = {
    installation: "team",
    members: "team",
    sessions: "team",
    invitations: "team",
    passkeys: "team",
    passkey_challenges: "team",
    handover_notes: "team",
    handover_reads: "team",
    cases: "cases",
    assessments: "cases",
    notes: "cases",
    case_skips: "cases",
    saved_filters: "cases",
    case_counts: "cases",
    contents: "contents",
    reports: "reports",
    report_contents: "reports",
    messages: "reports",
    recipients: "providers",
    hostings: "providers",
    situations: "plans",
    plan_steps: "plans",
    evidence_entries: "evidence",
    notices: "notices",
    notice_contents: "notices",
    answers: "answers",
    mailbox_messages: "answers",
    mailbox_state: "answers",
    escalations: "escalations",
    labels: "labels",
    fingerprints: "matching",
    banks: "matching",
    bank_imports: "matching",
    bank_entries: "matching",
    withdrawn_hashes: "matching",
    matches: "matching",
    partners: "matching",
    signals: "networks",
    links: "networks",
    link_evidence: "networks",
    index_removals: "matching",
    exposure_ledger: "exposure",
    exposure_overrides: "exposure",
    referrals: "referrals",
    watches: "watches",
    checks: "watches",
    events: "audit",
    event_chain: "audit",
    event_sealing: "audit",
    event_checkpoints: "audit",
    worker_pools: "jobs",
  };
  // One statement stores a batch of reports with their contents, cases and watches: intake stands and falls with it.
  const allowed = new Set(
    (await readFile("scripts/writes-allowed.txt", "utf8"))
      .split("\n")
      .filter((line) => line && !line.startsWith("#"))
      .map((line) => line.split(" # ")[0].trim()),
  );
  const found = [];
  for (const file of await sourceFiles("apps/server/src")) {
    if (file.includes(".test.") || /\/test-[\w-]+\.ts$/.test(file) || file.includes("/db/")) continue;
    const slice = file.split("/")[3];
    const text = await readFile(file, "utf8");
    const writes = text.matchAll(
      /(?:insertInto|updateTable|deleteFrom)\("(\w+)"\)|(?:insert into|update|delete from) (?:only )?([a-z_]+)\b/g,
    );
    for (const [, built, raw] of writes) {
      const table = built ?? raw;
      const owner = owners[table];
      if (owner && owner !== slice && !allowed.has(`${file} ${table}`)) {
        found.push(`${file} writes table ${table}, which belongs to ${owner}`);
      }
    }
  }
  return [...new Set(found)];
}

/** Only config.ts reads the environment. */
async function environmentReaders() {
  const found = [];
  for (const file of await sourceFiles("apps/server/src")) {
    if (file.includes(".test.") || file.endsWith("/config.ts") || file.endsWith("/cli.ts")) continue;
    if (/process\.env\b/.test(await readFile(file, "utf8")))
      found.push(`${file} reads the environment; only config.ts may`);
  }
  return found;
}

function sliceOf(path) {
  const match =
    /^apps\/server\/src\/(catalogue|reports|contents|cases|grounds|providers|plans|help|evidence|exposure|notices|answers|escalations|labels|matching|networks|watches|referrals|transparency|team|audit|vault)\//.exec(
      path,
    );
  return match?.[1];
}

async function exportedNames(path) {
  const text = await readFile(path, "utf8");
  return [...text.matchAll(/^export (?:async )?(?:function\*?|const|interface|type|class) (\w+)/gm)].map(
    (match) => match[1],
  );
}

async function sourceFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`);
}
