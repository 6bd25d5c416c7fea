// The order is from quick to slow. Every check runs, so that one run shows all that is wrong.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const node = process.execPath;
const checks = [
  ["format and lint", ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."]],
  ["types", ["node_modules/typescript-7/bin/tsc", "-p", ".", "--noEmit"]],
  ["architecture", ["scripts/check-architecture.mjs"]],
  ["dead code", ["node_modules/knip/bin/knip.js"]],
  ["paths and words in the docs", ["scripts/check-docs.mjs"]],
];

let failed = 0;
for (const [name, args] of checks) {
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync(node, args, { cwd: root, encoding: "utf8" });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok  " : "FAIL"}  ${name} (${seconds} s)`);
  if (status !== 0) {
    failed += 1;
    console.log(`${stdout}${stderr}`.trim());
  }
}
process.exit(failed === 0 ? 0 : 1);
