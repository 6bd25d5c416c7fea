import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";

/** A whole answer, ready for any HTTP server. */
export interface RenderedPage {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** A file to download, ready for any HTTP server. */
export interface RenderedFile extends Omit<RenderedPage, "body"> {
  body: Buffer;
}

/** Headers of every public page: nothing is loaded from elsewhere, framed, kept or told to the next site. */
export const pageHeaders = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  vary: "accept-language",
} as const;

/** Writes a page, from its `<html>` element, as static markup: no inline script, no hydration. */
export function renderPage(page: ReactElement, status = 200): RenderedPage {
  return { status, headers: pageHeaders, body: `<!doctype html>${renderToStaticMarkup(page)}` };
}
