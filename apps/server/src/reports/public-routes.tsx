import { randomUUID } from "node:crypto";
import { evidenceLimits, languages, limits } from "@vigie/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ReactElement } from "react";
import { serveGuides } from "../help/page-routes.tsx";
import { serveHelp } from "../help/serve-help.tsx";
import { formComesFromElsewhere } from "../http/comes-from-elsewhere.ts";
import { forgetExit, insteadOfPage, keepPagesAfterExit, noteExit } from "../http/public/after-exit.tsx";
import { keepPrefix } from "../http/public/language-prefix.ts";
import { type PublicFile, readPublicFiles } from "../http/public/public-files.ts";
import { exitPath, publicPaths } from "../http/public/public-paths.ts";
import { type PublicSite, publicSite } from "../http/public/public-site.ts";
import type { RenderedFile } from "../http/public/render-page.ts";
import { pageHeaders, type RenderedPage, renderPage } from "../http/public/render-page.ts";
import { chooseLanguage } from "../i18n/choose-language.ts";
import { readIsland, serveFingerprint } from "../matching/serve-fingerprint.tsx";
import { answerFromElsewhere } from "./answer-from-elsewhere.tsx";
import { answerPageError, notFoundPage } from "./answer-page-error.tsx";
import { answerReceiptForm } from "./answer-receipt-form.tsx";
import { answerReportForm } from "./answer-report-form.tsx";
import { FollowPage } from "./pages/follow-page.tsx";
import { HowPage } from "./pages/how-page.tsx";
import { emptyReportForm } from "./pages/report-form.ts";
import { SafetyPage } from "./pages/safety-page.tsx";
import { StartPage } from "./pages/start-page.tsx";
import { WritePage } from "./pages/write-page.tsx";
import type { PublicPagesDeps } from "./public-pages-deps.ts";

const config = { policy: "public" } as const;

/**
 * Registers the public pages, the files they load, the exit and their error pages. A parser for posted forms
 * (`@fastify/formbody`) must be registered before.
 * @returns `notFound`: the page for an address where there is nothing, for the server's own not-found handler.
 */
export async function publicPages(
  root: FastifyInstance,
  deps: PublicPagesDeps,
): Promise<{ notFound(request: FastifyRequest): RenderedPage }> {
  const { files, addresses } = await readPublicFiles(deps.publicFolder);
  const island = deps.publicFolder ? await readIsland(deps.publicFolder) : null;
  const added = deps.addedLanguages ?? [];
  const sites = [...languages, ...added].map((voice) => publicSite(voice, deps.hotline, addresses, added));
  const siteFor = siteChooser(sites);
  const inItsPlace = (site: PublicSite, html: string) =>
    typeof site.voice === "string" ? html : keepPrefix(site.voice, html);

  // A scope of its own: these error pages must not answer for the API.
  await root.register(async (app) => {
    app.setErrorHandler(async (error, request, reply) => {
      const page = answerPageError(siteFor(request), error, request.method === "POST");
      if (page.status === 413) await drain(request);
      if (page.status >= 500) logFailure(request, error);
      return send(reply, page);
    });
    app.addHook("onSend", async (request, reply, payload) =>
      typeof payload === "string" && String(reply.getHeader("content-type")).startsWith("text/html")
        ? inItsPlace(siteFor(request), payload)
        : payload,
    );
    app.get("/", { config }, (request, reply) =>
      forgetExit(request, reply)
        .headers({ ...pageHeaders, "content-type": "text/plain; charset=utf-8" })
        .redirect(startOf(siteFor(request)), 303),
    );
    servePublicFiles(app, island ? [...files, island] : files);
    serveExit(app, deps.exitUrl);
    await app.register(async (pages) => {
      keepPagesAfterExit(pages, { exitUrl: deps.exitUrl, siteFor });
      pages.addHook("onRequest", async (request, reply) => {
        if (request.method !== "POST" || !formComesFromElsewhere(request)) return;
        return send(reply, answerFromElsewhere(siteFor(request), request.routeOptions.url));
      });
      for (const site of sites) {
        serveLanguage(pages, site, deps);
        serveGuides(pages, site, deps.now);
        serveHelp(pages, site, deps.now);
        serveFingerprint(pages, site, island);
      }
    });
  });

  return {
    notFound(request) {
      const site = siteFor(request);
      const page = insteadOfPage(request, deps.exitUrl) ?? notFoundPage(site);
      return { ...page, body: inItsPlace(site, page.body) };
    },
  };
}

/** By the first part of the path, else by what the browser prefers. */
function siteChooser(sites: readonly PublicSite[]): (request: FastifyRequest) => PublicSite {
  const [first, ...others] = sites;
  if (!first) throw new Error("public pages need a language");
  const tags = [first.tag, ...others.map(({ tag }) => tag)] as const;
  return ({ headers, url }) => {
    const tag = chooseLanguage(headers["accept-language"], url, tags);
    return sites.find((site) => site.tag === tag) ?? first;
  };
}

function startOf(site: PublicSite): string {
  return site.at(publicPaths.start[site.language]);
}

function servePublicFiles(app: FastifyInstance, files: readonly PublicFile[]): void {
  for (const file of files) {
    app.get(file.path, { config }, (_, reply) =>
      reply
        .type(file.type)
        .header("cache-control", "public, max-age=604800, immutable")
        .header("cross-origin-resource-policy", "same-origin")
        .header("x-content-type-options", "nosniff")
        .send(file.body),
    );
  }
}

function serveExit(app: FastifyInstance, exitUrl: string): void {
  app.get(exitPath, { config }, (_, reply) =>
    // Nothing else to clear, and Clear-Site-Data keeps Chromium on the page for seconds (crbug.com/40233601).
    noteExit(reply)
      .header("cache-control", "no-store")
      .header("referrer-policy", "no-referrer")
      .redirect(exitUrl, 303),
  );
}

function serveLanguage(app: FastifyInstance, site: PublicSite, deps: PublicPagesDeps): void {
  const at = (page: keyof typeof publicPaths) => site.at(publicPaths[page][site.language]);
  const show = (path: string, page: () => ReactElement) =>
    app.get(path, { config }, (_, reply) => send(reply, renderPage(page())));
  show(at("start"), () => <StartPage site={site} />);
  show(`${at("start")}/`, () => <StartPage site={site} />);
  show(at("write"), () => <WritePage site={site} form={emptyReportForm(randomUUID())} />);
  show(at("follow"), () => <FollowPage site={site} />);
  show(at("safety"), () => <SafetyPage site={site} />);
  show(at("how"), () => <HowPage site={site} reportDays={deps.reportDays} />);

  // A pasted conversation is longer than anything else that is sent here.
  app.post(at("write"), { config, bodyLimit: limits.formBytes }, async (request, reply) =>
    send(reply, await answerReportForm(site, deps, request.body)),
  );
  app.post(at("follow"), { config, bodyLimit: evidenceLimits.formBytes }, async (request, reply) =>
    send(reply, await answerReceiptForm(site, deps, request.body)),
  );
}

/** Seconds after which a busy server is worth another try. */
const RETRY_AFTER_SECONDS = 60;

function send(reply: FastifyReply, page: RenderedPage | RenderedFile): FastifyReply {
  if (page.status === 503) reply.header("retry-after", RETRY_AFTER_SECONDS);
  return reply.code(page.status).headers(page.headers).send(page.body);
}

const MOST_DRAINED_BYTES = 32 * 1024 * 1024;
const LONGEST_DRAIN_MILLISECONDS = 15_000;

// A browser shows the answer only once it could send all it had; a connection closed before looks like a broken site.
async function drain(request: FastifyRequest): Promise<void> {
  const { raw } = request;
  if (raw.readableEnded || raw.destroyed) return;
  await new Promise<void>((done) => {
    let bytes = 0;
    const timer = setTimeout(done, LONGEST_DRAIN_MILLISECONDS);
    raw.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MOST_DRAINED_BYTES) done();
    });
    raw
      .once("close", done)
      .once("end", done)
      .once("error", () => done());
    raw.resume();
    timer.unref();
  });
  raw.pause();
}

// The message of an error may repeat what a person wrote; the place it came from does not.
function logFailure(request: FastifyRequest, error: unknown): void {
  const frames =
    error instanceof Error ? error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) : undefined;
  const name = error instanceof Error ? error.name : typeof error;
  request.log.error({ failure: name, frames, route: request.routeOptions.url }, "a public page failed");
}
