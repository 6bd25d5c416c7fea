import { type Language, type PlanView, Refusal, type Situation } from "@vigie/contract";
import type { Kysely } from "kysely";
import { allAuthorities, allServices, findGround, findService } from "../catalogue/installed-catalogue.ts";
import type { Database } from "../db/schema.ts";
import { hostingOf } from "../providers/hostings-queries.ts";
import { channelRecords } from "../transparency/notifier-record-queries.ts";
import type { Vigie } from "../vigie.ts";
import { chooseRoute } from "./choose-route-rules.ts";
import { explainPlan } from "./explain-plan.ts";
import type { ChosenPlan, PlanCatalogue, PlanRequest, Subject } from "./plan-types.ts";
import { joinSituations, minorOf, provisionalGrounds, situationOfReport } from "./situation-rules.ts";

/** The rows of the catalogue that a plan is chosen from. */
export const planCatalogue = (): PlanCatalogue => ({
  services: allServices(),
  authorities: allAuthorities(),
  findGround,
});

/**
 * The plan of a case, from its assessment (before that, from what the reporters chose) and its situation.
 * @throws Refusal `case.unknown`
 */
export async function planOfCase(
  vigie: Pick<Vigie, "db" | "clock" | "config">,
  { caseId, language }: { caseId: string; language: Language },
): Promise<PlanView> {
  const { request, provisional, notIllegal, doneBy } = await readCasePlan(vigie, caseId);
  const chosen = withProvisional(chooseRoute(request, planCatalogue()), provisional);
  const plan: ChosenPlan = notIllegal ? withoutSteps(chosen) : chosen;
  return explainPlan(plan, request, {
    language,
    timeZone: vigie.config.hotline.timeZone,
    doneBy,
  });
}

/** Somebody examined it and found nothing illegal: whom to call stays, and nothing else. */
function withoutSteps({ grounds, people }: ChosenPlan): ChosenPlan {
  const says = { code: "refused_not_illegal" };
  return { kind: "refused", says, grounds, people, steps: [], clocks: [], avoided: [], unknowns: [] };
}

/** The same before it is told: what a tick is checked against. */
export async function readCasePlan(
  { db, clock, config }: Pick<Vigie, "db" | "clock" | "config">,
  caseId: string,
): Promise<{
  request: PlanRequest;
  provisional: boolean;
  /** Somebody assessed it and found nothing illegal: then no step is proposed. */
  notIllegal: boolean;
  doneBy: ReadonlyMap<string, string | null>;
}> {
  const row = await db.selectFrom("cases").selectAll().where("id", "=", caseId).executeTakeFirst();
  if (!row) throw new Refusal("case.unknown");
  const [assessment, situation, contents, steps, worked] = await Promise.all([
    db
      .selectFrom("assessments")
      .select(["grounds", "minor", "manifest"])
      .where("case_id", "=", caseId)
      .orderBy("at", "desc")
      .limit(1)
      .executeTakeFirst(),
    situationOfCase(db, caseId),
    db
      .selectFrom("contents")
      .leftJoin("watches", "watches.content_id", "contents.id")
      .select(["contents.url", "contents.host", "contents.service", "contents.object", "watches.status"])
      .where("contents.case_id", "=", caseId)
      .orderBy("contents.created_at")
      .orderBy("contents.id")
      .limit(mostSubjects)
      .execute(),
    db
      .selectFrom("plan_steps")
      .leftJoin("members", "members.id", "plan_steps.member_id")
      .select(["plan_steps.step", "plan_steps.done_at", "members.name"])
      .where("plan_steps.case_id", "=", caseId)
      .execute(),
    channelRecords(db),
  ]);
  const hosts = new Set(
    contents.flatMap(({ host, service }) => (service === null && host !== null ? [host] : [])),
  );
  const hosted = new Map(
    await Promise.all([...hosts].map(async (host) => [host, await hostedBy(db, host)] as const)),
  );
  const notIllegal = assessment?.manifest === "not_illegal";
  const assessed = notIllegal ? [] : assessment?.grounds;
  const slugs = assessed ?? provisionalGrounds(row.concern);
  return {
    provisional: assessed === undefined && slugs.length > 0,
    notIllegal,
    doneBy: new Map(steps.map(({ step, name }) => [step, name])),
    request: {
      subjects: contents.map(
        ({ url, host, service, object }): Subject => ({
          location: url,
          host,
          service: service === null ? null : (findService(service) ?? null),
          object,
          hostedBy: (host === null ? null : hosted.get(host)) ?? null,
        }),
      ),
      grounds: slugs.flatMap((slug) => findGround(slug) ?? []),
      situation: {
        ...situation,
        minor: minorOf({
          assessed: assessment?.minor ?? null,
          forbidden: row.handling === "no_fetch",
          reported: row.minor_reported_at !== null,
          said: situation.minor,
        }),
      },
      homeCountry: config.hotline.country,
      publishedOn: row.first_reported_at.toISOString().slice(0, 10),
      done: new Map(steps.map(({ step, done_at }) => [step, done_at])),
      removed: new Set(contents.flatMap(({ status }, index) => (status === "removed" ? [index] : []))),
      worked,
      now: clock.now(),
    },
  };
}

// A plan of hundreds of places would say the same of each service: the first ones tell all there is.
const mostSubjects = 200;

/** What the team said of the situation; before that, what the reports say together. */
async function situationOfCase(db: Kysely<Database>, caseId: string): Promise<Situation> {
  const said = await db
    .selectFrom("situations")
    .select("answers")
    .where("case_id", "=", caseId)
    .executeTakeFirst();
  if (said) return said.answers;
  const contents = await db
    .selectFrom("contents")
    .select("object")
    .distinct()
    .where("case_id", "=", caseId)
    .execute();
  const objects = contents.map(({ object }) => object);
  const reports = await db
    .selectFrom("reports")
    .leftJoin("situations", "situations.report_id", "reports.id")
    .select(["reports.concern", "reports.minor", "situations.answers"])
    .where("reports.case_id", "=", caseId)
    .where("reports.withdrawn_at", "is", null)
    .orderBy("reports.received_at", "desc")
    .limit(mostSubjects)
    .execute();
  return joinSituations(
    reports.map(({ answers, ...report }) => answers ?? situationOfReport(report, "hotline", objects)),
    "hotline",
  );
}

async function hostedBy(db: Kysely<Database>, host: string): Promise<Subject["hostedBy"]> {
  const hosting = await hostingOf(db, host);
  const found = hosting?.findings.find(({ role }) => role === "host");
  if (!found) return null;
  const abuse = hosting?.findings.find(({ role, email }) => role === "abuse_contact" && email !== null);
  return {
    name: found.name,
    service: found.service === null ? null : (findService(found.service) ?? null),
    email: found.email ?? abuse?.email ?? null,
  };
}

/** Nobody at the hotline has assessed it: the plan says so before anything else it does not know. */
export function withProvisional(plan: ChosenPlan, provisional: boolean): ChosenPlan {
  return provisional ? { ...plan, unknowns: [{ code: "provisional" }, ...plan.unknowns] } : plan;
}
