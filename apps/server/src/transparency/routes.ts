import { figuresView, notifierRecordView } from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { apiRoute } from "../http/api-route.ts";
import type { Vigie } from "../vigie.ts";
import { readFigures } from "./figures-queries.ts";
import { readNotifierRecord } from "./notifier-record-queries.ts";

/** Figures, for every role: an observer sees nothing else. */
export function transparencyRoutes(app: FastifyInstance, vigie: Vigie): void {
  apiRoute(app, "figures", { answer: figuresView }, () =>
    readFigures(vigie.db, { timeZone: vigie.config.hotline.timeZone, now: vigie.clock.now() }),
  );
  apiRoute(app, "notifierRecord", { answer: notifierRecordView }, () => readNotifierRecord(vigie.db));
}
