import { Refusal, routes } from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import type { Vigie } from "../vigie.ts";

const pollMs = 1_000;
const heartbeatMs = 25_000;

/**
 * Live changes as server-sent events: one line per sealed event, without its content. The sealed chain has no
 * gaps, so a reader that comes back with `last-event-id` misses nothing.
 */
export function liveRoute(app: FastifyInstance, vigie: Vigie): void {
  const { method, path, policy } = routes.live;
  const open = new Set<() => void>();
  app.addHook("preClose", async () => {
    for (const end of open) end();
  });
  app.route({
    method,
    url: path,
    config: { policy },
    schema: { operationId: "live", summary: routes.live.does },
    handler: async (request, reply) => {
      const { requester } = request;
      if (!requester) throw new Refusal("session.required");
      const wanted = Number(request.headers["last-event-id"]);
      let seen = Number.isSafeInteger(wanted) && wanted > 0 ? wanted : await chainHead(vigie);
      reply.hijack();
      const stream = reply.raw;
      stream.writeHead(200, {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
        "x-content-type-options": "nosniff",
      });
      stream.write(`retry: 2000\nid: ${seen}\nevent: hello\ndata: {}\n\n`);
      let busy = false;
      const poll = setInterval(async () => {
        if (busy) return;
        busy = true;
        try {
          if (!(await isSignedIn(vigie, requester.sessionHash))) return end();
          for (const event of await eventsAfter(vigie, { number: seen, memberId: requester.memberId })) {
            seen = event.number;
            if (!event.shown) continue;
            stream.write(
              `id: ${event.number}\ndata: ${JSON.stringify({ seq: event.number, type: event.type, caseId: event.case_id })}\n\n`,
            );
          }
        } catch {
          // The database is away for a moment: the next turn tries again.
        } finally {
          busy = false;
        }
      }, pollMs);
      const heartbeat = setInterval(() => stream.write(": still here\n\n"), heartbeatMs);
      const end = () => {
        clearInterval(poll);
        clearInterval(heartbeat);
        open.delete(end);
        stream.end();
      };
      open.add(end);
      request.raw.on("close", end);
    },
  });
}

/** A stream lives longer than the request that opened it: whoever signed out, left the team or sees no case any more hears nothing. */
async function isSignedIn({ db, clock }: Vigie, sessionHash: Buffer): Promise<boolean> {
  const session = await db
    .selectFrom("sessions")
    .innerJoin("members", "members.id", "sessions.member_id")
    .select("members.id")
    .where("sessions.token_hash", "=", sessionHash)
    .where("sessions.expires_at", ">", clock.now())
    .where("members.active", "=", true)
    .where("members.role", "in", routes.live.policy)
    .executeTakeFirst();
  return session !== undefined;
}

async function chainHead({ db }: Vigie): Promise<number> {
  return (await db.selectFrom("event_sealing").select("last_number").executeTakeFirstOrThrow()).last_number;
}

/** `shown`: not about a case with a topic that the member may not see. */
function eventsAfter({ db }: Vigie, { number, memberId }: { number: number; memberId: string }) {
  return db
    .selectFrom("event_chain")
    .innerJoin("events", "events.seq", "event_chain.event_seq")
    .leftJoin("cases", "cases.id", "events.case_id")
    .select(["event_chain.number", "events.type", "events.case_id"])
    .select(
      sql<boolean>`coalesce(cases.topics <@ (select topics from members where id = ${memberId}), true)`.as(
        "shown",
      ),
    )
    .where("event_chain.number", ">", number)
    .orderBy("event_chain.number")
    .limit(200)
    .execute();
}
