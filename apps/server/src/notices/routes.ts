import {
  noticeDrafts,
  noticeRequestBody,
  noticesQueued,
  recordNoticeBody,
  settleNoticeBody,
} from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { apiRoute } from "../http/api-route.ts";
import type { Vigie } from "../vigie.ts";
import { previewNotices } from "./preview-notices.ts";
import { queueNotices } from "./queue-notices.ts";
import { recordNotice } from "./record-notice.ts";
import { renderLetter } from "./render-letter.ts";
import { settleNotice } from "./settle-notice.ts";

const caseParams = z.object({ caseId: z.uuid() });
const noticeParams = z.object({ noticeId: z.uuid() });

/** Notices: seen as they will be read, sent, printed, recorded when a person carried them, settled when the machine cannot. */
export function noticeRoutes(app: FastifyInstance, vigie: Vigie): void {
  apiRoute(
    app,
    "previewNotices",
    { params: caseParams, body: noticeRequestBody, answer: noticeDrafts },
    async ({ params, body, requester }) => ({
      drafts: await previewNotices(vigie, { ...params, ...body, teamKey: () => requester().teamKey() }),
    }),
  );

  apiRoute(
    app,
    "sendNotices",
    { params: caseParams, body: noticeRequestBody, answer: noticesQueued, status: 202 },
    async ({ params, body, requester }) =>
      queueNotices(vigie, {
        ...params,
        ...body,
        memberId: requester().memberId,
        teamKey: () => requester().teamKey(),
      }),
  );

  apiRoute(
    app,
    "settleNotice",
    { params: noticeParams, body: settleNoticeBody },
    async ({ params, body, requester }) =>
      settleNotice(vigie, { ...params, ...body, memberId: requester().memberId }),
  );

  apiRoute(
    app,
    "recordNotice",
    { params: noticeParams, body: recordNoticeBody },
    async ({ params, body, requester }) =>
      recordNotice(vigie, { ...params, ...body, memberId: requester().memberId }),
  );

  apiRoute(app, "noticeLetter", { params: noticeParams }, async ({ params, reply }) => {
    const letter = await renderLetter(vigie, params);
    void reply
      .header("content-type", "application/pdf")
      .header("content-disposition", `inline; filename="${params.noticeId}.pdf"`)
      .header("cache-control", "no-store")
      .send(letter);
  });
}
