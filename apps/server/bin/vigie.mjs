#!/usr/bin/env node
import { existsSync } from "node:fs";

// In a checkout the sources may be newer than what was built; an installed copy has no build script.
const buildScript = new URL("../../../scripts/build.mjs", import.meta.url);
if (existsSync(buildScript)) {
  const { buildIfStale } = await import(buildScript.href);
  await buildIfStale();
}
await import("../dist/cli.js");
