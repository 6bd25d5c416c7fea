import {
  confirmAnswerBody,
  quarantineView as quarantineShape,
  Refusal,
  settleQuarantinedBody,
  writeAnswerBody,
} from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import { z } from "zod";
import { maySee } from "../cases/guard-records.ts";
import { apiRoute } from "../http/api-route.ts";
import { permittedTopics } from "../team/permitted-topics.ts";
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

  apiRoute(app, "quarantine", { answer: quarantineShape }, async ({ requester }) =>
    quarantineView(vigie, { topics: await permittedTopics(vigie.db, requester().memberId) }),
  );

  apiRoute(
    app,
    "settleQuarantined",
    { params: z.object({ messageId: z.uuid() }), body: settleQuarantinedBody },
    async ({ params, body, requester }) => {
      const { memberId } = requester();
      const cases = sql`select case_id from notices where id = ${body.noticeId ?? null}`;
      if (!(await maySee(vigie.db, { memberId, cases }))) throw new Refusal("notice.unknown");
      await settleQuarantined(vigie, { ...params, ...body, memberId });
    },
  );
}
