import {
  answerReporterBody,
  assessCaseBody,
  caseView,
  caseWordsView,
  closeCaseBody,
  Refusal,
  type Role,
  routes,
  writeNoteBody,
} from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { apiRoute } from "../http/api-route.ts";
import type { Requester } from "../http/requester.ts";
import { answerReporter } from "../reports/answer-reporter.ts";
import { permittedTopics } from "../team/permitted-topics.ts";
import type { Vigie } from "../vigie.ts";
import { checkContent } from "../watches/check-content.ts";
import { assessCase } from "./assess-case.ts";
import { getCase } from "./cases-queries.ts";
import { closeCase } from "./close-case.ts";
import { judgementRoutes } from "./judgement-routes.ts";
import { queueRoutes } from "./queue-routes.ts";
import { readWords } from "./read-words.ts";
import { writeNote } from "./write-note.ts";

const caseParams = z.object({ caseId: z.uuid() });

const carriers: readonly Role[] = routes.recordNotice.policy;

/** The desk's cases. Every answer to a change is the case as it is now. */
export function caseRoutes(app: FastifyInstance, vigie: Vigie): void {
  const { publicBody } = vigie.config.hotline;
  const current = async (caseId: string, { role, memberId }: Requester) =>
    getCase(vigie.db, {
      caseId,
      publicBody,
      topics: await permittedTopics(vigie.db, memberId),
      now: vigie.clock.now(),
      twoPeople: vigie.config.twoPeople,
      keys: carriers.includes(role) ? vigie.keys : null,
    });

  queueRoutes(app, vigie, current);
  judgementRoutes(app, vigie, current);
  apiRoute(app, "getCase", { params: caseParams, answer: caseView }, ({ params, requester }) =>
    current(params.caseId, requester()),
  );
  apiRoute(app, "caseWords", { params: caseParams, answer: caseWordsView }, ({ params, requester }) =>
    readWords(vigie, { caseId: params.caseId, requester: requester() }),
  );
  apiRoute(
    app,
    "assessCase",
    { params: caseParams, body: assessCaseBody, answer: caseView },
    async ({ params, body, requester }) => {
      await assessCase(vigie, { caseId: params.caseId, assessment: body, requester: requester() });
      return current(params.caseId, requester());
    },
  );
  apiRoute(
    app,
    "writeNote",
    { params: caseParams, body: writeNoteBody, answer: caseView },
    async ({ params, body, requester }) => {
      await writeNote(vigie, { caseId: params.caseId, text: body.text, memberId: requester().memberId });
      return current(params.caseId, requester());
    },
  );
  apiRoute(
    app,
    "answerReporter",
    { params: caseParams, body: answerReporterBody },
    ({ params, body, requester }) =>
      answerReporter(vigie, { caseId: params.caseId, ...body, memberId: requester().memberId }),
  );
  apiRoute(
    app,
    "closeCase",
    { params: caseParams, body: closeCaseBody, answer: caseView },
    async ({ params, body, requester }) => {
      await closeCase(vigie, { ...params, ...body, memberId: requester().memberId });
      return current(params.caseId, requester());
    },
  );
  apiRoute(
    app,
    "checkContent",
    { params: z.object({ contentId: z.uuid() }), answer: caseView },
    async ({ params, requester }) => {
      const content = await vigie.db
        .selectFrom("contents")
        .select("case_id")
        .where("id", "=", params.contentId)
        .executeTakeFirst();
      if (!content) throw new Refusal("content.unknown");
      const outcome = await checkContent(vigie, { contentId: params.contentId });
      if (outcome.kind === "forbidden") throw new Refusal("content.check_forbidden");
      return current(content.case_id, requester());
    },
  );
}
