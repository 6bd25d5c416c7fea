// node scripts/build-package.mjs <name> makes what is published of packages/<name> in its dist, or in the folder that --to names.
import { spawnSync } from "node:child_process";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A folder to publish as it is: one minified ES module, its types, and a package.json that names them. */
export async function buildPackage(folderName, outdir = `${root}packages/${folderName}/dist`) {
  const folder = `${root}packages/${folderName}/`;
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await build({
    entryPoints: [`${folder}src/index.ts`],
    outfile: `${outdir}/index.js`,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    logLevel: "warning",
  });
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      `${root}node_modules/typescript-7/bin/tsc`,
      "-p",
      `${folder}tsconfig.build.json`,
      "--outDir",
      `${outdir}/types`,
    ],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`the types of packages/${folderName} were not made:\n${stdout}`);
  const { name, version, description, license, type } = JSON.parse(
    await readFile(`${folder}package.json`, "utf8"),
  );
  const manifest = {
    name,
    version,
    description,
    license,
    type,
    sideEffects: false,
    exports: { ".": { types: "./types/index.d.ts", default: "./index.js" } },
    publishConfig: { access: "public" },
  };
  await writeFile(`${outdir}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
  await copyFile(`${folder}README.md`, `${outdir}/README.md`);
  await copyFile(`${root}LICENSE`, `${outdir}/LICENSE`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    options: { to: { type: "string" } },
    allowPositionals: true,
  });
  for (const name of positionals) await buildPackage(name, values.to);
}
