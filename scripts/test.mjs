// npm test: server and unit tests (Vitest), then faults, then journeys in a real browser. Ends with one line of totals.
//   --server   server and unit tests only
//   --here     without the external database
//   --elsewhere  the other half of --here, for another Node: every test with a database on an external one, then the rest
//              of the server tests without pure rules, the desk and long repetitions
//   --full     adds the long runs (1,000 kills, 4,000 receipts); their dated results are kept in docs/full-run.md
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { findChromium } from "../test/browser/find-chromium.mjs";
import { buildAll } from "./build.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const full = process.argv.includes("--full");
const serverOnly = process.argv.includes("--server");
const here = process.argv.includes("--here");
const elsewhere = process.argv.includes("--elsewhere");
const node = process.execPath;
const totals = { passed: 0, failed: 0, skipped: 0 };

console.log("== build");
await buildAll();

const runs = { ...(full && { VIGIE_FULL: "1" }), ...(elsewhere && { VIGIE_RUNS: "light" }) };
await suite("server and unit tests", ["vitest.config.ts"], runs);
if (full) {
  // Times are taken with nothing else running.
  await suite(
    "2,000 right and 2,000 wrong receipts",
    ["vitest.config.ts", "test/security/receipt-timing.test.ts"],
    {
      VIGIE_RECEIPT_TIMES: "2000",
    },
  );
}
if (!serverOnly && !here) {
  await suite("external PostgreSQL over TCP, two web and two worker processes", [
    "test/external/vitest.config.ts",
  ]);
}
if (!serverOnly && !elsewhere) {
  await suite("faults", ["test/faults/vitest.config.ts"], { VIGIE_KILLS: full ? "1000" : "20" });
  const chromium = await findChromium();
  if (chromium)
    await suite("journeys in a browser", ["test/browser/vitest.config.ts"], {
      VIGIE_CHROMIUM: chromium,
      ...runs,
    });
  else {
    console.log("!! No Chromium was found and none could be installed: THE BROWSER JOURNEYS WERE SKIPPED.");
    totals.skipped += 1;
  }
}
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed === 0 ? 0 : 1);

/** Runs one Vitest configuration, or only some files of it, and adds up what its JSON reporter says. */
async function suite(name, [config, ...files], env = {}) {
  console.log(`\n== ${name}`);
  const { readFile, rm } = await import("node:fs/promises");
  const report = `${root}test-results/${config.replace(/\W+/g, "-")}.json`;
  await rm(report, { force: true });
  const code = await run(
    node,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--config",
      config,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...files,
    ],
    env,
  );
  const result = await readFile(report, "utf8").then(JSON.parse, () => null);
  totals.passed += result?.numPassedTests ?? 0;
  totals.failed += result?.numFailedTests ?? 0;
  totals.skipped += (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0);
  // A file that fails to load, or a run that crashed, has no failed test of its own.
  if (code !== 0 && !result?.numFailedTests) totals.failed += 1;
}

function run(command, args, env) {
  return new Promise((resolve) => {
    spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...env },
    }).on("exit", (code) => resolve(code ?? 1));
  });
}
