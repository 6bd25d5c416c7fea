import { routes } from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Vigie } from "../vigie.ts";

/** `/healthz`, `/readyz` and `/metrics`. Figures only: no path, no address, no name becomes a label. */
export function operationsRoutes(app: FastifyInstance, vigie: Vigie): void {
  const { healthz, readyz, metrics } = routes;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "vigie_" });
  const answers = new Counter({
    name: "vigie_http_answers_total",
    help: "Answers by class of status.",
    labelNames: ["status"],
    registers: [registry],
  });
  const gauge = (name: string, help: string, read: () => Promise<number>) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(await read());
      },
    });
  const one = async (query: ReturnType<typeof sql<{ value: number }>>) =>
    (await query.execute(vigie.db)).rows[0]?.value ?? 0;
  gauge("vigie_cases_open", "Cases that are neither closed nor removed.", () =>
    one(sql`select sum(received + assessed + notified + referred + returned)::int as value from case_counts`),
  );
  gauge("vigie_jobs_waiting", "Jobs that are due and not yet taken.", () =>
    one(
      sql`select count(*)::int as value from graphile_worker._private_jobs where run_at <= now() and locked_at is null`,
    ),
  );
  gauge("vigie_notices_unsettled", "Notices that failed or are in doubt: a person is needed.", () =>
    one(sql`select count(*)::int as value from notices where status in ('failed', 'in_doubt')`),
  );
  gauge("vigie_receipts_ready", "Receipts derived ahead.", async () => vigie.receipts.pool.size());
  app.addHook("onResponse", async (_, reply) => {
    answers.inc({ status: `${Math.floor(reply.statusCode / 100)}xx` });
  });

  app.route({
    ...healthz,
    url: healthz.path,
    config: { policy: healthz.policy },
    handler: async (_, reply) => reply.serializer(JSON.stringify).send({ status: "ok" }),
  });
  app.route({
    ...readyz,
    url: readyz.path,
    config: { policy: readyz.policy },
    handler: async (_, reply) => {
      try {
        await sql`select 1 from installation`.execute(vigie.db);
        return await reply.serializer(JSON.stringify).send({ status: "ready" });
      } catch {
        return reply.code(503).serializer(JSON.stringify).send({ status: "database away" });
      }
    },
  });
  app.route({
    ...metrics,
    url: metrics.path,
    config: { policy: metrics.policy },
    handler: async (_, reply) =>
      reply
        .type(registry.contentType)
        .serializer(String)
        .send(await registry.metrics()),
  });
}
