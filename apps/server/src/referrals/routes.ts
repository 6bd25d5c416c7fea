import { prepareReferralBody, recordReferralBody } from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { apiRoute } from "../http/api-route.ts";
import type { Vigie } from "../vigie.ts";
import { prepareReferral } from "./prepare-referral.ts";
import { recordReferral } from "./record-referral.ts";

/** Referrals: prepared here, filed by a person elsewhere, recorded here. */
export function referralRoutes(app: FastifyInstance, vigie: Vigie): void {
  apiRoute(
    app,
    "prepareReferral",
    { params: z.object({ caseId: z.uuid() }), body: prepareReferralBody },
    async ({ params, body, requester }) => {
      await prepareReferral(vigie, { ...params, ...body, memberId: requester().memberId });
    },
  );

  apiRoute(
    app,
    "recordReferral",
    { params: z.object({ referralId: z.uuid() }), body: recordReferralBody },
    async ({ params, body, requester }) => {
      const { at, ...rest } = body;
      await recordReferral(vigie, {
        ...params,
        ...rest,
        ...(at === undefined ? {} : { at: new Date(at) }),
        memberId: requester().memberId,
      });
    },
  );
}
