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
 * @param folder where `public.css`, `page.js`, `logo.svg` and `favicon.svg` lie; beside this module unless told.
 */
export async function readPublicFiles(
  folder: URL = new URL("./", import.meta.url),
): Promise<{ files: PublicFile[]; addresses: PublicFileAddresses }> {
  const read = async (name: string, type: string): Promise<PublicFile> => {
    const body = withoutComments(await readFile(new URL(name, folder), "utf8"));
    return { path: versionedPath(name, body), type, body };
  };
  const [css, script, logo, favicon] = await Promise.all([
    read("public.css", "text/css; charset=utf-8"),
    read("page.js", "text/javascript; charset=utf-8"),
    read("logo.svg", "image/svg+xml"),
    read("favicon.svg", "image/svg+xml"),
  ]);
  return {
    files: [css, script, logo, favicon],
    addresses: { css: css.path, script: script.path, logo: logo.path, favicon: favicon.path },
  };
}

// These files stay in the browser's cache: comments would say there what the site is for, and cost bytes.
function withoutComments(text: string): Buffer {
  return Buffer.from(text.replace(/^[ \t]*(?:\/\*[^*]*\*\/|\/\/.*)[ \t]*\n/gm, ""));
}

// The digest in the name lets browsers keep a file for as long as it stays the same.
function versionedPath(name: string, body: Buffer): string {
  const digest = createHash("sha256").update(body).digest("hex").slice(0, 10);
  const dot = name.lastIndexOf(".");
  return `/${name.slice(0, dot)}-${digest}${name.slice(dot)}`;
}
