import { concerns, languages, type PlanView } from "@vigie/contract";
import type { ReactElement } from "react";
import { expect, test } from "vitest";
import { type PublicSite, publicSite } from "../../http/public/public-site.ts";
import { renderPage } from "../../http/public/render-page.ts";
import { planFor } from "../test-plan.ts";
import { PackPage } from "./pack-page.tsx";
import { type Pack, packOf } from "./pack-rules.ts";
import { PlanPage } from "./plan-page.tsx";
import { planPageSentences } from "./plan-page-text.ts";
import { ReceiptPlan } from "./receipt-plan.tsx";

const hotline = { name: "Test", email: "contact@vigie.invalid", country: "FR", timeZone: "Europe/Paris" };
const files = { css: "/public.css", script: "/page.js", logo: "/logo.svg", favicon: "/favicon.svg" };
const receipt = "12345678901234567890";
const xss = `"><script>alert(1)</script><img src=x onerror=alert(2)>`;
const places = [
  "https://x.com/a/status/1234567890123456789",
  `https://forum.example.org/\u202E${xss}`,
  "compte x".repeat(200),
];
const adult = {
  minor: "no",
  uploaderHostile: "yes",
  uploaderKnowsVictim: "yes",
  standing: "victim",
  fileAtHand: "yes",
} as const;
const engine = "search_name:qwant.email.1";

function packFor(language: "fr" | "en", asked: string | null): Pack {
  const plan = planFor({
    language,
    places,
    situation: adult,
    done: asked === null ? {} : { [engine]: asked },
  });
  const pack = packOf(plan);
  if (!pack) throw new Error("this plan leads to no authority");
  return pack;
}

const pages: Record<string, (site: PublicSite) => ReactElement> = {
  plan: (site) => (
    <PlanPage site={site} receipt={receipt} plan={planFor({ language: site.language, places })} />
  ),
  "plan in danger": (site) => (
    <PlanPage
      site={site}
      receipt={receipt}
      plan={planFor({ language: site.language, places, concern: "threat_or_violence" })}
    />
  ),
  "plan with a note": (site) => (
    <PlanPage
      site={site}
      receipt={receipt}
      plan={planFor({ language: site.language, done: { "refer:pharos": "2026-11-20T08:30:00Z" } })}
      note={{ kind: "done", title: `x ${xss}` }}
    />
  ),
  "plan, refused": (site) => (
    <PlanPage site={site} receipt={receipt} plan={planFor({ language: site.language, concern: null })} />
  ),
  "plan, an answer not understood": (site) => (
    <PlanPage
      site={site}
      receipt={receipt}
      plan={planFor({ language: site.language })}
      draft={{ minor: xss, country: xss, standing: "representative" }}
      wrong={["minor", "country"]}
    />
  ),
  "pack, sample": (site) => (
    <PackPage site={site} receipt={receipt} pack={packFor(site.language, null)} standing="representative" />
  ),
  "pack, ready": (site) => (
    <PackPage
      site={site}
      receipt={receipt}
      pack={packFor(site.language, "2026-10-01T08:30:00Z")}
      standing="victim"
    />
  ),
};

function write(page: (site: PublicSite) => ReactElement, language: "fr" | "en" = "fr"): string {
  return renderPage(page(publicSite(language, hotline, files))).body;
}

const planPage = (plan: PlanView) => write((site) => <PlanPage site={site} receipt={receipt} plan={plan} />);

for (const language of languages) {
  for (const [name, page] of Object.entries(pages)) {
    test(`${name} (${language}) is a whole page that frightens no history and runs nothing`, () => {
      const html = write(page, language);
      expect(html).toContain("<title>Vigie</title>");
      expect(html.match(/<h1[ >]/g)).toHaveLength(1);
      const tags = html.replace(/="[^"]*"/g, "");
      expect(tags.match(/<(script(?! src async><)|style|iframe)|<[^>]+\s(on\w+|style)\b/i)).toBeNull();
      expect(html.match(/undefined|\[object|NaN/)).toBeNull();
      const addresses = [...html.matchAll(/(?:src|href|action)="([^"]*)"/gi)].map((match) => match[1] ?? "");
      for (const address of addresses) expect(address).not.toContain(receipt);
      for (const [link, address] of html.matchAll(/<a [^>]*href="(https?:[^"]*)"[^>]*>/g)) {
        expect(link).toContain('rel="noreferrer"');
        expect(address).not.toContain("forum.example.org");
      }
    });

    test(`${name} (${language}) gives every id once and ties every label and description to one`, () => {
      const html = write(page, language);
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
      expect(new Set(ids).size).toBe(ids.length);
      const pointed = [...html.matchAll(/ (?:for|form|aria-labelledby|aria-describedby|href)="(#?[^"]+)"/gi)]
        .filter(([attribute, value]) => !attribute.includes("href") || value?.startsWith("#"))
        .flatMap((match) => (match[1] ?? "").split(" "))
        .map((value) => value.replace(/^#/, ""));
      for (const id of pointed) expect(ids).toContain(id);
    });
  }
}

test("what can be done now, what waits and what is done stand apart, each with a button of its own", () => {
  const first = planFor({ situation: adult });
  const [step] = first.steps;
  const html = planPage(planFor({ situation: adult, done: { [step?.id ?? ""]: "2026-11-20T08:30:00Z" } }));
  const [, steps = "", later = "", done = ""] = html.split(
    /<section aria-labelledby="(?:steps|later|done)">/,
  );
  expect(done).toContain("Fait le 20 novembre 2026.");
  expect(done).toContain("À revoir le");
  expect(done.match(/form="untick"/g)).toHaveLength(1);
  expect(steps).not.toContain('form="untick"');
  expect(later).toContain("Après l’étape");
  expect(html.match(/ form="(?:un)?tick"/g)).toHaveLength(first.steps.length);
});

test("red is for danger to life only", () => {
  expect(planPage(planFor())).not.toContain('class="danger"');
  const danger = planPage(planFor({ concern: "threat_or_violence" }));
  expect(danger).toContain('class="danger"');
  expect(danger.indexOf('class="danger"')).toBeLessThan(danger.indexOf('id="steps"'));
});

test("a refused plan names somebody, asks about the situation and offers no step", () => {
  const html = planPage(planFor({ concern: null }));
  expect(html).toMatch(/href="tel:\d+"/);
  expect(html).toContain('name="standing"');
  expect(html).not.toContain('id="steps"');
});

test("the form shows the answers the plan follows, and a country that was said elsewhere stays", () => {
  const html = planPage(planFor({ situation: { ...adult, country: "DE" } }));
  for (const checked of ["no", "victim", "yes"]) {
    expect(html).toMatch(new RegExp(`checked="" value="${checked}"|value="${checked}" checked=""`));
  }
  expect(html).toContain('<option value="DE" selected="">Allemagne</option>');
});

test("a plan of many places stays a small page", () => {
  const addresses = [
    "https://x.com/a/status/12345678901234567",
    "https://www.instagram.com/p/Cabc",
    "https://www.facebook.com/watch/?v=1",
    "https://www.tiktok.com/@a/video/7000000000000000000",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://www.reddit.com/r/a/comments/abc123/",
    "https://discord.com/channels/1/2/3",
    "https://www.snapchat.com/add/somebody",
    "https://t.me/somebody/12",
    "https://www.pornhub.com/view_video.php?viewkey=ph5e",
    "https://forum.example.org/a",
  ];
  const many = Array.from({ length: 33 }, (_, n) => addresses[n % 11] ?? "");
  for (const concern of concerns) {
    for (const language of languages) {
      for (const count of [1, 3, 33]) {
        const plan = planFor({ language, concern, places: many.slice(0, count), situation: adult });
        const html = write((site) => <PlanPage site={site} receipt={receipt} plan={plan} />, language);
        // The style and the drawings come on top.
        const steps = `${concern}, ${plan.steps.length} steps`;
        expect(Buffer.byteLength(html), steps).toBeLessThan(44_000);
      }
    }
  }
});

test("the pack is a sample with blanks until the month has run, then it holds the day that was ticked", () => {
  const sample = write((site) => (
    <PackPage site={site} receipt={receipt} pack={packFor("fr", null)} standing="victim" />
  ));
  expect(sample).toContain("Modèle");
  expect(sample).not.toContain("octobre");
  const early = packFor("fr", "2026-11-20T08:30:00Z");
  expect(early.open).toBe(false);
  const ready = packFor("fr", "2026-10-01T08:30:00Z");
  expect(ready.open).toBe(true);
  const html = write((site) => <PackPage site={site} receipt={receipt} pack={ready} standing="victim" />);
  expect(html).not.toContain("Modèle");
  expect(html).toContain("1 octobre 2026");
  expect(html).toContain("1 novembre 2026");
  expect(html).toContain("cnil.fr");
  expect(html.match(/class="sheet"/g)).toHaveLength(ready.engines.length);
  expect(html).not.toMatch(/<input(?! type="hidden")/);
});

test("only a plan that leads to such an authority has a pack", () => {
  expect(packOf(planFor({ concern: "terrorism" }))).toBeNull();
  expect(packOf(planFor({ situation: { ...adult, minor: "yes" } }))).toBeNull();
});

test("the receipt tells the sentence of the plan, how many steps are done and the next one", () => {
  const plan = planFor({ done: { "refer:pharos": "2026-11-20T08:30:00Z" } });
  const html = write((site) => <ReceiptPlan site={site} receipt={receipt} plan={plan} />);
  expect(html).toContain("1 étape faite.");
  expect(html).toContain(plan.says);
  expect(html).toContain(`<strong>${plan.steps.find(({ done }) => done === null)?.title}</strong>`);
  expect(html).toContain('value="plan"');
});

test("both languages have the same sentences, none with a dash between its parts", () => {
  expect(Object.keys(planPageSentences.fr)).toEqual(Object.keys(planPageSentences.en));
  for (const sentences of Object.values(planPageSentences)) {
    for (const sentence of Object.values(sentences)) expect(sentence).not.toMatch(/[\u2013\u2014]/);
  }
});
