import { Refusal, type RouteName, routes } from "@vigie/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Requester } from "./requester.ts";

interface RouteShapes<Body, Query, Params, Answer> {
  body?: z.ZodType<Body>;
  query?: z.ZodType<Query>;
  params?: z.ZodType<Params>;
  /** Absent: the handler answers by itself or with an empty 204. */
  answer?: z.ZodType<Answer>;
  /** Status of a good answer; 200 unless told. */
  status?: 200 | 201 | 202 | 204;
}

export interface RouteCall<Body, Query, Params> {
  body: Body;
  query: Query;
  params: Params;
  request: FastifyRequest;
  reply: FastifyReply;
  /**
   * Who asks, on a route that is not public.
   * @throws Refusal `session.required`
   */
  requester: () => Requester;
}

/**
 * Registers one route of the contract. Method, path and policy come from the contract's table;
 * shapes are checked before the handler, which only translates between HTTP and a use case.
 */
export function apiRoute<Body = unknown, Query = unknown, Params = unknown, Answer = unknown>(
  app: FastifyInstance,
  name: RouteName,
  shapes: RouteShapes<Body, Query, Params, Answer>,
  handler: (call: RouteCall<Body, Query, Params>) => Promise<Answer>,
): void {
  const { method, path, policy, does } = routes[name];
  const { body, query, params, answer, status = answer ? 200 : 204 } = shapes;
  app.route({
    method,
    url: path,
    config: { policy },
    schema: {
      operationId: name,
      summary: does,
      ...(body ? { body } : {}),
      ...(query ? { querystring: query } : {}),
      ...(params ? { params } : {}),
      ...(answer ? { response: { [status]: answer } } : {}),
    },
    handler: async (request, reply) => {
      const result = await handler({
        body: request.body as Body,
        query: request.query as Query,
        params: request.params as Params,
        request,
        reply,
        requester: () => {
          if (!request.requester) throw new Refusal("session.required");
          return request.requester;
        },
      });
      if (reply.sent) return reply;
      return answer ? reply.code(status).send(result) : reply.code(status).send();
    },
  });
}
