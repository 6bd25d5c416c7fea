import { banksView, changeBankBody, matchAnswer, matchBody, settleMatchBody } from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { apiRoute } from "../http/api-route.ts";
import type { Vigie } from "../vigie.ts";
import { bankViews } from "./bank-views.ts";
import { changeBank } from "./change-bank.ts";
import { matchForPartner } from "./match-for-partner.ts";
import { partnerOf } from "./partners.ts";
import { releaseEntry } from "./release-entry.ts";
import { settleMatch } from "./settle-match.ts";

/** Matches and banks for the desk, and look-ups for partners. */
export function matchingRoutes(app: FastifyInstance, vigie: Vigie): void {
  const banks = async () => ({ banks: await bankViews(vigie.db) });

  apiRoute(
    app,
    "settleMatch",
    { params: z.object({ matchId: z.uuid() }), body: settleMatchBody },
    ({ params, body, requester }) =>
      settleMatch(vigie, { ...params, ...body, memberId: requester().memberId }),
  );
  apiRoute(app, "banks", { answer: banksView }, banks);
  apiRoute(
    app,
    "changeBank",
    { params: z.object({ bankId: z.uuid() }), body: changeBankBody, answer: banksView },
    async ({ params: { bankId }, body, requester }) => {
      await changeBank(vigie, { ...body, bankId, actor: requester().memberId });
      return banks();
    },
  );
  apiRoute(
    app,
    "releaseEntry",
    { params: z.object({ bankId: z.uuid(), entryId: z.string().max(40) }), answer: banksView },
    async ({ params, requester }) => {
      await releaseEntry(vigie, { ...params, actor: requester().memberId });
      return banks();
    },
  );
  apiRoute(app, "matchHashes", { body: matchBody, answer: matchAnswer }, async ({ body, request, reply }) => {
    const partner = await partnerOf(vigie, request.headers.authorization);
    const text = await matchForPartner(vigie, { partner, hashes: body.hashes });
    // Written before its time was up: to check its shape now would take longer for a hit.
    await reply
      .type("application/json; charset=utf-8")
      // Compressed on the way, a hit and a miss would differ in size.
      .header("cache-control", "no-store, no-transform")
      .serializer((answer: string) => answer)
      .send(text);
    return { answers: [] };
  });
}
