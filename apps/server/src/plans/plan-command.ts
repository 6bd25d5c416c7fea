import { type Language, type PlanView, type Situation, situationBody } from "@vigie/contract";
import { allGrounds, findGround, findService } from "../catalogue/installed-catalogue.ts";
import { canonicalKey } from "../contents/canonical-key.ts";
import { chooseRoute } from "./choose-route-rules.ts";
import { explainPlan } from "./explain-plan.ts";
import { planCatalogue } from "./plan-of-case.ts";
import type { PlanRequest, Subject } from "./plan-types.ts";

export interface PlanCommand {
  urls: readonly string[];
  grounds: readonly string[];
  /** `key=value`, several separated by commas. */
  situation: readonly string[];
  language: Language;
  json: boolean;
  country: string;
  timeZone: string;
  now: Date;
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
}

/**
 * `vigie plan`: the plan for some addresses, grounds and a situation. Needs no server, asks nobody.
 * @returns the exit code: 0 a plan, 2 a refusal that names whom to call, 1 something in the call is wrong.
 */
export function runPlanCommand(command: PlanCommand): number {
  const problems: string[] = [];
  const grounds = command.grounds.flatMap((slug) => {
    const ground = findGround(slug);
    if (!ground) problems.push(`--ground ${slug}: is not in the catalogue${nearest(slug)}`);
    return ground ?? [];
  });
  const subjects = command.urls.flatMap((url): Subject[] => {
    const key = canonicalKey(url);
    if (key.kind === "refused") {
      problems.push(`--url ${url}: is no address that the public could have seen (${key.code})`);
      return [];
    }
    return [
      {
        location: key.kind === "url" ? key.readableUrl : key.text,
        host: key.kind === "url" ? key.host : null,
        service: key.service === null ? null : (findService(key.service) ?? null),
        object: key.object,
        hostedBy: null,
      },
    ];
  });
  const situation = readSituation(command.situation, problems);
  if (problems.length > 0 || !situation) {
    for (const problem of problems) command.stderr.write(`${problem}\n`);
    return 1;
  }
  const request: PlanRequest = {
    subjects,
    grounds,
    situation,
    homeCountry: command.country,
    publishedOn: null,
    done: new Map(),
    removed: new Set(),
    worked: new Map(),
    now: command.now,
  };
  const { language, timeZone } = command;
  const plan = explainPlan(chooseRoute(request, planCatalogue()), request, {
    language,
    timeZone,
    doneBy: new Map(),
  });
  command.stdout.write(command.json ? `${JSON.stringify(plan, null, 2)}\n` : planAsText(plan));
  return plan.kind === "plan" ? 0 : 2;
}

function readSituation(parts: readonly string[], problems: string[]): Situation | null {
  const answers = new Map<string, string>();
  for (const part of parts.flatMap((all) => all.split(",")).filter((one) => one.trim() !== "")) {
    const [key = "", value = ""] = part.split("=", 2).map((side) => side.trim());
    answers.set(key, value);
  }
  const read = situationBody.safeParse(Object.fromEntries(answers));
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues) {
    problems.push(
      `--situation ${path.join(".")}: ${message}. Known: ${Object.keys(situationBody.shape).join(", ")}`,
    );
  }
  return null;
}

function nearest(slug: string): string {
  const close = allGrounds().filter((ground) => ground.slug.includes(slug) || slug.includes(ground.slug));
  return close.length > 0 ? `. Perhaps: ${close.map((ground) => ground.slug).join(", ")}` : "";
}

function planAsText(plan: PlanView): string {
  const lines = [plan.says, ""];
  for (const { name, phone, url, takes } of plan.people)
    lines.push(`☎ ${name}${(phone ?? url) ? `: ${phone ?? url}` : ""}. ${takes}`);
  for (const [index, step] of plan.steps.entries()) {
    lines.push("", `${index + 1}. ${step.title}`, `   ${step.channel.label}`);
    const where = step.channel.url ?? step.channel.email ?? step.channel.postal?.join(", ");
    if (where) lines.push(`   ${where}`);
    lines.push(...step.why.map((why) => `   ${why}`), `   → ${step.learns.text}`);
    if (step.supply.length > 0) lines.push(`   · ${step.supply.join(", ")}`);
    lines.push(...step.cautions.map((caution) => `   ! ${caution}`));
    if (step.after) lines.push(`   ${step.after.text}`);
    lines.push(`   ${step.due.text} ${step.fact.text}`);
  }
  const section = (texts: readonly string[]) => {
    if (texts.length > 0) lines.push("", ...texts.map((text) => `- ${text}`));
  };
  section(plan.clocks.map(({ text }) => text));
  section(plan.avoided.map(({ name, why }) => `${name} : ${why}`));
  section(plan.repeats.map(({ service, text }) => `${service} : ${text}`));
  section(plan.unknowns);
  return `${lines.join("\n")}\n`;
}
