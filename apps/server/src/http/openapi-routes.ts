import { errors, problem, routes } from "@vigie/contract";
import type { FastifyInstance, RouteOptions } from "fastify";
import { z } from "zod";

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  parameters?: object[];
  requestBody?: object;
  responses: Record<string, object>;
}

interface RouteSchemas {
  operationId?: string;
  summary?: string;
  body?: z.ZodType;
  querystring?: z.ZodType;
  params?: z.ZodType;
  response?: Record<string, z.ZodType>;
}

/** The API described by the schemas that check it: OpenAPI 3.1, and a page to read. Register it before the routes. */
export function openapiRoutes(app: FastifyInstance): void {
  const paths: Record<string, Record<string, Operation>> = {};
  app.addHook("onRoute", (route) => describe(paths, route));
  const document = () => ({
    openapi: "3.1.0",
    info: {
      title: "Vigie",
      version: "1",
      description: "Reports, receipts and the desk. Errors are problem documents (RFC 9457).",
      license: { name: "EUPL-1.2", identifier: "EUPL-1.2" },
    },
    paths,
    components: { schemas: { Problem: z.toJSONSchema(problem, { io: "output" }) } },
  });
  app.route({
    method: "GET",
    url: routes.openapi.path,
    config: { policy: routes.openapi.policy },
    handler: async (_, reply) => reply.type("application/json").serializer(JSON.stringify).send(document()),
  });
  app.route({
    method: "GET",
    url: routes.apiDocs.path,
    config: { policy: routes.apiDocs.policy },
    handler: async (_, reply) =>
      reply
        .type("text/html; charset=utf-8")
        .header(
          "content-security-policy",
          "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
        )
        .serializer(String)
        .send(docsPage(paths)),
  });
}

function describe(paths: Record<string, Record<string, Operation>>, route: RouteOptions): void {
  const schema = route.schema as RouteSchemas | undefined;
  // Fastify answers HEAD wherever GET is: the document names each operation once.
  if (route.method === "HEAD" || !schema?.operationId || !route.url.startsWith("/api/v1/")) return;
  const { operationId, summary = "", body, querystring, params, response } = schema;
  const path = route.url.replace(/:(\w+)/g, "{$1}");
  const parameters = [...parametersOf(params, "path"), ...parametersOf(querystring, "query")];
  const operation: Operation = {
    operationId,
    summary,
    tags: [path.split("/")[3] ?? "api"],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: json(body, "input") } } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(response ?? {}).map(([status, shape]) => [
          status,
          { description: "As asked.", content: json(shape, "output") },
        ]),
      ),
      ...(response ? {} : { 204: { description: "Done." } }),
      default: {
        description: "A refusal, as a problem document.",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
  const entry = paths[path] ?? {};
  entry[String(route.method).toLowerCase()] = operation;
  paths[path] = entry;
}

function json(shape: z.ZodType, io: "input" | "output"): object {
  return { "application/json": { schema: z.toJSONSchema(shape, { io, unrepresentable: "any" }) } };
}

function parametersOf(shape: z.ZodType | undefined, place: "path" | "query"): object[] {
  if (!shape) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(shape, { io: "input", unrepresentable: "any" });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema,
  }));
}

function docsPage(paths: Record<string, Record<string, Operation>>): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => `
<section><h2 id="${operation.operationId}"><code>${method.toUpperCase()} ${path}</code></h2>
<p>${operation.summary}</p>
${operation.requestBody ? `<h3>Body</h3><pre tabindex="0">${escapeHtml(JSON.stringify(operation.requestBody, null, 2))}</pre>` : ""}
<h3>Answers</h3><pre tabindex="0">${escapeHtml(JSON.stringify(operation.responses, null, 2))}</pre></section>`,
    ),
  );
  const codes = Object.entries(errors).map(
    ([code, entry]) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${entry.status}</td><td>${escapeHtml(entry.en)}</td><td lang="fr">${escapeHtml(entry.fr)}</td></tr>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Vigie API</title></head><body><main class="page">
<h1>Vigie API</h1><p>Machine-readable: <a href="/api/v1/openapi.json">OpenAPI 3.1</a>.</p>${operations.join("")}
<section><h2>Errors</h2><table><thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">English</th><th scope="col">Français</th></tr></thead><tbody>${codes.join("")}</tbody></table></section>
</main></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
