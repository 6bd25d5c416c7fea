import {
  type HostingFinding,
  type NoticeKind,
  noticeKinds,
  type Rung,
  rungs,
  type Situation,
} from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  anyGrounds,
  anySituation,
  catalogueRows,
  groundNamed,
  mainSituations,
  planRequest,
} from "../../../../test/plan-request.ts";
import type { Ground } from "../catalogue/ground-schema.ts";
import { allGrounds, findGround, findService } from "../catalogue/installed-catalogue.ts";
import type { Service } from "../catalogue/service-schema.ts";
import { chooseRoute } from "../plans/choose-route-rules.ts";
import { planFacts } from "../plans/plan-facts-rules.ts";
import {
  authorityKey,
  type Because,
  contactKey,
  isNoticeRung,
  type LadderContent,
  type LadderFacts,
  mayBeAutomatic,
  type NextRung,
  nextRung,
  noticeKindOf,
  rungToday,
} from "./ladder-rules.ts";

const catalogue = catalogueRows();
const at = "2026-03-02T08:00:00.000Z";
const reasons = ["deadline", "bounced", "failed", "refused", "returned", "still_there"] as const;

function found(role: HostingFinding["role"], name: string, email: string | null): HostingFinding {
  return { role, name, service: null, email, url: null, detail: null, source: "rdap", at };
}

const fullHosting = [
  found("host", "Hébergeur du Nord", "abuse@nord.example"),
  found("registrar", "Bureau du Nom", "abuse@nom.example"),
  found("abuse_contact", "Hébergeur du Nord", "abuse@nord.example"),
  found("network", "AS64500 Transit", "noc@transit.example"),
  found("payment", "Caisse", "risk@caisse.example"),
];

interface Asked {
  grounds: readonly Ground[];
  situation?: Partial<Situation>;
  kind?: NoticeKind;
  because?: Because;
  service?: Service | null;
  hosting?: readonly HostingFinding[];
  over?: Partial<LadderFacts>;
}

/** A ladder over the repository's own catalogue, for one page on one site. */
function ladderOf({
  grounds,
  situation = {},
  kind = "service",
  because = "deadline",
  service = null,
  hosting = fullHosting,
  over = {},
}: Asked): LadderFacts {
  const host = service?.domains[0] ?? "site.example";
  const hostedBy = hosting.find(({ role }) => role === "host");
  const subject = {
    location: `https://${host}/page`,
    host,
    service,
    object: null,
    hostedBy: hostedBy ? { name: hostedBy.name, service: null, email: hostedBy.email } : null,
  };
  const request = planRequest({
    grounds,
    subjects: [subject],
    situation: { standing: "hotline", ...situation },
  });
  const contents: LadderContent[] = [{ id: "one", host, service: service?.slug ?? null, hosting }];
  const to = { name: "Premier", email: "premier@site.example", url: null, postal: null };
  return {
    notice: { kind, to, because },
    contents,
    manifest: "manifest",
    hindered: false,
    facts: planFacts(request.grounds, request.situation, findGround),
    plan: chooseRoute(request, catalogue),
    subjects: request.subjects,
    authorities: catalogue.authorities,
    country: request.situation.country ?? request.homeCountry,
    reached: new Set([contactKey(to) ?? ""]),
    reminded: new Set(),
    decided: new Set(),
    ...over,
  };
}

const keyOf = ({ to, authority }: NextRung) =>
  authority === null ? to && contactKey(to) : authorityKey(authority);

/** The whole ladder, each rung taken in its turn: by a notice that leads to nothing either, or by a person. */
function climb(start: LadderFacts): NextRung[] {
  const steps: NextRung[] = [];
  let ladder = start;
  for (let next = nextRung(ladder); next; next = nextRung(ladder)) {
    steps.push(next);
    expect(steps.length).toBeLessThan(30);
    const key = keyOf(next);
    const reached = new Set([...ladder.reached, ...(key ? [key] : [])]);
    const reminded = next.rung === "remind" && key ? new Set([...ladder.reminded, key]) : ladder.reminded;
    ladder =
      isNoticeRung(next.rung) && next.to
        ? {
            ...ladder,
            notice: { kind: noticeKindOf(next.rung, ladder.notice.kind), to: next.to, because: "deadline" },
            decided: new Set(),
            reached,
            reminded,
          }
        : { ...ladder, decided: new Set([...ladder.decided, next.rung]), reached, reminded };
  }
  return steps;
}

function brokenRules(ladder: LadderFacts, steps: readonly NextRung[]): string[] {
  const broken: string[] = [];
  const rule = (says: string, holds: boolean) => {
    if (!holds) broken.push(says);
  };
  const { facts, plan } = ladder;
  const names = steps.map((step) => `${step.rung} ${keyOf(step)}`);
  rule("nobody is proposed twice on the same rung", new Set(names).size === names.length);
  rule(
    "the ladder ends with somebody to call",
    steps.at(-1)?.rung === "call" && steps.at(-1)?.authority !== null,
  );
  rule("one call", steps.filter(({ rung }) => rung === "call").length === 1);
  const planned = new Set<string>(plan.steps.map(({ kind }) => kind));
  for (const { rung, to, authority, contentIds } of steps) {
    rule(`${rung} concerns something`, contentIds.length > 0);
    rule(`${rung} goes to somebody or waits to know whom`, to !== null || rung === "host");
    if (facts.minor || ladder.hindered) rule(`${rung} is no notice`, !isNoticeRung(rung));
    if (rung === "host")
      rule("the plan has the host", planned.has("host_notice") || planned.has("find_host"));
    if (facts.hostile) rule(`${rung} passes nothing on`, rung !== "upstream" && rung !== "registrar");
    if (rung === "search_engine") rule("the plan has the search engine", planned.has("search_images"));
    if (facts.minor) rule(`${rung} is for minors`, rung !== "data_authority" && rung !== "regulator");
    const row = catalogue.authorities.find(({ slug }) => slug === authority);
    rule(`${rung} is not an authority's own act`, row?.kind !== "authority_action" && row?.kind !== "court");
    if (rung === "sister_hotline") rule("a hotline", row?.kind === "hotline");
  }
  return broken;
}

test("every ground, in the main situations, after every kind of notice and every reason: the never rules hold, and somebody is left to call", () => {
  let climbed = 0;
  const seen = new Set<Rung>();
  for (const ground of allGrounds()) {
    for (const situation of mainSituations) {
      for (const kind of noticeKinds) {
        for (const because of reasons) {
          const asked = { grounds: [ground], situation, kind, because };
          const ladder = ladderOf(asked);
          const steps = climb(ladder);
          const broken = brokenRules(ladder, steps);
          if (broken.length > 0) expect.fail(JSON.stringify({ broken, ...asked, grounds: [ground.slug] }));
          climbed += 1;
          for (const { rung } of steps) seen.add(rung);
        }
      }
    }
  }
  expect(climbed).toBe(allGrounds().length * mainSituations.length * noticeKinds.length * reasons.length);
  expect([...seen].sort()).toEqual([...rungs].sort());
}, 300_000);

const anyLadder = fc
  .record({
    grounds: anyGrounds,
    situation: anySituation,
    kind: fc.constantFrom(...noticeKinds),
    because: fc.constantFrom(...reasons),
    service: fc
      .constantFrom(null, "tiktok", "leetchi", "google-search", "ovhcloud")
      .map((slug) => (slug === null ? null : (findService(slug) ?? null))),
    hosting: fc.subarray(fullHosting),
    manifest: fc.constantFrom("manifest" as const, "likely" as const, "needs_context" as const),
    hindered: fc.boolean(),
  })
  .map(({ manifest, hindered, ...asked }) => ladderOf({ ...asked, over: { manifest, hindered } }));

test("the never rules hold over any mixture", () => {
  fc.assert(
    fc.property(anyLadder, (ladder) => {
      expect(brokenRules(ladder, climb(ladder))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
}, 120_000);

test("the machine takes nothing but a reminder, a search engine or a payment service, by mail, on grounds that need no context", () => {
  let taken = 0;
  fc.assert(
    fc.property(anyLadder, (ladder) => {
      for (const rung of rungs) {
        const next = rungToday(rung, ladder);
        if (!next || !mayBeAutomatic(next, ladder)) continue;
        taken += 1;
        expect(["remind", "search_engine", "payment_service"]).toContain(rung);
        expect(next.to?.email).not.toBeNull();
        expect(ladder.manifest).not.toBe("needs_context");
        expect(["erasure", "delisting", "complaint"]).not.toContain(ladder.notice.kind);
        expect(ladder.notice.because).not.toBe("still_there");
        for (const ground of ladder.facts.grounds) expect(["always", "usual"]).toContain(ground.manifest);
      }
    }),
    { numRuns: 2_000 },
  );
  expect(taken).toBeGreaterThan(0);
});

const rungsOf = (asked: Asked) => climb(ladderOf(asked)).map(({ rung }) => rung);

test("fraud on a site of its own goes to the host, the network and the registrar, each reminded once, then to the payment service", () => {
  const grounds = [groundNamed("fraud")];
  expect(rungsOf({ grounds, situation: { uploaderHostile: "no" } })).toEqual([
    "remind",
    "host",
    "remind",
    "upstream",
    "remind",
    "registrar",
    "remind",
    "payment_service",
    "remind",
    "call",
  ]);
});

test("hate on a platform is reminded once, passed to a sister hotline, then told to the coordinator", () => {
  const service = findService("tiktok") ?? null;
  const asked = { grounds: [groundNamed("hate-incitement")], service, hosting: [] };
  const [remind, hotline, complaint, ...rest] = climb(ladderOf(asked));
  expect(remind).toMatchObject({ rung: "remind", to: { email: "premier@site.example" } });
  expect(hotline).toMatchObject({ rung: "sister_hotline", authority: "point-de-contact" });
  expect(complaint).toMatchObject({ rung: "regulator", authority: "arcom" });
  expect(rest.map(({ rung }) => rung)).toEqual(["call"]);
});

test("a picture that somebody may mean harm with never goes to an unknown site's host; search engines come instead", () => {
  const steps = rungsOf({ grounds: [groundNamed("ncii")], situation: { minor: "no" } });
  expect(steps).not.toContain("host");
  expect(steps).not.toContain("upstream");
  expect(steps).not.toContain("registrar");
  expect(steps).toContain("search_engine");
});

test("where hours count, whoever can act at the source comes before the reminder", () => {
  const grounds = [groundNamed("terrorism")];
  expect(rungsOf({ grounds, situation: { uploaderHostile: "no" } })[0]).toBe("host");
});

test("an address that failed is not reminded, nor is one that refused", () => {
  const service = findService("tiktok") ?? null;
  for (const because of ["bounced", "failed", "refused"] as const) {
    const ladder = ladderOf({ grounds: [groundNamed("hate-incitement")], service, because });
    expect(nextRung(ladder)?.rung).toBe("sister_hotline");
  }
});

test("what came back is told to the same recipient again, although it was reminded before", () => {
  const over = { reminded: new Set(["premier@site.example"]) };
  const grounds = [groundNamed("hate-incitement")];
  expect(nextRung(ladderOf({ grounds, because: "returned", over }))?.rung).toBe("remind");
  expect(nextRung(ladderOf({ grounds, because: "deadline", over }))?.rung).not.toBe("remind");
});

test("a host that nobody has found yet is asked for, without a recipient", () => {
  const ladder = ladderOf({ grounds: [groundNamed("hate-incitement")], hosting: [], because: "bounced" });
  expect(nextRung(ladder)).toEqual({ rung: "host", to: null, authority: null, contentIds: ["one"] });
});

test("a request about one's data is followed by a reminder and the data protection authority, and goes to nobody else", () => {
  for (const kind of ["erasure", "delisting"] as const) {
    expect(rungsOf({ grounds: [groundNamed("gdpr-erasure")], kind })).toEqual([
      "remind",
      "data_authority",
      "call",
    ]);
  }
});

test("once the call is decided there is nothing more", () => {
  const ladder = ladderOf({ grounds: [groundNamed("defamation")], over: { decided: new Set(rungs) } });
  expect(nextRung(ladder)).toBeNull();
});

test("who says that it acted is told once that it is still there, and is not complained of", () => {
  const grounds = [groundNamed("hate-incitement")];
  const asked = { grounds, because: "still_there", service: findService("tiktok") ?? null } as const;
  expect(nextRung(ladderOf(asked))?.rung).toBe("remind");
  const reminded = { over: { reminded: new Set(["premier@site.example"]) } };
  expect(nextRung(ladderOf({ ...asked, ...reminded }))?.rung).toBe("sister_hotline");
  expect(rungToday("regulator", ladderOf(asked))).toBeNull();
  expect(rungToday("remind", ladderOf({ ...asked, kind: "search_engine" }))).toBeNull();
});

test("a search engine that does not answer is no matter for the coordinator", () => {
  const grounds = [groundNamed("hate-incitement")];
  expect(rungToday("regulator", ladderOf({ grounds, kind: "service" }))?.authority).toBe("arcom");
  expect(rungToday("regulator", ladderOf({ grounds, kind: "search_engine" }))).toBeNull();
});
