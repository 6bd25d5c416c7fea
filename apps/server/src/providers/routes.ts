import { correctHostingBody, hostingView } from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { apiRoute } from "../http/api-route.ts";
import type { Vigie } from "../vigie.ts";
import { correctHosting } from "./correct-hosting.ts";
import { lookUpHost } from "./look-up-host.ts";

const contentParams = z.object({ contentId: z.uuid() });

/** Who hosts a content: asked, and corrected by hand. */
export function providerRoutes(app: FastifyInstance, vigie: Vigie): void {
  apiRoute(app, "lookUpHost", { params: contentParams, answer: hostingView }, ({ params, requester }) =>
    lookUpHost(vigie, { contentId: params.contentId, memberId: requester().memberId }),
  );
  apiRoute(
    app,
    "correctHosting",
    { params: contentParams, body: correctHostingBody, answer: hostingView },
    ({ params, body, requester }) =>
      correctHosting(vigie, { contentId: params.contentId, memberId: requester().memberId, ...body }),
  );
}
