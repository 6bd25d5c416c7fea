import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { PublicFileAddresses } from "./public-site.ts";

/** A file that pages load, ready to be served. */
export interface PublicFile {
  path: string;
  type: string;
  body: Buffer;
}

/**
 * Reads the files that public pages load.
 * @param folder where `public.css`, `logo.svg` and `favicon.svg` lie; beside this module unless told.
 */
export async function readPublicFiles(
  folder: URL = new URL("./", import.meta.url),
): Promise<{ files: PublicFile[]; addresses: PublicFileAddresses }> {
  const read = async (name: string, type: string): Promise<PublicFile> => {
    const body = await readFile(new URL(name, folder));
    return { path: versionedPath(name, body), type, body };
  };
  const [css, logo, favicon] = await Promise.all([
    read("public.css", "text/css; charset=utf-8"),
    read("logo.svg", "image/svg+xml"),
    read("favicon.svg", "image/svg+xml"),
  ]);
  return {
    files: [css, logo, favicon],
    addresses: { css: css.path, logo: logo.path, favicon: favicon.path },
  };
}

// The digest in the name lets browsers keep a file for as long as it stays the same.
function versionedPath(name: string, body: Buffer): string {
  const digest = createHash("sha256").update(body).digest("hex").slice(0, 10);
  const dot = name.lastIndexOf(".");
  return `/${name.slice(0, dot)}-${digest}${name.slice(dot)}`;
}
