// Compiles each packages/hashing/assembly/<name>.ts to packages/hashing/src/<name>.wasm.ts, which is committed.
// node scripts/build-hashing.mjs [names] compiles these, or all; --check compares instead of writing.
// --dist also makes the package to publish in packages/hashing/dist, or in the folder that --to names.
// A source may begin with a line "// asc <flags>" for flags of its own.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { main as asc } from "assemblyscript/asc";
import { buildPackage } from "./build-package.mjs";

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
if (flags.dist) await buildPackage("hashing", flags.to);

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
