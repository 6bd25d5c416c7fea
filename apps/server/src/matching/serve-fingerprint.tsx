import { createHash, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { FastifyInstance } from "fastify";
import { allAuthorities } from "../catalogue/installed-catalogue.ts";
import type { PublicFile } from "../http/public/public-files.ts";
import { publicPaths } from "../http/public/public-paths.ts";
import type { PublicSite } from "../http/public/public-site.ts";
import { pageHeaders, renderPage } from "../http/public/render-page.ts";
import { FingerprintPage } from "./pages/fingerprint-page.tsx";

/** As on every page, and: WebAssembly may be compiled, and a video of the person's own may be opened from memory. */
const headers = {
  ...pageHeaders,
  "content-security-policy": pageHeaders["content-security-policy"].replace(
    "script-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'; media-src blob:",
  ),
};

/**
 * The island, which the build makes.
 * @returns null when it was not built: the page then says what to do without.
 */
export async function readIsland(folder: URL): Promise<PublicFile | null> {
  const body = await readFile(new URL("fingerprint.js", folder)).catch(() => null);
  if (!body) return null;
  const digest = createHash("sha256").update(body).digest("hex").slice(0, 10);
  return { path: `/fingerprint-${digest}.js`, type: "text/javascript; charset=utf-8", body };
}

/** Registers the fingerprint page in one language. */
export function serveFingerprint(app: FastifyInstance, site: PublicSite, island: PublicFile | null): void {
  app.get(
    site.at(publicPaths.fingerprint[site.language]),
    { config: { policy: "public" as const } },
    (_, reply) => {
      const banks = allAuthorities().filter(({ bank }) => bank !== null && !bank.fileLeavesDevice);
      const { body } = renderPage(
        <FingerprintPage site={site} script={island?.path ?? null} formId={randomUUID()} banks={banks} />,
      );
      return reply.headers(headers).send(body);
    },
  );
}
