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

const files = [
  { name: "desk.js", folder: "desk", type: "text/javascript; charset=utf-8" },
  { name: "desk.css", folder: "desk", type: "text/css; charset=utf-8" },
  { name: "favicon.svg", folder: "public", type: "image/svg+xml" },
];

const shell = `<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Vigie</title><link rel="icon" href="/desk/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/desk/desk.css"><script type="module" src="/desk/desk.js"></script></head>
<body><div id="desk"></div><noscript>Vigie : le bureau demande JavaScript. The desk needs JavaScript.</noscript></body>
</html>
`;

/**
 * The desk: one shell for every address under `/desk`, and its files.
 * @param assetsDir where the build wrote `desk/` and `public/`.
 */
export function deskRoutes(app: FastifyInstance, assetsDir: string): void {
  for (const { name, folder, type } of files) {
    app.get(`/desk/${name}`, { config: { policy: "public" } }, async (_, reply) =>
      reply
        .type(type)
        .header("cache-control", "no-cache")
        .serializer((bytes: Buffer) => bytes as unknown as string)
        .send(await readFile(join(assetsDir, folder, name))),
    );
  }
  for (const url of ["/desk", "/desk/*"]) {
    app.get(url, { config: { policy: "public" } }, async (_, reply) =>
      reply
        .type("text/html; charset=utf-8")
        .header("content-security-policy", policy)
        .serializer(String)
        .send(shell),
    );
  }
}
