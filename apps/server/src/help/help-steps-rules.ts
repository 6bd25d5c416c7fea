import type { Answers } from "./help-answers-rules.ts";
import type { CopyName, HelpSituation, StepChoice } from "./help-situations.ts";
import type { HelpNeverName, HelpStepName, Voice } from "./help-text.ts";

/** What to do in the next minutes, hour and days, and what to leave. */
export interface HelpSteps {
  now: readonly HelpStepName[];
  hour: readonly HelpStepName[];
  days: readonly HelpStepName[];
  never: readonly HelpNeverName[];
}

/** Whether the page speaks to somebody under 18. A parent is an adult whatever the age of the child. */
export function voiceOf({ name }: HelpSituation, { age }: Answers): Voice {
  return age === "minor" && name !== "child" ? "tu" : "vous";
}

/** An e-mail that claims a video nobody made: it goes to thousands, and asks for other steps. */
export function isMassMail({ blackmail }: HelpSituation, { call }: Answers): boolean {
  return blackmail && call === "no";
}

/** The steps for what is known. What is not known counts as the more careful case. */
export function helpSteps(situation: HelpSituation, answers: Answers): HelpSteps {
  const steps = isMassMail(situation, answers) ? massMail : situation;
  const chosen = (choices: readonly StepChoice[]) => forAge(choose(choices, answers), situation, answers);
  const isYoung = voiceOf(situation, answers) === "tu";
  const now = chosen(steps.now);
  return {
    // Somebody whose job it is comes early for those under 18: after silence, before anything technical.
    now:
      isYoung && situation.dark && !now.includes("line")
        ? [...now.slice(0, 1), "line", ...now.slice(1)]
        : now,
    hour: chosen(steps.hour).filter((step) => !now.includes(step)),
    days: chosen(steps.days).filter((step) => !now.includes(step) && !chosen(steps.hour).includes(step)),
    never: isYoung ? steps.never.map((name) => neverForMinors[name] ?? name) : steps.never,
  };
}

/** The texts to copy; the one for parents is for those who may have any to tell. */
export function copiesFor(situation: HelpSituation, answers: Answers): readonly CopyName[] {
  if (isMassMail(situation, answers)) return [];
  return situation.copies.filter((name) => name !== "parents" || answers.age !== "adult");
}

const massMail: Pick<HelpSituation, "now" | "hour" | "days" | "never"> = {
  now: ["mail_true", "silence", "mail_keep"],
  hour: ["mail_password", "mail_spam"],
  days: ["mail_changed", { step: "paid", when: ({ paid }) => paid !== "no" }, "tell"],
  never: ["pay", "answer", "mail_open", "removers", "fake_police"],
};

function choose(choices: readonly StepChoice[], answers: Answers): HelpStepName[] {
  return choices.flatMap((choice) => {
    if (typeof choice === "string") return [choice];
    return choice.when(answers) ? [choice.step] : [];
  });
}

function forAge(steps: readonly HelpStepName[], situation: HelpSituation, answers: Answers): HelpStepName[] {
  if (situation.name === "child") {
    return steps.map((step) => (answers.age === "adult" ? (forGrownChild[step] ?? step) : step));
  }
  const instead = answers.age === "minor" ? stepsForMinors : answers.age === null ? stepsForAnyAge : {};
  // Reporting and blocking are one step for those under 18.
  const reported = answers.age === "minor" && steps.includes("report_talk");
  const kept = reported ? steps.filter((step) => step !== "block") : steps;
  return [...new Set(kept.map((step) => instead[step] ?? step))];
}

type Instead = Readonly<Partial<Record<HelpStepName, HelpStepName>>>;

const stepsForMinors: Instead = {
  silence: "tu_silence",
  capture: "tu_keep",
  report_talk: "tu_report",
  lock: "tu_lock",
  tell: "tu_adult",
  paid: "tu_paid",
  bank: "tu_bank",
  fingerprint: "tu_takeitdown",
  copies: "tu_friends",
  complaint: "tu_police",
  places: "tu_places",
};

// Nobody has said that the person is an adult: no copy of an image is asked for.
const stepsForAnyAge: Instead = { capture: "keep", fingerprint: "fingerprint_any" };

const forGrownChild: Instead = { child_takeitdown: "fingerprint_any" };

const neverForMinors: Readonly<Partial<Record<HelpNeverName, HelpNeverName>>> = {
  pay: "tu_pay",
  delete: "tu_delete",
  many: "tu_many",
  removers: "tu_removers",
};
