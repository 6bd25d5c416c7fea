// npm run bench -- <name> [--json] [--contents N]: prints, last, one JSON object {bench, figures, baseline, ratio, notes}.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildAll, workspacePackages } from "./build.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const benches = ["intake", "pdq", "match", "queue"];
const [name, ...flags] = process.argv.slice(2);
if (!benches.includes(name)) {
  console.error(`npm run bench -- <name> [--json] [--contents N]\nbenches: ${benches.join(", ")}`);
  process.exit(2);
}
await buildAll();
const outdir = `${root}node_modules/.cache/vigie-bench`;
await mkdir(outdir, { recursive: true });
await build({
  entryPoints: [`${root}test/bench/${name}.ts`],
  outfile: `${outdir}/${name}.mjs`,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  packages: "external",
  alias: workspacePackages,
  logLevel: "warning",
});
const { bench } = await import(`${outdir}/${name}.mjs`);
const contents = flags.includes("--contents") ? Number(flags[flags.indexOf("--contents") + 1]) : undefined;
const result = await bench({ root, contents, say: flags.includes("--json") ? () => {} : console.log });
console.log(JSON.stringify(result));
