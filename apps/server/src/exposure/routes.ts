import {
  exposedView,
  openViewBody,
  overrideAnswer,
  overrideList,
  overridesQuery,
  ownExposureQuery,
  ownExposure as ownExposureShape,
  Refusal,
  requestOverrideAnswer,
  requestOverrideBody,
  revealAnswer,
  revealBody,
  teamExposure as teamExposureShape,
} from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { apiRoute } from "../http/api-route.ts";
import type { Vigie } from "../vigie.ts";
import { grantOverride } from "./grant-override.ts";
import { openView } from "./open-view.ts";
import { ownExposure } from "./own-exposure.ts";
import { requestOverride } from "./request-override.ts";
import { revealRegion } from "./reveal-region.ts";
import { teamExposure } from "./team-exposure.ts";
import { waitingOverrides } from "./waiting-overrides.ts";

const contentParams = z.object({ contentId: z.uuid() });
const viewParams = z.object({ viewId: z.uuid() });
const overrideParams = z.object({ overrideId: z.uuid() });

/** Views, reveals, budgets and overrides. */
export function exposureRoutes(app: FastifyInstance, vigie: Vigie): void {
  apiRoute(
    app,
    "openView",
    { params: contentParams, body: openViewBody, answer: exposedView, status: 201 },
    async ({ params, body, requester }) =>
      openView(vigie, { contentId: params.contentId, memberId: requester().memberId, ...body }),
  );
  apiRoute(
    app,
    "reveal",
    { params: viewParams, body: revealBody, answer: revealAnswer },
    async ({ params, body, requester }) =>
      revealRegion(vigie, { viewId: params.viewId, memberId: requester().memberId, body }),
  );
  apiRoute(app, "closeView", { params: viewParams }, async ({ params, requester }) => {
    const { views } = vigie.exposure;
    if (!views.find(params.viewId, requester().memberId)) throw new Refusal("exposure.view_gone");
    views.forget(params.viewId);
  });
  apiRoute(
    app,
    "ownExposure",
    { query: ownExposureQuery, answer: ownExposureShape },
    async ({ query, requester }) =>
      ownExposure(vigie, { memberId: requester().memberId, before: query.before ?? null }),
  );
  apiRoute(app, "teamExposure", { answer: teamExposureShape }, async () => teamExposure(vigie));
  apiRoute(
    app,
    "requestOverride",
    { body: requestOverrideBody, answer: requestOverrideAnswer, status: 201 },
    async ({ body, requester }) =>
      requestOverride(vigie, { memberId: requester().memberId, reason: body.reason }),
  );
  apiRoute(app, "overrides", { query: overridesQuery, answer: overrideList }, async ({ query, requester }) =>
    waitingOverrides(vigie, { memberId: requester().memberId, after: query.after ?? null }),
  );
  apiRoute(
    app,
    "grantOverride",
    { params: overrideParams, answer: overrideAnswer },
    async ({ params, requester }) => {
      const granterId = requester().memberId;
      const { until } = await grantOverride(vigie, { overrideId: params.overrideId, granterId });
      return { until: until.toISOString() };
    },
  );
}
