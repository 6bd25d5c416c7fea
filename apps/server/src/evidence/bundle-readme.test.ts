import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { bundleSignerOf } from "../vault/bundle-signature.ts";
import { bundleReadme } from "./bundle-readme.ts";
import { packBundle } from "./bundle-rules.ts";

const signer = bundleSignerOf(Buffer.alloc(32, 7));
const facts = {
  kind: "evidence",
  hotline: { name: "Ligne d'essai", email: "ligne@hotline.example" },
  publicKey: signer.publicKey,
} as const;

test("nobody is told to fetch a package by its name", () => {
  for (const language of ["fr", "en"] as const) {
    const text = bundleReadme({ ...facts, language, isPrinted: true });
    expect(text).not.toContain("npx");
    expect(text).toContain("node apps/server/bin/vigie.mjs verify documents.zip");
    expect(bundleReadme({ ...facts, language, isPrinted: false })).not.toContain("timeline.pdf");
  }
});

const hasTools = ["openssl", "xxd", "sh"].every((tool) => spawnSync(tool, ["-h"]).error === undefined);

test.skipIf(!hasTools)("the commands it prints verify a signature, and refuse a changed list", () => {
  const folder = mkdtempSync(join(tmpdir(), "vigie-readme-"));
  try {
    const text = bundleReadme({ ...facts, language: "fr", isPrinted: true });
    const manifest = {
      kind: "evidence",
      hotline: "x",
      madeAt: "2026-11-21T22:00:00.000Z",
      checkpoint: null,
    } as const;
    const bundle = packBundle({ "README.txt": Buffer.from(text) }, manifest, signer);
    for (const [name, bytes] of Object.entries(unzipSync(bundle))) writeFileSync(join(folder, name), bytes);
    const commands = text.slice(text.indexOf("  (printf"));
    const verify = () => spawnSync("sh", ["-c", commands], { cwd: folder, encoding: "utf8" });
    expect(verify()).toMatchObject({ status: 0, stdout: expect.stringContaining("Verified Successfully") });
    execFileSync("sh", ["-c", "echo >> manifest.json"], { cwd: folder });
    expect(verify().status).not.toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
