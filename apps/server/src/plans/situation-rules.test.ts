import { concerns, type Situation, situationBody, standings } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyGrounds, anySituation, groundNamed } from "../../../../test/plan-request.ts";
import { allServices, findGround } from "../catalogue/installed-catalogue.ts";
import { judgeChannel } from "./judge-channel-rules.ts";
import { planFacts } from "./plan-facts-rules.ts";
import { joinSituations, minorOf, provisionalGrounds, situationOfReport } from "./situation-rules.ts";

const situation = (over: Partial<Situation> = {}) => situationBody.parse(over);
const someSituations = fc.array(anySituation, { minLength: 1, maxLength: 5 });
const anyStanding = fc.constantFrom(...standings);

test("every choice of the form has a ground that exists, and no choice has none", () => {
  for (const concern of concerns) {
    const slugs = provisionalGrounds(concern);
    expect(slugs).toHaveLength(1);
    for (const slug of slugs) expect(groundNamed(slug).slug).toBe(slug);
  }
  expect(provisionalGrounds(null)).toEqual([]);
});

test("a report about the abuse of a minor, or with the tick, concerns a minor; another one leaves it open", () => {
  expect(situationOfReport({ concern: "minor_abuse", minor: false }, "reporter").minor).toBe("yes");
  expect(situationOfReport({ concern: "hate", minor: true }, "reporter").minor).toBe("yes");
  expect(situationOfReport({ concern: "hate", minor: false }, "reporter").minor).toBe("unknown");
});

test("who reports blackmail, intimate images or harassment mostly speaks of themselves; the others saw it", () => {
  const standingOf = (concern: (typeof concerns)[number] | null) =>
    situationOfReport({ concern, minor: false }, "reporter").standing;
  expect((["blackmail", "intimate_images", "harassment"] as const).map(standingOf)).toEqual([
    "victim",
    "victim",
    "victim",
  ]);
  expect([null, "hate" as const, "terrorism" as const, "scam_or_other" as const].map(standingOf)).toEqual(
    Array.from({ length: 4 }, () => "witness"),
  );
  expect(situationOfReport({ concern: "blackmail", minor: false }, "hotline").standing).toBe("hotline");
});

test("who reports blackmail is threatened until they say that it is under way", () => {
  expect(situationOfReport({ concern: "blackmail", minor: false }, "reporter").blackmail).toBe("threatened");
  expect(situationOfReport({ concern: "intimate_images", minor: false }, "reporter").blackmail).toBe("none");
});

test("reports that say nothing leave everything unknown", () => {
  expect(joinSituations([], "hotline")).toEqual(situation({ standing: "hotline" }));
});

test("one report among several that says worse is enough", () => {
  const calm = situation({ uploaderHostile: "no", minor: "no", uploaderKnowsVictim: "no" });
  const worse = situation({
    uploaderHostile: "yes",
    minor: "yes",
    uploaderKnowsVictim: "yes",
    blackmail: "under_way",
  });
  expect(joinSituations([calm, worse, calm], "hotline")).toMatchObject({
    uploaderHostile: "yes",
    minor: "yes",
    uploaderKnowsVictim: "yes",
    blackmail: "under_way",
  });
  expect(joinSituations([calm, situation()], "hotline")).toMatchObject({
    uploaderHostile: "unknown",
    minor: "unknown",
    uploaderKnowsVictim: "unknown",
  });
  expect(joinSituations([calm, calm], "hotline")).toMatchObject({ uploaderHostile: "no", minor: "no" });
});

test("a country counts where all who name one name the same", () => {
  const of = (...countries: (string | null)[]) =>
    joinSituations(
      countries.map((country) => situation({ country })),
      "hotline",
    ).country;
  expect(of("BE", null, "BE")).toBe("BE");
  expect(of("BE", "FR")).toBeNull();
  expect(of(null)).toBeNull();
});

test("joining is never milder than any of its parts", () => {
  fc.assert(
    fc.property(anyGrounds, someSituations, anyStanding, (grounds, parts, standing) => {
      const joined = planFacts(grounds, joinSituations(parts, standing), findGround);
      for (const one of parts) {
        const part = planFacts(grounds, { ...one, standing }, findGround);
        if (part.hostile) expect(joined.hostile).toBe(true);
        if (part.minor) expect(joined.minor).toBe(true);
        if (part.danger && !joined.minor) expect(joined.danger).toBe(true);
        if (part.topics.has("blackmail")) expect(joined.topics).toContain("blackmail");
        if (part.ageUnknown) expect(joined.minor || joined.ageUnknown).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test("joining is never bolder than any of its parts: it opens no channel that one of them closes for safety", () => {
  const channels = allServices().flatMap((service) => service.channels);
  const closedForSafety: ReadonlySet<string> = new Set([
    "names_complainant",
    "warns_before",
    "minor_by_referral_only",
  ]);
  fc.assert(
    fc.property(anyGrounds, someSituations, anyStanding, (grounds, parts, standing) => {
      const whole = joinSituations(parts, standing);
      const asked = { standing, fileAtHand: whole.fileAtHand, country: "FR" };
      const joined = planFacts(grounds, whole, findGround);
      const open = channels.filter((channel) => judgeChannel(channel, joined, asked).kind === "proposed");
      for (const one of parts) {
        const part = planFacts(grounds, { ...one, standing }, findGround);
        for (const channel of open) {
          const judged = judgeChannel(channel, part, { ...asked, fileAtHand: one.fileAtHand });
          if (judged.kind === "avoided") expect(closedForSafety, channel.id).not.toContain(judged.why);
        }
      }
    }),
    { numRuns: 150 },
  );
}, 60_000);

test("the order in which reports arrived changes nothing, nor does one that was sent twice", () => {
  fc.assert(
    fc.property(someSituations, anyStanding, (parts, standing) => {
      const joined = joinSituations(parts, standing);
      expect(joinSituations([...parts].reverse(), standing)).toEqual(joined);
      expect(joinSituations([...parts, ...parts], standing)).toEqual(joined);
      expect(situationBody.parse(joined)).toEqual(joined);
    }),
  );
});

test("whether a minor is concerned: a finding goes before a report, and what forbids looking before everything", () => {
  const anyFacts = fc.record({
    assessed: fc.constantFrom("yes", "no", "unsure", null),
    forbidden: fc.boolean(),
    reported: fc.boolean(),
    said: fc.constantFrom("yes", "no", "unknown"),
  });
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const minor = minorOf(facts);
      if (facts.forbidden || facts.assessed === "yes") expect(minor).toBe("yes");
      else if (facts.assessed === "no") expect(minor).toBe("no");
      else if (facts.reported) expect(minor).toBe("yes");
      else expect(minor).toBe(facts.said);
    }),
  );
});
