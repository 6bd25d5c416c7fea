import { randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ReactElement } from "react";
import { PageHead } from "./page-layout.tsx";
import { exitPath } from "./public-paths.ts";
import type { PublicSite } from "./public-site.ts";
import { pageHeaders, type RenderedPage, renderPage } from "./render-page.ts";

// The only cookie of the public pages. It exists after leaving alone; its name and value tell nothing.
const cookieName = "p";
const keepSeconds = 600;
// Lax: with Strict, the Back button to a page that another site had led to would not carry it, and show the page.
const attributes = "Path=/; HttpOnly; SameSite=Lax";
const carried = new RegExp(`(?:^|;)\\s*${cookieName}=([\\w-]{1,64})\\s*(?:;|$)`);

/** Name of the field by which somebody says that a form was sent on purpose. Its value is the cookie's. */
const purposeField = "back";

/** Notes in the browser, for ten minutes, that somebody has left. */
export function noteExit(reply: FastifyReply): FastifyReply {
  const value = randomBytes(9).toString("base64url");
  return reply.header("set-cookie", `${cookieName}=${value}; Max-Age=${keepSeconds}; ${attributes}`);
}

/** Forgets that somebody has left, where the browser says so. */
export function forgetExit(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (exitOf(request) === null) return reply;
  return reply.header("set-cookie", `${cookieName}=; Max-Age=0; ${attributes}`);
}

/** The neutral address instead of a page, for a browser that has left; null for every other, and for posted forms. */
export function insteadOfPage(request: FastifyRequest, exitUrl: string): RenderedPage | null {
  if (exitOf(request) === null || (request.method !== "GET" && request.method !== "HEAD")) return null;
  return { status: 303, headers: { ...pageHeaders, location: exitUrl }, body: "" };
}

/** An empty page that leads on at once: browsers refuse to redirect a form to a place that `form-action` does not name. */
function insteadOfAnswer(exitUrl: string): RenderedPage {
  return { status: 200, headers: { ...pageHeaders, refresh: `0; url=${exitUrl}` }, body: "" };
}

/**
 * Keeps the pages of this scope from a browser that has left: pages lead to the neutral address, and so do posted
 * forms in which nobody wrote anything, such as one that opens a receipt. A form with words, which may be their only
 * copy, is answered with one button, and taken when it is pressed.
 */
export function keepPagesAfterExit(
  app: FastifyInstance,
  { exitUrl, siteFor }: { exitUrl: string; siteFor(request: FastifyRequest): PublicSite },
): void {
  const send = (reply: FastifyReply, { status, headers, body }: RenderedPage) =>
    reply.code(status).headers(headers).send(body);
  app.addHook("onRequest", async (request, reply) => {
    const instead = insteadOfPage(request, exitUrl);
    if (instead) return send(reply, instead);
  });
  app.addHook("preHandler", async (request, reply) => {
    const exit = exitOf(request);
    if (exit === null || request.method !== "POST") return;
    const { [purposeField]: purpose, ...fields } = fieldsOf(request.body);
    // Bound to this exit: the same form, sent again by the Back button after another, asks again.
    if (purpose === exit) {
      request.body = fields;
      forgetExit(request, reply);
      return;
    }
    if (!holdsWords(fields)) return send(reply, insteadOfAnswer(exitUrl));
    const page = (
      <OnPurposePage
        site={siteFor(request)}
        action={request.url}
        fields={{ ...fields, [purposeField]: exit }}
      />
    );
    return send(reply, renderPage(page));
  });
}

function exitOf({ headers }: FastifyRequest): string | null {
  return carried.exec(headers.cookie ?? "")?.[1] ?? null;
}

function fieldsOf(body: unknown): Record<string, unknown> {
  return typeof body === "object" && body !== null ? { ...body } : {};
}

// Of the report, of a message, of kept evidence. The other fields are choices, ids and the receipt.
const fieldsOfWords = ["where", "text", "contact", "message"];

function holdsWords(fields: Readonly<Record<string, unknown>>): boolean {
  return fieldsOfWords.some((name) =>
    [fields[name]].flat().some((value) => String(value ?? "").trim() !== ""),
  );
}

interface OnPurposePageProps {
  site: PublicSite;
  action: string;
  fields: Readonly<Record<string, unknown>>;
}

/** Shows nothing of what is sent: whoever pressed Back sees a button, and nothing to read. */
function OnPurposePage({ site, action, fields }: OnPurposePageProps): ReactElement {
  const { t, tag, direction, files } = site;
  const values = Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, String(one)] as const),
  );
  return (
    <html lang={tag} dir={direction}>
      <PageHead files={files} />
      <body>
        <header>
          <a className="exit" href={exitPath} rel="noreferrer">
            {t("exit.label")}
          </a>
        </header>
        <main>
          <h1>Vigie</h1>
          <p>{t("back.text")}</p>
          <form method="post" action={action} autoComplete="off">
            {values.map(([name, value], position) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: written once, never reordered.
              <input key={position} type="hidden" name={name} value={value} />
            ))}
            <button type="submit">{t("back.continue")}</button>
          </form>
        </main>
      </body>
    </html>
  );
}
