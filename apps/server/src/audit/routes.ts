import { checkpointView, Refusal } from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { apiRoute } from "../http/api-route.ts";
import type { Vigie } from "../vigie.ts";

/** The published head of the event chain: whoever keeps it can later show that nothing before it was rewritten. */
export function auditRoutes(app: FastifyInstance, vigie: Vigie): void {
  apiRoute(app, "checkpoint", { answer: checkpointView }, async () => {
    const head = await vigie.db
      .selectFrom("event_checkpoints")
      .selectAll()
      .orderBy("number", "desc")
      .limit(1)
      .executeTakeFirst();
    if (!head) throw new Refusal("request.not_found");
    return { number: head.number, hash: head.hash.toString("hex"), at: head.at.toISOString() };
  });
}
