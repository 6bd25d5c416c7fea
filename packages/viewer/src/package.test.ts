import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const run = promisify(execFile);

describe("the package to publish", () => {
  let project: string;
  let installed: string;

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), "vigie-viewer-"));
    installed = join(project, "node_modules/@vigie/viewer");
    await mkdir(installed, { recursive: true });
    await run(process.execPath, ["scripts/build-package.mjs", "viewer", "--to", installed]);
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  test("is one module of under 9 kB compressed, which asks nobody for anything and makes no address", async () => {
    expect((await readdir(installed)).sort()).toEqual([
      "LICENSE",
      "README.md",
      "index.js",
      "package.json",
      "types",
    ]);
    const text = await readFile(join(installed, "index.js"), "utf8");
    expect(text).not.toMatch(/\bimport\s*[("{*]|\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|localStorage/);
    expect(text).not.toMatch(/createObjectURL|toDataURL|toBlob|getImageData|innerHTML|\beval\(/);
    expect(gzipSync(text, { level: 9 }).length).toBeLessThan(9_000);
  });

  test("has types that a strict project accepts", async () => {
    await writeFile(join(project, "package.json"), JSON.stringify({ type: "module" }));
    await writeFile(
      join(project, "program.ts"),
      `import { defineVigieMedia, type Reveal, type VigieMedia } from "@vigie/viewer";
      defineVigieMedia();
      const refuse: Reveal = async () => ({ kind: "refused", why: "on_break", until: "2026-06-01T08:00:00Z" });
      export function watch(media: VigieMedia): void {
        media.reveal = refuse;
        // @ts-expect-error: no such filter
        media.filters = ["sharper"];
      }`,
    );
    const compilerOptions = {
      strict: true,
      noEmit: true,
      module: "nodenext",
      target: "es2022",
      lib: ["es2023", "dom", "dom.iterable"],
      types: [],
    };
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
});
