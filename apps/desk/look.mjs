import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { buildDesk } from "./build.mjs";

// Draws every screen of the desk against the in-memory server and runs axe on each:
//   node apps/desk/look.mjs [screen,screen…] [--quick]
const here = path.dirname(fileURLToPath(import.meta.url));
const [names = ""] = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const folder = path.join(os.tmpdir(), "vigie-desk-look");
const script = path.join(here, "dist", "look.mjs");
await buildDesk({ outdir: path.join(folder, "assets") });
await build({
  absWorkingDir: here,
  entryPoints: ["src/testing/look-at-desk.ts"],
  outfile: script,
  bundle: true,
  platform: "node",
  format: "esm",
  external: ["playwright-core"],
  logLevel: "warning",
});
const { lookAtDesk } = await import(pathToFileURL(script).href);
const looks = await lookAtDesk({
  assets: path.join(folder, "assets"),
  pictures: path.join(folder, "pictures"),
  only: names === "" ? [] : names.split(","),
  quick: process.argv.includes("--quick"),
});
const faulty = looks.filter(({ complaints }) => complaints.length > 0);
for (const { screen, complaints } of faulty)
  process.stdout.write(`${screen}\n  ${complaints.join("\n  ")}\n`);
process.stdout.write(`${looks.length} screens in ${folder}/pictures, ${faulty.length} with complaints\n`);
process.exitCode = faulty.length > 0 ? 1 : 0;
