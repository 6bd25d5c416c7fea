// Compiles each packages/hashing/assembly/<name>.ts to packages/hashing/src/<name>.wasm.ts, which is committed.
// node scripts/build-hashing.mjs [names] compiles these, or all; --check compares instead of writing.
// --dist also makes the package to publish in packages/hashing/dist, or in the folder that --to names.
// A source may begin with a line "// asc <flags>" for flags of its own.
import { spawnSync } from "node:child_process";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { main as asc } from "assemblyscript/asc";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = `${root}packages/hashing/`;

const { values: flags, positionals } = parseArgs({
  options: { check: { type: "boolean" }, dist: { type: "boolean" }, to: { type: "string" } },
  allowPositionals: true,
});
for (const name of positionals.length > 0 ? positionals : await assemblyNames()) {
  const file = `${folder}src/${name}.wasm.ts`;
  const compiled = await compileAssembly(name);
  if (!flags.check) await writeFile(file, compiled);
  else if (compiled !== (await readFile(file, "utf8").catch(() => ""))) {
    console.error(`${file} is not what its source makes. Run: node scripts/build-hashing.mjs ${name}`);
    process.exitCode = 1;
  }
}
if (flags.dist) await buildPackage(flags.to ?? `${folder}dist`);

async function assemblyNames() {
  const files = await readdir(`${folder}assembly`);
  return files.filter((file) => file.endsWith(".ts")).map((file) => file.slice(0, -".ts".length));
}

/** The same source gives the same text. */
async function compileAssembly(name) {
  const source = await readFile(`${folder}assembly/${name}.ts`, "utf8");
  const ownFlags = /^\/\/ asc (.*)$/.exec(source.slice(0, source.indexOf("\n")))?.[1];
  let bytes;
  const { error, stderr } = await asc(
    [
      `${name}.ts`,
      "--outFile",
      "out.wasm",
      "-O3",
      "--noAssert",
      "--runtime",
      "stub",
      "--enable",
      "simd",
      "--use",
      "abort=",
      ...(ownFlags ? ownFlags.split(" ") : []),
    ],
    {
      readFile: (file) => readFile(`${folder}assembly/${file}`, "utf8").catch(() => null),
      writeFile: (_file, contents) => {
        bytes = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`packages/hashing/assembly/${name}.ts does not compile:\n${stderr.toString()}`);
  return [
    `// Made by scripts/build-hashing.mjs of assembly/${name}.ts. Change that file, then run the script.`,
    `export const wasmBase64 =\n  "${Buffer.from(bytes).toString("base64")}";\n`,
  ].join("\n");
}

/** A folder to publish as it is: one minified ES module, its types, and a package.json that names them. */
async function buildPackage(outdir) {
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
  if (status !== 0) throw new Error(`the types of packages/hashing were not made:\n${stdout}`);
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
