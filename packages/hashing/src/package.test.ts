import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashPixels } from "./hash-pixels.ts";
import { toHex } from "./hash-text.ts";
import { drawPicture } from "./test-pictures.ts";

const run = promisify(execFile);
const script = "scripts/build-hashing.mjs";

test("the compiled modules are what their sources make", async () => {
  await run(process.execPath, [script, "--check"]);
});

describe("the package to publish", () => {
  let project: string;
  let installed: string;

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), "vigie-hashing-"));
    installed = join(project, "node_modules/@vigie/hashing");
    await mkdir(installed, { recursive: true });
    await run(process.execPath, [script, "pdq", "--check", "--dist", "--to", installed]);
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  test("runs in Node without TypeScript and gives the same hash", async () => {
    const picture = drawPicture({ seed: 4, width: 90, height: 70, channels: 1, kind: "scene" });
    const program = join(project, "program.mjs");
    await writeFile(
      program,
      `import { engine, hashPixels, toHex } from "@vigie/hashing";
      const { hash, quality } = hashPixels({ width: 90, height: 70, channels: 1, samples: new Uint8Array(${JSON.stringify([...picture.samples])}) });
      console.log(engine, toHex(hash), quality);`,
    );
    const { stdout } = await run(process.execPath, [program]);
    const { hash, quality } = hashPixels(picture);
    expect(stdout.trim()).toBe(`webassembly ${toHex(hash)} ${quality}`);
  });

  test("has types that a strict project accepts", async () => {
    await writeFile(join(project, "package.json"), JSON.stringify({ type: "module" }));
    await writeFile(
      join(project, "program.ts"),
      `import { hashPixels, type Pixels, toHex } from "@vigie/hashing";
      const picture: Pixels = { width: 5, height: 5, channels: 1, samples: new Uint8Array(25) };
      export const text: string = toHex(hashPixels(picture).hash);
      // @ts-expect-error: two channels are not a picture
      hashPixels({ ...picture, channels: 2 });`,
    );
    const compilerOptions = { strict: true, noEmit: true, module: "nodenext", target: "es2022", types: [] };
    await writeFile(
      join(project, "tsconfig.json"),
      JSON.stringify({ compilerOptions, files: ["program.ts"] }),
    );
    const { stdout } = await run(process.execPath, [
      "node_modules/typescript-7/bin/tsc",
      "-p",
      project,
    ]).catch((failed: { stdout: string }) => failed);
    expect(stdout).toBe("");
  });

  test("is one module of under 15 kB compressed that asks nothing of its platform", async () => {
    expect((await readdir(installed)).sort()).toEqual([
      "LICENSE",
      "README.md",
      "index.js",
      "package.json",
      "types",
    ]);
    const text = await readFile(join(installed, "index.js"), "utf8");
    expect(text).not.toMatch(/\bimport\s*[("{*]|\bprocess\.|\brequire\(|\bBuffer\b|\beval\(/);
    expect(gzipSync(text, { level: 9 }).length).toBeLessThan(15_000);
  });
});
