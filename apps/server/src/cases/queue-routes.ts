import {
  caseList,
  caseView,
  claimCaseBody,
  listCasesQuery,
  nextCaseAnswer,
  savedFilters,
  savedFiltersQuery,
  savedFilterView,
  saveFilterBody,
  skipCaseBody,
} from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { apiRoute } from "../http/api-route.ts";
import type { Requester } from "../http/requester.ts";
import type { Vigie } from "../vigie.ts";
import type { getCase } from "./cases-queries.ts";
import { claimCase } from "./claim-case.ts";
import { deleteFilter } from "./delete-filter.ts";
import { listCases } from "./list-cases.ts";
import { nextCase } from "./next-case.ts";
import { releaseCase } from "./release-case.ts";
import { saveFilter } from "./save-filter.ts";
import { listFilters } from "./saved-filters-queries.ts";
import { skipCase } from "./skip-case.ts";

const caseParams = z.object({ caseId: z.uuid() });

/**
 * The queue: the list and its saved filters, what comes next, who has what.
 * @param current the case as it is now, for whoever asks.
 */
export function queueRoutes(
  app: FastifyInstance,
  vigie: Vigie,
  current: (caseId: string, requester: Requester) => ReturnType<typeof getCase>,
): void {
  apiRoute(app, "listCases", { query: listCasesQuery, answer: caseList }, ({ query, requester }) =>
    listCases(vigie, { memberId: requester().memberId, query }),
  );
  apiRoute(app, "nextCase", { answer: nextCaseAnswer }, async ({ requester }) => ({
    case: await nextCase(vigie, { memberId: requester().memberId }),
  }));
  apiRoute(
    app,
    "claimCase",
    { params: caseParams, body: claimCaseBody, answer: caseView },
    async ({ params, body, requester }) => {
      await claimCase(vigie, { ...params, ...body, memberId: requester().memberId });
      return current(params.caseId, requester());
    },
  );
  apiRoute(app, "releaseCase", { params: caseParams }, ({ params, requester }) =>
    releaseCase(vigie, { ...params, memberId: requester().memberId }),
  );
  apiRoute(app, "skipCase", { params: caseParams, body: skipCaseBody }, ({ params, body, requester }) =>
    skipCase(vigie, { ...params, ...body, memberId: requester().memberId }),
  );
  apiRoute(app, "savedFilters", { query: savedFiltersQuery, answer: savedFilters }, ({ query, requester }) =>
    listFilters(vigie.db, { ...query, memberId: requester().memberId }),
  );
  apiRoute(
    app,
    "saveFilter",
    { body: saveFilterBody, answer: savedFilterView, status: 201 },
    ({ body, requester }) => saveFilter(vigie, { ...body, memberId: requester().memberId }),
  );
  apiRoute(app, "deleteFilter", { params: z.object({ filterId: z.uuid() }) }, ({ params, requester }) =>
    deleteFilter(vigie, { ...params, memberId: requester().memberId }),
  );
}
