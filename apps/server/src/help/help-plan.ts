import { type Language, type PlanView, type Situation, situationBody } from "@vigie/contract";
import { allAuthorities, allServices, findGround, findService } from "../catalogue/installed-catalogue.ts";
import type { Service } from "../catalogue/service-schema.ts";
import type { PublicVoice } from "../i18n/translate.ts";
import { chooseRoute } from "../plans/choose-route-rules.ts";
import { explainPlan } from "../plans/explain-plan.ts";
import type { ChosenPlan, ChosenStep, PlanRequest } from "../plans/plan-types.ts";
import { provisionalGrounds } from "../plans/situation-rules.ts";
import type { Answers } from "./help-answers-rules.ts";
import type { HelpSituation } from "./help-situations.ts";
import { isMassMail } from "./help-steps-rules.ts";

/** The plan for a situation nobody has reported yet: its routes, and the people to talk to. */
export interface HelpPlan {
  chosen: ChosenPlan;
  view: PlanView;
  service: Service | null;
}

interface HelpPlanCall {
  language: Language;
  /** Who tells the plan; `language` unless the installation added one. */
  voice?: PublicVoice;
  homeCountry: string;
  timeZone: string;
  now: Date;
}

/** What the answers say of the situation, in the words of the contract. */
export function situationOfAnswers(situation: HelpSituation, answers: Answers): Situation {
  const { blackmail, standing, uploaderHostile } = situation;
  return situationBody.parse({
    blackmail: !blackmail || isMassMail(situation, answers) ? "none" : blackmailStage(answers),
    uploaderHostile,
    minor: minorOf(situation, answers),
    fileAtHand: answers.picture ?? "unknown",
    standing,
    country: answers.country,
  });
}

function blackmailStage({ published }: Answers): Situation["blackmail"] {
  return published === "yes" ? "under_way" : "threatened";
}

// "It is my child" says a minor until the age says otherwise. A witness speaks of somebody else, whatever their own age.
function minorOf({ name }: HelpSituation, { age, shown }: Answers): Situation["minor"] {
  if (name === "seen") return shown ?? "unknown";
  if (age === "minor") return "yes";
  if (age === "adult") return "no";
  return name === "child" ? "yes" : "unknown";
}

/** The concern that a report begins with. */
export function concernOf(situation: HelpSituation, answers: Answers): HelpSituation["concern"] {
  if (situation.name === "child" && answers.age === "adult") return "intimate_images";
  if (isMassMail(situation, answers)) return "scam_or_other";
  return situation.concern ?? answers.kind;
}

function groundsOf(situation: HelpSituation, answers: Answers): readonly string[] {
  if (situation.name === "child" && answers.age === "adult") return ["ncii"];
  if (isMassMail(situation, answers)) return ["fraud"];
  if (situation.name === "harassed" && answers.age === "minor") return ["school-harassment"];
  return situation.grounds.length > 0 ? situation.grounds : provisionalGrounds(answers.kind);
}

/** Chooses the routes for what was said. Nothing is stored and nobody is asked. */
export function helpPlan(
  situation: HelpSituation,
  answers: Answers,
  { language, voice = language, homeCountry, timeZone, now }: HelpPlanCall,
): HelpPlan {
  const service =
    answers.service === null || isMassMail(situation, answers)
      ? null
      : (findService(answers.service) ?? null);
  const request: PlanRequest = {
    subjects:
      service === null ? [] : [{ location: null, host: service.home, service, object: null, hostedBy: null }],
    grounds: groundsOf(situation, answers).flatMap((slug) => findGround(slug) ?? []),
    situation: situationOfAnswers(situation, answers),
    homeCountry,
    publishedOn: null,
    done: new Map(),
    removed: new Set(),
    worked: new Map(),
    now,
  };
  const chosen = chooseRoute(request, { services: allServices(), authorities: allAuthorities(), findGround });
  const view = explainPlan(chosen, request, { language, voice, timeZone, doneBy: new Map() });
  return { chosen, view, service };
}

/** Whether a step can be taken today. */
export function isOpenStep({ after }: ChosenStep): boolean {
  return after === null || after.open;
}
