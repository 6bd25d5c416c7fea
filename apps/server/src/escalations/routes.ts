import { decideEscalationBody } from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { apiRoute } from "../http/api-route.ts";
import type { Vigie } from "../vigie.ts";
import { decideEscalation } from "./decide-escalation.ts";

/** Escalations: taken, dismissed or released by a person. */
export function escalationRoutes(app: FastifyInstance, vigie: Vigie): void {
  apiRoute(
    app,
    "decideEscalation",
    { params: z.object({ escalationId: z.uuid() }), body: decideEscalationBody },
    async ({ params, body, requester }) =>
      decideEscalation(vigie, { ...params, ...body, memberId: requester().memberId }),
  );
}
