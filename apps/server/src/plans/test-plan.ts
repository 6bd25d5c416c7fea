import { type Concern, type Language, type PlanView, type Situation, situationBody } from "@vigie/contract";
import { findGround, findService } from "../catalogue/installed-catalogue.ts";
import { canonicalKey } from "../contents/canonical-key.ts";
import type { PublicVoice } from "../i18n/translate.ts";
import { chooseRoute } from "./choose-route-rules.ts";
import { explainPlan } from "./explain-plan.ts";
import { planCatalogue, withProvisional } from "./plan-of-case.ts";
import type { PlanRequest, Subject } from "./plan-types.ts";
import { provisionalGrounds, situationOfReport } from "./situation-rules.ts";

interface PlanFor {
  language?: Language;
  voice?: PublicVoice;
  concern?: Concern | null;
  places?: readonly string[];
  situation?: Partial<Situation>;
  /** When steps were done, by id. */
  done?: Readonly<Record<string, string>>;
  removed?: readonly number[];
  now?: string;
}

/** A plan as a receipt shows it, chosen from the real catalogue without a database. */
export function planFor({
  language = "fr",
  voice = language,
  concern = "intimate_images",
  places = ["https://x.com/a/status/1234567890123456789"],
  situation = {},
  done = {},
  removed = [],
  now = "2026-11-21T08:30:00Z",
}: PlanFor = {}): PlanView {
  const grounds = provisionalGrounds(concern).flatMap((slug) => findGround(slug) ?? []);
  const request: PlanRequest = {
    subjects: places.map(subjectOf),
    grounds,
    situation: situationBody.parse({
      ...situationOfReport({ concern, minor: false }, "reporter"),
      ...situation,
    }),
    homeCountry: "FR",
    publishedOn: "2026-11-20",
    done: new Map(Object.entries(done).map(([id, at]) => [id, new Date(at)])),
    removed: new Set(removed),
    worked: new Map(),
    now: new Date(now),
  };
  const plan = withProvisional(chooseRoute(request, planCatalogue()), grounds.length > 0);
  return explainPlan(plan, request, { language, voice, timeZone: "Europe/Paris", doneBy: new Map() });
}

function subjectOf(typed: string): Subject {
  const key = canonicalKey(typed);
  return {
    location: typed,
    host: key.kind === "url" ? key.host : null,
    service: key.kind === "refused" || key.service === null ? null : (findService(key.service) ?? null),
    object: key.kind === "refused" ? null : key.object,
    hostedBy: null,
  };
}
