import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

const files: Record<string, string> = {
  "desk.js": "text/javascript; charset=utf-8",
  "desk.css": "text/css; charset=utf-8",
};

const shell = `<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Vigie</title><link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/desk/desk.css"><script type="module" src="/desk/desk.js"></script></head>
<body><div id="desk"></div><noscript>Vigie : le bureau demande JavaScript. The desk needs JavaScript.</noscript></body>
</html>
`;

/** The desk: one shell for every address under `/desk`, and its two files. */
export function deskRoutes(app: FastifyInstance, folder: string): void {
  for (const [name, type] of Object.entries(files)) {
    app.get(`/desk/${name}`, { config: { policy: "public" } }, async (_, reply) =>
      reply
        .type(type)
        .header("cache-control", "no-cache")
        .serializer((bytes: Buffer) => bytes as unknown as string)
        .send(await readFile(join(folder, name))),
    );
  }
  for (const url of ["/desk", "/desk/*"]) {
    app.get(url, { config: { policy: "public" } }, async (_, reply) =>
      reply.type("text/html; charset=utf-8").header("content-security-policy", policy).serializer(String).send(shell),
    );
  }
}
