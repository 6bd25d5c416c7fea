import { randomUUID } from "node:crypto";
import { type Language, limits } from "@vigie/contract";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { ReactElement } from "react";
import { allAuthorities, allServices, findAuthority, findService } from "../catalogue/installed-catalogue.ts";
import type { Service } from "../catalogue/service-schema.ts";
import { publicPaths } from "../http/public/public-paths.ts";
import type { PublicSite } from "../http/public/public-site.ts";
import { renderPage } from "../http/public/render-page.ts";
import { localesOf } from "../i18n/format-time.ts";
import type { PublicVoice } from "../i18n/translate.ts";
import { accountLocks } from "./account-locks.ts";
import { serviceAddresses, serviceCodes } from "./guide-address-rules.ts";
import { helpAddresses, simpleAddresses } from "./help-address-rules.ts";
import { type Answers, nextScreen, noAnswers, readHelpForm, type Screen } from "./help-answers-rules.ts";
import { concernOf, helpPlan, situationOfAnswers } from "./help-plan.ts";
import { type HelpSituation, helpSituations } from "./help-situations.ts";
import { copiesFor, helpSteps, voiceOf } from "./help-steps-rules.ts";
import { helpText } from "./help-text.ts";
import { HelpIndexPage } from "./pages/help-index-page.tsx";
import { HelpPage, type HelpPageParts } from "./pages/help-page.tsx";
import type { HelpCase } from "./pages/help-site.ts";
import { type Choices, QuestionPage } from "./pages/question-page.tsx";
import { SimplePage } from "./pages/simple-page.tsx";
import { simpleDrafts, simpleReviewOf } from "./simple-drafts.ts";

const config = { policy: "public" } as const;

/**
 * Serves the help of one language: the first screen, a page for each situation, its questions, its simple draft.
 * Answers travel in posted forms only, and nothing of them is stored or logged.
 */
export function serveHelp(app: FastifyInstance, site: PublicSite, now: () => Date): void {
  const { language } = site;
  const send = (reply: FastifyReply, page: ReactElement) => {
    const { status, headers, body } = renderPage(page);
    return reply.code(status).headers(headers).send(body);
  };
  app.get(site.at(publicPaths.help[language]), { config }, (_, reply) =>
    send(reply, <HelpIndexPage site={site} h={helpText(site.voice, "vous")} voice="vous" now={now()} />),
  );
  for (const situation of helpSituations) {
    const address = site.at(helpAddresses(situation.number)[language]);
    app.get(address, { config }, (_, reply) =>
      send(reply, helpScreen(site, situation, { answers: noAnswers, screen: "page", now: now() })),
    );
    app.post(address, { config, bodyLimit: limits.bodyBytes }, (request, reply) => {
      const { answers, at, act } = readHelpForm(request.body, (slug) => findService(slug) !== undefined);
      const screen = nextScreen(situation.questions, at, act);
      return send(reply, helpScreen(site, situation, { answers, screen, now: now() }));
    });
    app.get(site.at(simpleAddresses(situation.number)[language]), { config }, (_, reply) =>
      send(
        reply,
        <SimplePage
          site={site}
          h={helpText(site.voice, "vous")}
          voice="vous"
          now={now()}
          situation={situation}
          draft={simpleDrafts[language][situation.name]}
          review={simpleReviewOf(situation.name, language)}
        />,
      ),
    );
  }
}

interface Shown {
  answers: Answers;
  screen: Screen;
  now: Date;
}

/** A screen of one situation: a question, or the page for what is known. */
export function helpScreen(
  site: PublicSite,
  situation: HelpSituation,
  { answers, screen, now }: Shown,
): ReactElement {
  const voice = voiceOf(situation, answers);
  const help: HelpCase = { site, h: helpText(site.voice, voice), voice, now, situation, answers };
  const choices = choicesIn(site.voice);
  if (screen !== "page") return <QuestionPage {...help} {...choices} question={screen} />;
  return <HelpPage {...help} {...choices} {...partsOf(help)} />;
}

function partsOf({ site, situation, answers, now }: HelpCase): Omit<HelpPageParts, "services" | "countries"> {
  const { country: homeCountry, timeZone } = site.hotline;
  const country = answers.country ?? homeCountry;
  const plan = helpPlan(situation, answers, {
    language: site.language,
    voice: site.voice,
    homeCountry,
    timeZone,
    now,
  });
  return {
    steps: helpSteps(situation, answers),
    plan,
    copies: copiesFor(situation, answers),
    locks: accountLocks.flatMap((lock) => {
      const service = findService(lock.service);
      return service === undefined ? [] : [{ ...lock, name: nameOf(service) }];
    }),
    crisis: (crisisLines[country] ?? []).flatMap((slug) => findAuthority(slug) ?? []),
    country,
    guide: plan.service === null ? null : guideOf(plan.service, site.language),
    concern: concernOf(situation, answers),
    posted: situationOfAnswers(situation, answers),
    formId: randomUUID(),
  };
}

/** Who answers somebody who thinks of dying, by country. */
const crisisLines: Readonly<Record<string, readonly string[]>> = { FR: ["3114"], CH: ["143-147-ch"] };

function guideOf({ slug }: Service, language: Language): string {
  const code = serviceCodes(allServices().map((service) => service.slug)).get(slug);
  return serviceAddresses(code ?? "")[language];
}

// Where people say it happens; every other one stands in the list.
const commonServices = [
  "instagram",
  "snapchat",
  "whatsapp",
  "tiktok",
  "facebook",
  "messenger",
  "telegram",
  "x",
  "discord",
  "youtube",
];

// The catalogue is installed once, before anybody asks.
const choicesByVoice = new Map<PublicVoice, { services: Choices; countries: Choices }>();

function choicesIn(voice: PublicVoice): { services: Choices; countries: Choices } {
  const choices = choicesByVoice.get(voice) ?? {
    services: serviceChoices(),
    countries: countryChoices(voice),
  };
  choicesByVoice.set(voice, choices);
  return choices;
}

function serviceChoices(): Choices {
  const choice = (service: Service) => ({ value: service.slug, label: nameOf(service) });
  return {
    buttons: commonServices.flatMap((slug) => findService(slug) ?? []).map(choice),
    list: allServices()
      .filter(({ slug, roles }) => !commonServices.includes(slug) && !roles.includes("fallback"))
      .map(choice)
      .sort((a, b) => a.label.localeCompare(b.label)),
  };
}

function nameOf({ names, slug }: Service): string {
  return names[0] ?? slug;
}

const commonCountries = ["FR", "BE", "CH", "LU", "CA"];

function countryChoices(voice: PublicVoice): Choices {
  const named = new Intl.DisplayNames(localesOf(voice), { type: "region" });
  const choice = (code: string) => ({ value: code, label: named.of(code) ?? code });
  // EU and ZZ are no country; of the others the catalogue knows somebody.
  const known = new Set(allAuthorities().map(({ country }) => country));
  return {
    buttons: commonCountries.map(choice),
    list: [...known]
      .filter((code) => !commonCountries.includes(code) && code !== "EU" && code !== "ZZ")
      .map(choice)
      .sort((a, b) => a.label.localeCompare(b.label, localesOf(voice))),
  };
}
