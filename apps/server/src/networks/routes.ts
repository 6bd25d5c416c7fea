import { caseLinksQuery, caseLinksView, networkView, settleLinkBody } from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { apiRoute } from "../http/api-route.ts";
import type { Vigie } from "../vigie.ts";
import { caseLinks } from "./case-links.ts";
import { caseNetwork } from "./case-network.ts";
import { settleLink } from "./settle-link.ts";

const caseParams = z.object({ caseId: z.uuid() });

/** Links between cases, for the desk. */
export function networkRoutes(app: FastifyInstance, vigie: Vigie): void {
  apiRoute(
    app,
    "caseLinks",
    { params: caseParams, query: caseLinksQuery, answer: caseLinksView },
    ({ params, query, requester }) => caseLinks(vigie, { ...params, ...query, requester: requester() }),
  );
  apiRoute(
    app,
    "settleLink",
    { params: z.object({ linkId: z.uuid() }), body: settleLinkBody },
    ({ params, body, requester }) =>
      settleLink(vigie, { ...params, ...body, memberId: requester().memberId }),
  );
  apiRoute(app, "caseNetwork", { params: caseParams, answer: networkView }, ({ params, requester }) =>
    caseNetwork(vigie, { ...params, memberId: requester().memberId }),
  );
}
