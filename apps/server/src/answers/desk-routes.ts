import {
  confirmAnswerBody,
  quarantineView as quarantineShape,
  settleQuarantinedBody,
  writeAnswerBody,
} from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { apiRoute } from "../http/api-route.ts";
import type { Vigie } from "../vigie.ts";
import { confirmAnswer } from "./confirm-answer.ts";
import { quarantineView } from "./quarantine-view.ts";
import { settleQuarantined } from "./settle-quarantined.ts";
import { writeAnswer } from "./write-answer.ts";

/** Answers as the team handles them: confirmed, written down, taken out of quarantine. */
export function answerDeskRoutes(app: FastifyInstance, vigie: Vigie): void {
  apiRoute(
    app,
    "confirmAnswer",
    { params: z.object({ answerId: z.uuid() }), body: confirmAnswerBody },
    async ({ params, body, requester }) =>
      confirmAnswer(vigie, { ...params, ...body, memberId: requester().memberId }),
  );

  apiRoute(
    app,
    "writeAnswer",
    { params: z.object({ noticeId: z.uuid() }), body: writeAnswerBody },
    async ({ params, body, requester }) =>
      writeAnswer(vigie, { ...params, ...body, memberId: requester().memberId }),
  );

  apiRoute(app, "quarantine", { answer: quarantineShape }, async () => quarantineView(vigie));

  apiRoute(
    app,
    "settleQuarantined",
    { params: z.object({ messageId: z.uuid() }), body: settleQuarantinedBody },
    async ({ params, body, requester }) =>
      settleQuarantined(vigie, { ...params, ...body, memberId: requester().memberId }),
  );
}
