import {
  assessGroupAnswer,
  assessGroupBody,
  type CaseView,
  caseGroupView,
  caseView,
  decideProposedBody,
  weekView,
} from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { apiRoute } from "../http/api-route.ts";
import type { Requester } from "../http/requester.ts";
import { permittedTopics } from "../team/permitted-topics.ts";
import type { Vigie } from "../vigie.ts";
import { assessGroup } from "./assess-group.ts";
import { decideProposed } from "./decide-proposed.ts";
import { groupOfCase } from "./group-of-case.ts";
import { undoAssessment } from "./undo-assessment.ts";
import { readWeek } from "./week-queries.ts";

const caseParams = z.object({ caseId: z.uuid() });

/**
 * Deciding by two, taking back, deciding for a group, and what became of it.
 * @param current the case as whoever asks sees it now.
 */
export function judgementRoutes(
  app: FastifyInstance,
  vigie: Vigie,
  current: (caseId: string, requester: Requester) => Promise<CaseView>,
): void {
  apiRoute(app, "undoAssessment", { params: caseParams, answer: caseView }, async ({ params, requester }) => {
    await undoAssessment(vigie, { caseId: params.caseId, requester: requester() });
    return current(params.caseId, requester());
  });
  apiRoute(
    app,
    "decideProposed",
    { params: caseParams, body: decideProposedBody, answer: caseView },
    async ({ params, body, requester }) => {
      await decideProposed(vigie, {
        caseId: params.caseId,
        outcome: body.outcome,
        at: new Date(body.at),
        requester: requester(),
      });
      return current(params.caseId, requester());
    },
  );
  apiRoute(app, "caseGroup", { params: caseParams, answer: caseGroupView }, async ({ params, requester }) => {
    const topics = await permittedTopics(vigie.db, requester().memberId);
    return groupOfCase(vigie.db, { caseId: params.caseId, topics });
  });
  apiRoute(
    app,
    "assessGroup",
    { params: caseParams, body: assessGroupBody, answer: assessGroupAnswer },
    ({ params, body, requester }) =>
      assessGroup(vigie, { caseId: params.caseId, ...body, requester: requester() }),
  );
  apiRoute(app, "week", { answer: weekView }, async ({ requester }) => {
    const { memberId } = requester();
    const topics = await permittedTopics(vigie.db, memberId);
    return readWeek(vigie.db, { memberId, topics, now: vigie.clock.now() });
  });
}
