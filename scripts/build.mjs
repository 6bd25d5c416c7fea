import { cp, mkdir, readdir, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildDesk } from "../apps/desk/build.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = `${root}apps/server/dist`;
/** Workspace packages by name, for bundlers. */
export const workspacePackages = {
  "@vigie/contract": `${root}packages/contract/src/index.ts`,
  "@vigie/hashing": `${root}packages/hashing/src/index.ts`,
  "@vigie/viewer": `${root}packages/viewer/src/index.ts`,
};

/** Builds the server, the command line and the desk into apps/server/dist. */
export async function buildAll() {
  await mkdir(dist, { recursive: true });
  await Promise.all([
    build({
      entryPoints: [
        `${root}apps/server/src/main.ts`,
        `${root}apps/server/src/cli.ts`,
        // A program of its own: files are decoded in processes with limits.
        { in: `${root}apps/server/src/matching/decode-child.ts`, out: "decode-child" },
        { in: `${root}apps/server/src/exposure/decoder-child.ts`, out: "exposure-decoder" },
        // A thread of its own: indexes are built beside the process that searches them.
        { in: `${root}apps/server/src/matching/index-worker.ts`, out: "index-worker" },
      ],
      outdir: dist,
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node20.19",
      packages: "external",
      // Workspace packages are TypeScript sources: they are bundled.
      alias: workspacePackages,
      define: { "process.env.NODE_ENV": '"production"' },
      jsx: "automatic",
      sourcemap: true,
      logLevel: "warning",
    }),
    buildDesk({ outdir: `${dist}/desk`, minify: true }),
    copyPublicFiles(),
    // The island of the fingerprint page: one module without its own requests.
    build({
      entryPoints: [`${root}apps/server/src/matching/pages/fingerprint-island.ts`],
      outfile: `${dist}/public/fingerprint.js`,
      bundle: true,
      format: "esm",
      platform: "browser",
      target: "es2022",
      alias: workspacePackages,
      minify: true,
      logLevel: "warning",
    }),
    // The compiler of documents runs in a process of its own, from these files.
    cp(`${root}apps/server/src/evidence/documents`, `${dist}/documents`, { recursive: true }),
  ]);
}

async function copyPublicFiles() {
  const from = `${root}apps/server/src/http/public`;
  for (const name of await readdir(from)) {
    if (/\.(css|js|svg)$/.test(name))
      await cp(`${from}/${name}`, `${dist}/public/${name}`, { recursive: true });
  }
}

/** Builds when something in the sources is newer than what was built. */
export async function buildIfStale() {
  const built = await stat(`${dist}/cli.js`).then(
    (entry) => entry.mtimeMs,
    () => 0,
  );
  for (const folder of [
    "apps/server/src",
    "apps/desk/src",
    "packages/contract/src",
    "packages/hashing/src",
    "packages/viewer/src",
    "catalogue",
  ]) {
    for (const entry of await readdir(`${root}${folder}`, { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && (await stat(`${entry.parentPath}/${entry.name}`)).mtimeMs > built)
        return buildAll();
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
