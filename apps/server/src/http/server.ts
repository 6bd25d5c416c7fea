import { timingSafeEqual } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import {
  type ErrorCode,
  errorSentence,
  errorStatus,
  errors,
  type Language,
  languages,
  limits,
  type Policy,
  Refusal,
} from "@vigie/contract";
import {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from "fastify";
import {
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
} from "fastify-type-provider-zod";
import { failureFacts } from "../failure-facts.ts";
import { chooseLanguage } from "../i18n/choose-language.ts";
import type { Vigie } from "../vigie.ts";
import { comesFromElsewhere } from "./comes-from-elsewhere.ts";
import type { Requester } from "./requester.ts";
import { validationSentence } from "./validation-sentences.ts";

declare module "fastify" {
  interface FastifyRequest {
    requester: Requester | null;
  }
  interface FastifyContextConfig {
    policy?: Policy;
  }
}

export interface ServerParts {
  log: Vigie["log"];
  /** Who sends this request, by its session cookie; null when nobody is signed in. */
  authenticate: (request: FastifyRequest) => Promise<Requester | null>;
  /** The page for an address where there is nothing, outside the API. */
  notFoundPage: (request: FastifyRequest) => {
    status: number;
    headers: Record<string, string>;
    body: string;
  };
}

/**
 * The HTTP server without its routes. Requests are not logged one by one: a log line holds no client
 * address, no path with an identifier and no body.
 * @throws Error at registration when a route carries no policy: there is no open door by omission.
 */
export async function createServer({
  log,
  authenticate,
  notFoundPage,
}: ServerParts): Promise<FastifyInstance> {
  const answer = (
    request: FastifyRequest,
    reply: FastifyReply,
    refusal: Refusal,
    extra?: object,
  ): FastifyReply => {
    const { code } = refusal;
    const language = languageOf(request);
    if (errorStatus(code) === 503) reply.header("retry-after", 30);
    return reply
      .code(errorStatus(code))
      .type("application/problem+json")
      .serializer(JSON.stringify)
      .send({
        type: `/api/docs#${code}`,
        title: titleOf(code, language),
        status: errorStatus(code),
        code,
        detail: errorSentence(code, language, refusal.details),
        ...extra,
      });
  };
  const answerUnreadable = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    reply.headers(safeHeaders);
    if (request.url.startsWith("/api/")) return void answer(request, reply, refusalFor(error, log));
    const page = notFoundPage(request);
    reply.code(page.status).headers(page.headers).send(page.body);
  };
  const app = fastify({
    frameworkErrors: answerUnreadable,
    clientErrorHandler: answerBrokenRequest,
    bodyLimit: limits.bodyBytes,
    logController: new LogController({ disableRequestLogging: true }),
    loggerInstance: log,
    routerOptions: { maxParamLength: 200 },
    requestTimeout: 30_000,
    forceCloseConnections: "idle",
    return503OnClosing: true,
  }) as unknown as FastifyInstance;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(cookie);
  await app.register(formbody, { bodyLimit: limits.bodyBytes });
  app.decorateRequest("requester", null);

  app.addHook("onRoute", (route) => {
    if (route.config?.policy === undefined) {
      throw new Error(
        `Route ${String(route.method)} ${route.url} has no policy. Add it to packages/contract/src/routes.ts.`,
      );
    }
  });
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(safeHeaders);
    await enforcePolicy(request, authenticate);
    refuseForeignBody(request);
  });

  // Idle connections are closed at once; one that says nothing, or reads nothing, must not hold up the stop.
  app.addHook("preClose", async () => {
    setTimeout(() => app.server.closeAllConnections(), longestGoodbyeMs).unref();
  });
  app.setNotFoundHandler((request, reply) => {
    if (request.url.startsWith("/api/")) return answer(request, reply, new Refusal("request.not_found"));
    const page = notFoundPage(request);
    return reply.code(page.status).headers(page.headers).send(page.body);
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof Refusal) return answer(request, reply, error);
    if (hasZodFastifySchemaValidationErrors(error)) {
      const language = languageOf(request);
      const problems = error.validation.map((issue) => ({
        path: issue.instancePath || "/",
        message: validationSentence(issue, language),
      }));
      const first = problems[0];
      const detail = first ? `${first.path} ${first.message}` : "";
      return answer(request, reply, new Refusal("request.malformed", { detail }), { errors: problems });
    }
    return answer(request, reply, refusalFor(error, log));
  });
  return app;
}

const longestGoodbyeMs = 8_000;

const safeHeaders = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

/** Answers before anything is read: nobody signed in, the wrong role, or a forged request. */
async function enforcePolicy(
  request: FastifyRequest,
  authenticate: ServerParts["authenticate"],
): Promise<void> {
  const policy = request.routeOptions.config.policy ?? "public";
  const changes = request.method !== "GET" && request.method !== "HEAD";
  const isDesk = request.routeOptions.url?.startsWith("/api/v1/desk/") ?? false;
  if (policy === "public") {
    // Signing in and joining: nobody has a token yet, and no other site may do it for them.
    if (isDesk && changes && comesFromElsewhere(request)) throw new Refusal("session.forged");
    return;
  }
  const requester = await authenticate(request);
  if (!requester) throw new Refusal("session.required");
  if (
    changes &&
    (comesFromElsewhere(request) || !isSameSecret(request.headers["x-vigie-csrf"], requester.csrf))
  ) {
    throw new Refusal("session.forged");
  }
  if (policy !== "session" && !policy.includes(requester.role)) throw new Refusal("role.forbidden");
  request.requester = requester;
}

/** The API takes JSON. Forms are for the public pages: the same parser must not open the API to other sites' forms. */
function refuseForeignBody({ url, headers }: FastifyRequest): void {
  const type = headers["content-type"];
  if (type === undefined || !url.startsWith("/api/")) return;
  if (type.split(";")[0]?.trim().toLowerCase() !== "application/json")
    throw new Refusal("request.unsupported_type");
}

function isSameSecret(given: string | string[] | undefined, expected: string): boolean {
  if (typeof given !== "string" || given.length !== expected.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

const frameworkRefusals: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "request.too_large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "request.unsupported_type",
  FST_ERR_CTP_EMPTY_JSON_BODY: "request.malformed",
  FST_ERR_CTP_INVALID_JSON_BODY: "request.malformed",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "request.malformed",
};
// PostgreSQL gone, starting, stopping, full or read-only: connection refused, shutting down, disk full, too many connections.
const databaseAway =
  /^(ECONNREFUSED|ENOENT|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|08...|57P0.|53...|58030|25006)$/;
// What the client library says without a code, also when it undoes a transaction on a connection that has broken.
const connectionLost =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect)/;

function refusalFor(error: FastifyError, log: Vigie["log"]): Refusal {
  const known = frameworkRefusals[error.code];
  if (known) return new Refusal(known, { detail: "body", limit: "1 MiB" });
  if (databaseAway.test(error.code) || connectionLost.test(error.message)) {
    log.error({ code: error.code }, "the database is away");
    return new Refusal("service.unavailable");
  }
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500) {
    return new Refusal("request.malformed", { detail: "HTTP" });
  }
  log.error(failureFacts(error), "a request failed");
  return new Refusal("request.internal");
}

/** What could not even be read as a request: an answer written by hand, in the language of the pages' first. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  const [status, code, details]: [number, ErrorCode, Record<string, string>] =
    error.code === "HPE_HEADER_OVERFLOW"
      ? [431, "request.too_large", { limit: "16 KiB" }]
      : [error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400, "request.malformed", { detail: "HTTP" }];
  const [language] = languages;
  const detail = errorSentence(code, language, details);
  const body = JSON.stringify({
    type: `/api/docs#${code}`,
    title: titleOf(code, language),
    status,
    code,
    detail,
  });
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/problem+json\r\ncache-control: no-store\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}

function titleOf(code: ErrorCode, language: Language): string {
  return errors[code][language].split(/(?<=[.!?]) /)[0]?.replace(/\{\w+\}/g, "…") ?? code;
}

/** Language of an API answer: what the client asks for, else French. */
function languageOf(request: FastifyRequest): Language {
  return request.requester?.language ?? chooseLanguage(request.headers["accept-language"]);
}
