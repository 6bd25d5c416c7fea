import { checkpointView, Refusal } from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { apiRoute } from "../http/api-route.ts";
import type { Vigie } from "../vigie.ts";
import { lastCheckpoint } from "./last-checkpoint.ts";

/** The published head of the event chain: whoever keeps it can later show that nothing before it was rewritten. */
export function auditRoutes(app: FastifyInstance, vigie: Vigie): void {
  apiRoute(app, "checkpoint", { answer: checkpointView }, async () => {
    const head = await lastCheckpoint(vigie.db);
    if (!head) throw new Refusal("request.not_found");
    return head;
  });
}
