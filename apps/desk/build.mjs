import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const spoken = new Set(["fr-FR", "en-US"]);

/** React Aria speaks thirty languages and zod fifty; the desk speaks two and words refusals itself. */
const deskLanguagesOnly = {
  name: "desk-languages-only",
  setup(building) {
    building.onLoad({ filter: /[\\/]intl[\\/].*[\\/][a-z]{2}-[A-Z]{2}\.mjs$/ }, ({ path: file }) =>
      spoken.has(path.basename(file, ".mjs")) ? undefined : { contents: "export default {};", loader: "js" },
    );
    building.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
      loader: "js",
    }));
  },
};

/**
 * Bundles the desk into `desk.js` and `desk.css`.
 * @param {{ outdir: string, minify?: boolean }} options `outdir` is created when missing.
 * @returns the sizes of the two files in bytes, by name.
 */
export async function buildDesk({ outdir, minify = true }) {
  const { metafile } = await build({
    absWorkingDir: here,
    entryPoints: [
      { in: "src/main.tsx", out: "desk" },
      { in: "src/desk.css", out: "desk" },
    ],
    outdir,
    bundle: true,
    minify,
    metafile: true,
    format: "esm",
    platform: "browser",
    target: ["es2022"],
    jsx: "automatic",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    define: { "process.env.NODE_ENV": '"production"' },
    plugins: [deskLanguagesOnly],
  });
  return Object.fromEntries(
    Object.entries(metafile.outputs).map(([file, { bytes }]) => [path.basename(file), bytes]),
  );
}
