import {
  casePlanView,
  planQuery,
  planView,
  receiptPlanBody,
  situationBody,
  tickStepBody,
} from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { apiRoute } from "../http/api-route.ts";
import type { Vigie } from "../vigie.ts";
import { hostingOfCase } from "./hosting-of-case.ts";
import { planOfCase } from "./plan-of-case.ts";
import { planOfReceipt } from "./plan-of-receipt.ts";
import { setSituation } from "./set-situation.ts";
import { tickCaseStep } from "./tick-step.ts";

const caseParams = z.object({ caseId: z.uuid() });

/** Plans: of a case for the team, of a report for whoever holds its receipt. Every change answers with the plan as it is now. */
export function planRoutes(app: FastifyInstance, vigie: Vigie): void {
  const current = async (caseId: string, language: "fr" | "en") => ({
    plan: await planOfCase(vigie, { caseId, language }),
    hosting: await hostingOfCase(vigie.db, { caseId }),
  });

  apiRoute(
    app,
    "casePlan",
    { params: caseParams, query: planQuery, answer: casePlanView },
    ({ params, query }) => current(params.caseId, query.language),
  );
  apiRoute(
    app,
    "setSituation",
    { params: caseParams, query: planQuery, body: situationBody, answer: casePlanView },
    async ({ params, query, body, requester }) => {
      await setSituation(vigie, { caseId: params.caseId, situation: body, memberId: requester().memberId });
      return current(params.caseId, query.language);
    },
  );
  apiRoute(
    app,
    "tickCaseStep",
    { params: caseParams, query: planQuery, body: tickStepBody, answer: casePlanView },
    async ({ params, query, body, requester }) => {
      await tickCaseStep(vigie, { caseId: params.caseId, ...body, memberId: requester().memberId });
      return current(params.caseId, query.language);
    },
  );
  apiRoute(app, "receiptPlan", { body: receiptPlanBody, answer: planView }, async ({ body }) => {
    const { plan } = await planOfReceipt(vigie, body);
    return plan;
  });
}
