import { type Situation, situationBody, topics } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyGrounds, anySituation, groundNamed } from "../../../../test/plan-request.ts";
import { allServices, findGround } from "../catalogue/installed-catalogue.ts";
import { conditions } from "../catalogue/row-parts.ts";
import { type Channel, channelKinds, channelPurposes } from "../catalogue/service-schema.ts";
import { compareChannels, judgeChannel, learnsOf, warnsBefore } from "./judge-channel-rules.ts";
import { planFacts } from "./plan-facts-rules.ts";

/** A quiet form that takes anything, and what is changed of it. */
function channel(over: Partial<Channel> = {}): Channel {
  return {
    id: "service.form.1",
    kind: "form",
    purpose: "general",
    label: { fr: "Formulaire", en: "Form" },
    url: "https://service.example/form",
    email: null,
    postal: null,
    topics: ["other"],
    uploaderLearns: "nothing",
    priorWarningHours: null,
    nameShown: "no",
    accountRequired: "no",
    delay: null,
    supply: [],
    conditions: [],
    useWhen: null,
    avoidWhen: null,
    note: null,
    sourceUrl: null,
    evidence: "official",
    confidence: "high",
    dateSeen: "2026-11-01",
    ...over,
  };
}

function judge(over: Partial<Channel>, slugs: readonly string[], said: Partial<Situation> = {}) {
  const situation = situationBody.parse(said);
  return judgeChannel(channel(over), planFacts(slugs.map(groundNamed), situation, findGround), situation);
}

const hostile = { uploaderHostile: "yes", minor: "no" } as const;
const calm = { uploaderHostile: "no", minor: "no" } as const;
const knowledge = ["yes", "no", "unknown"] as const;
const learns = ["nothing", "with_decision", "before_removal", "unknown"] as const;

const anyChannel: fc.Arbitrary<Channel> = fc.oneof(
  fc.constantFrom(...allServices().flatMap((service) => service.channels)),
  fc
    .record({
      kind: fc.constantFrom(...channelKinds),
      purpose: fc.constantFrom(...channelPurposes),
      topics: fc.uniqueArray(fc.constantFrom(...topics), { minLength: 1, maxLength: 3 }),
      uploaderLearns: fc.constantFrom(...learns),
      priorWarningHours: fc.constantFrom(null, 24),
      nameShown: fc.constantFrom(...knowledge),
      conditions: fc.uniqueArray(fc.constantFrom(...conditions), { maxLength: 2 }),
      supply: fc.constantFrom([], ["identity_document"] as const),
      url: fc.constantFrom(null, "https://service.example/form"),
      email: fc.constantFrom(null, "abuse@service.example"),
      number: fc.integer({ min: 1, max: 99 }),
    })
    .map(({ number, supply, ...over }) =>
      channel({ ...over, supply: [...supply], id: `service.${over.kind.replaceAll("_", "-")}.${number}` }),
    ),
);

test("towards somebody hostile, no channel that warns or names is proposed, and each says which of the two it does", () => {
  for (const nameShown of knowledge) {
    for (const uploaderLearns of learns) {
      for (const priorWarningHours of [null, 48]) {
        const judged = judge({ nameShown, uploaderLearns, priorWarningHours }, ["ncii"], hostile);
        if (nameShown === "yes") expect(judged).toEqual({ kind: "avoided", why: "names_complainant" });
        else if (uploaderLearns === "before_removal" || priorWarningHours !== null) {
          expect(judged).toEqual({ kind: "avoided", why: "warns_before" });
        } else expect(judged.kind).toBe("proposed");
      }
    }
  }
});

test("somebody who means no harm may be warned and may learn who complained", () => {
  expect(judge({ nameShown: "yes", uploaderLearns: "before_removal" }, ["ncii"], calm)).toEqual({
    kind: "proposed",
    learns: { code: "before_removal", nameShown: "yes" },
  });
});

test("over all channels and situations: whoever may mean harm is neither warned nor told who complained", () => {
  fc.assert(
    fc.property(anyChannel, anyGrounds, anySituation, (one, grounds, situation) => {
      const facts = planFacts(grounds, situation, findGround);
      const judged = judgeChannel(one, facts, situation);
      if (judged.kind !== "proposed") return;
      if (facts.hostile) {
        expect(one.nameShown).not.toBe("yes");
        expect(warnsBefore(one)).toBe(false);
        expect(judged.learns.code).not.toBe("before_removal");
      }
      if (facts.minor)
        expect(
          ["email", "post", "dsa_contact"].includes(one.kind) &&
            one.purpose !== "minors" &&
            one.purpose !== "fingerprint",
        ).toBe(false);
      expect(["police", "find_host", "appeal", "organisations"]).not.toContain(one.purpose);
      expect(one.conditions).not.toContain("police_only");
      expect(["trusted_flagger", "api"]).not.toContain(one.kind);
    }),
    { numRuns: 5_000 },
  );
}, 60_000);

test("where a minor is concerned, only a button, a form made for it or a fingerprint is open", () => {
  const minor = { minor: "yes" } as const;
  const open: Partial<Channel>[] = [
    { kind: "flag" },
    { kind: "form", purpose: "minors" },
    { kind: "hash_bank", purpose: "fingerprint", conditions: ["minor_in_image"] },
  ];
  const closed: Partial<Channel>[] = [
    { kind: "form", purpose: "general" },
    { kind: "form", purpose: "intimate_images" },
    { kind: "email", purpose: "minors", url: null, email: "abuse@service.example" },
    { kind: "email", purpose: "general", url: null, email: "abuse@service.example" },
    { kind: "post", postal: ["1 rue Exemple"] },
    { kind: "dsa_contact" },
    { kind: "form", purpose: "minors", url: null },
  ];
  for (const slugs of [["ncii"], ["csam-depiction"]]) {
    for (const over of open) expect(judge(over, slugs, minor).kind, JSON.stringify(over)).toBe("proposed");
    for (const over of closed) {
      expect(judge(over, slugs, minor), JSON.stringify(over)).toEqual({
        kind: "avoided",
        why: "minor_by_referral_only",
      });
    }
  }
});

test("the hostile-uploader rule goes before the one for minors: a route that names is told to be one", () => {
  expect(judge({ kind: "email", nameShown: "yes" }, ["csam-depiction"], { uploaderHostile: "yes" })).toEqual({
    kind: "avoided",
    why: "names_complainant",
  });
});

test("what belongs to the police, to organisations or to another moment is not for people", () => {
  for (const over of [
    { purpose: "police" },
    { conditions: ["police_only"] },
    { purpose: "find_host" },
    { purpose: "appeal" },
    { purpose: "organisations" },
    { kind: "trusted_flagger" },
    { kind: "api" },
    { conditions: ["organisation_only"] },
    { conditions: ["paid"] },
  ] satisfies Partial<Channel>[]) {
    expect(judge(over, ["ncii"], { ...calm, standing: "victim" }), JSON.stringify(over)).toEqual({
      kind: "beside",
    });
  }
  expect(judge({ conditions: ["organisation_only"] }, ["ncii"], { ...calm, standing: "hotline" }).kind).toBe(
    "proposed",
  );
  expect(judge({ conditions: ["paid"] }, ["fraud"], calm).kind).toBe("proposed");
});

test("a channel is for its topics; one that takes `other` takes anything", () => {
  expect(judge({ topics: ["hate"] }, ["ncii"], calm)).toEqual({ kind: "beside" });
  expect(judge({ topics: ["intimate_image"] }, ["ncii"], calm).kind).toBe("proposed");
  expect(judge({ topics: ["other"] }, ["ncii"], calm).kind).toBe("proposed");
  expect(
    judge({ topics: ["blackmail"] }, ["hate-incitement"], { ...hostile, blackmail: "threatened" }).kind,
  ).toBe("proposed");
});

test("a claim of copyright is for whoever holds the right in a case of copyright, and warned against elsewhere", () => {
  const claim: Partial<Channel> = { purpose: "copyright", topics: ["copyright"], nameShown: "unknown" };
  const judged = (slug: string, said: Partial<Situation>) => judge(claim, [slug], said);
  expect(judged("copyright", { ...calm, standing: "right_holder" }).kind).toBe("proposed");
  expect(judged("copyright", { ...calm, standing: "witness" })).toEqual({
    kind: "avoided",
    why: "right_holder_only",
  });
  expect(judged("hate-incitement", calm)).toEqual({ kind: "beside" });
  expect(judged("ncii", calm)).toEqual({ kind: "beside" });
  // The advice one meets everywhere is to claim copyright: it gives the blackmailer the name.
  expect(judge({ ...claim, nameShown: "yes" }, ["ncii"], hostile)).toEqual({
    kind: "avoided",
    why: "names_complainant",
  });
});

test("a route for people in the United States is not proposed to anybody who is known to be elsewhere", () => {
  const route: Partial<Channel> = { conditions: ["us_person"] };
  expect(judge(route, ["ncii"], { ...calm, country: "US" }).kind).toBe("proposed");
  expect(judge(route, ["ncii"], { ...calm, country: "FR" })).toEqual({
    kind: "avoided",
    why: "wrong_person",
  });
});

test("a fingerprint goes to the bank for the age of the person shown, and needs the file", () => {
  const bank = (over: Partial<Channel> = {}): Partial<Channel> => ({
    kind: "hash_bank",
    purpose: "fingerprint",
    ...over,
  });
  const forMinors = bank({ conditions: ["minor_in_image"] });
  const forAdults = bank({ conditions: ["adult_in_image"] });
  expect(judge(forAdults, ["ncii"], hostile).kind).toBe("proposed");
  expect(judge(forMinors, ["ncii"], hostile)).toEqual({ kind: "beside" });
  expect(judge(forMinors, ["ncii"], { minor: "yes" }).kind).toBe("proposed");
  expect(judge(forAdults, ["ncii"], { minor: "yes" })).toEqual({ kind: "beside" });
  for (const either of [forMinors, forAdults]) {
    expect(judge(either, ["ncii"], { uploaderHostile: "yes" })).toEqual({
      kind: "avoided",
      why: "age_unknown",
    });
  }
  expect(judge(forAdults, ["ncii"], { ...hostile, fileAtHand: "no" })).toEqual({
    kind: "avoided",
    why: "no_file",
  });
});

test("what nobody knows is said to be possible, never to be quiet", () => {
  expect(learnsOf(channel({ uploaderLearns: "unknown", nameShown: "unknown" }))).toEqual({
    code: "possible",
    nameShown: "possible",
  });
  expect(learnsOf(channel({ uploaderLearns: "nothing", priorWarningHours: 24 })).code).toBe("before_removal");
  for (const uploaderLearns of learns) {
    for (const nameShown of knowledge) {
      const told = learnsOf(channel({ uploaderLearns, nameShown }));
      expect(told.code === "nothing").toBe(uploaderLearns === "nothing");
      expect(told.nameShown === "no").toBe(nameShown === "no");
    }
  }
});

/** Channels as they would be proposed, whatever order they were listed in. */
function inOrder(channels: readonly Channel[], slugs: readonly string[], said: Partial<Situation>): string[] {
  const facts = planFacts(slugs.map(groundNamed), situationBody.parse(said), findGround);
  const sort = (some: readonly Channel[]) =>
    [...some].sort((a, b) => compareChannels(a, b, facts)).map(({ id }) => id);
  expect(sort([...channels].reverse())).toEqual(sort(channels));
  return sort(channels);
}

test("towards somebody hostile, known to be quiet comes first, then told with the decision, then unknown, a warning last", () => {
  const channels = [
    channel({ id: "service.form.1", uploaderLearns: "before_removal" }),
    channel({ id: "service.form.2", uploaderLearns: "unknown" }),
    channel({ id: "service.form.3", uploaderLearns: "with_decision" }),
    channel({ id: "service.form.4" }),
  ];
  expect(inOrder(channels, ["ncii"], hostile)).toEqual(channels.map(({ id }) => id).reverse());
});

test("towards somebody hostile, no shorter or fitter way comes before one that is quieter", () => {
  const quiet = channel({ id: "service.post.1", kind: "post", supply: ["identity_document"] });
  for (const uploaderLearns of ["with_decision", "before_removal", "unknown"] as const) {
    const heard = channel({ id: "service.flag.1", kind: "flag", purpose: "intimate_images", uploaderLearns });
    expect(inOrder([heard, quiet], ["ncii"], hostile)).toEqual([quiet.id, heard.id]);
  }
});

test("of two that tell the same, the one that hides the name comes first, then the one that asks for no identity", () => {
  const told = { uploaderLearns: "with_decision" } as const;
  const shows = channel({ id: "service.flag.1", kind: "flag", ...told, nameShown: "unknown" });
  const asks = channel({ id: "service.flag.2", kind: "flag", ...told, supply: ["identity_document"] });
  const plain = channel({ id: "service.form.3", ...told });
  expect(inOrder([shows, asks, plain], ["ncii"], hostile)).toEqual([plain.id, asks.id, shows.id]);
});

test("the button comes before the form, the form before the mail, the mail before the letter", () => {
  const channels = (["flag", "form", "dsa_contact", "email", "post"] as const).map((kind, index) =>
    channel({ id: `service.a.${9 - index}`, kind }),
  );
  for (const said of [hostile, calm]) {
    expect(inOrder(channels, ["ncii"], said)).toEqual(channels.map(({ id }) => id));
  }
});

test("towards nobody hostile, the channel made for just this comes before the shorter way", () => {
  const button = channel({ id: "service.flag.1", kind: "flag", purpose: "general" });
  const dedicated = channel({
    id: "service.form.2",
    purpose: "intimate_images",
    supply: ["identity_document"],
  });
  expect(inOrder([button, dedicated], ["ncii"], calm)).toEqual([dedicated.id, button.id]);
  expect(inOrder([button, dedicated], ["hate-incitement"], calm)).toEqual([button.id, dedicated.id]);
});

test("what our own notices came to moves a channel among its like, once there are five decisions", () => {
  const facts = planFacts([groundNamed("hate-incitement")], situationBody.parse(calm), findGround);
  const form = channel({ id: "service.form.1" });
  const mail = channel({ id: "service.email.2", kind: "email" });
  const first = (worked: [string, { decided: number; acted: number; hours: number }][]) =>
    [form, mail].sort((a, b) => compareChannels(a, b, facts, new Map(worked)))[0]?.id;
  expect(first([])).toBe(form.id);
  expect(first([[mail.id, { decided: 4, acted: 4, hours: 1 }]])).toBe(form.id);
  expect(first([[mail.id, { decided: 9, acted: 9, hours: 1 }]])).toBe(mail.id);
  expect(first([[form.id, { decided: 9, acted: 0, hours: 1 }]])).toBe(mail.id);
});

const anyRecord = fc.record({ decided: fc.nat(50), share: fc.double({ min: 0, max: 1, noNaN: true }) });

test("channels have one order, however they were listed, and no record brings one that is heard before a quiet one", () => {
  const some = fc.uniqueArray(fc.tuple(anyChannel, anyRecord), {
    selector: ([{ id }]) => id,
    maxLength: 8,
  });
  fc.assert(
    fc.property(some, anyGrounds, anySituation, (recorded, grounds, situation) => {
      const facts = planFacts(grounds, situation, findGround);
      const channels = recorded.map(([one]) => one);
      const worked = new Map(
        recorded.map(([{ id }, { decided, share }]) => [
          id,
          { decided, acted: Math.round(decided * share), hours: 1 },
        ]),
      );
      const compare = (a: Channel, b: Channel) => compareChannels(a, b, facts, worked);
      const sorted = [...channels].sort(compare);
      expect([...channels].reverse().sort(compare)).toEqual(sorted);
      for (const [index, a] of sorted.entries()) {
        for (const b of sorted.slice(index + 1)) {
          expect(compare(a, b)).toBeLessThan(0);
          if (facts.hostile && learnsOf(b).code === "nothing") expect(learnsOf(a).code).toBe("nothing");
        }
      }
    }),
  );
});
