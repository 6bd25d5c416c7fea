import { inboxAnswer, inboxAnswerTaken } from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { apiRoute } from "../http/api-route.ts";
import { readPublicFiles } from "../http/public/public-files.ts";
import type { Vigie } from "../vigie.ts";
import { answerByToken } from "./answer-by-token.ts";
import { answerPages } from "./answer-page-routes.tsx";

/**
 * Recipients answer with the token of their notice: on its page, or by program.
 * @param options.publicFolder of the files that public pages load.
 */
export async function answerRoutes(
  app: FastifyInstance,
  vigie: Vigie,
  { publicFolder }: { publicFolder: URL },
): Promise<void> {
  apiRoute(app, "answerNotice", { body: inboxAnswer, answer: inboxAnswerTaken }, async ({ body }) =>
    answerByToken(vigie, { ...body, way: "api" }),
  );
  const { addresses } = await readPublicFiles(publicFolder);
  answerPages(app, vigie, addresses);
}
