import type { Authority } from "../catalogue/authority-schema.ts";
import type { PlanFacts } from "./plan-facts-rules.ts";
import type { PlanSentence } from "./plan-types.ts";
import { asksForVictim, authorityStep, type Choice, type Draft, stages, terms } from "./step-rules.ts";

const mostReferrals = 4;

/** Who is told besides the service: authorities, hotlines, regulators, courts. Never an authority's own act. */
export function authoritySteps(choice: Choice): Draft[] {
  const { facts, request } = choice;
  const { situation } = request;
  const asVictim = asksForVictim(choice);
  const rows = relevantAuthorities(choice);
  const drafts: Draft[] = [];
  for (const row of rows) {
    const takes: PlanSentence = { code: "why_authority", values: { name: row.name } };
    const [first] = facts.grounds;
    const cautions: PlanSentence[] = [
      ...(facts.minor ? [{ code: "caution_minor_address_only" }] : []),
      ...(row.bank?.fileLeavesDevice
        ? [{ code: facts.minor ? "caution_no_file_minor" : "caution_file_leaves" }]
        : []),
    ];
    if (row.kind === "complaint" && asVictim) {
      drafts.push(
        authorityStep(row, choice, {
          kind: "complaint",
          stage: stages.complaint,
          why: [
            { code: "why_complaint" },
            ...(first?.flags.victimComplaintRequired ? [{ code: "why_complaint_required" }] : []),
          ],
          cautions: [{ code: "caution_complaint_file" }],
          term: null,
          nameShown: "possible",
        }),
      );
    } else if (row.kind === "court") {
      if (!facts.minor && (asVictim || situation.standing === "right_holder")) {
        drafts.push(
          authorityStep(row, choice, {
            kind: "complaint",
            stage: stages.regulator,
            why: [{ code: "why_court" }],
            cautions: [{ code: "caution_lawyer" }],
            term: null,
            nameShown: "possible",
          }),
        );
      }
    } else if (row.kind === "regulator") {
      if (!facts.minor && !row.topics.includes("privacy")) {
        drafts.push(
          authorityStep(row, choice, {
            kind: "regulator",
            stage: stages.regulator,
            why: [{ code: "why_regulator" }],
            cautions: [],
            term: null,
          }),
        );
      }
    } else if (isTold(row)) {
      drafts.push(
        authorityStep(row, choice, {
          kind: "refer",
          stage: referStage(choice),
          why: [takes, ...(facts.minor ? [{ code: "why_minor_referral" }] : [])],
          cautions,
          term: terms.refer,
        }),
      );
    }
  }
  const referrals = drafts.filter(({ kind }) => kind === "refer").slice(mostReferrals);
  return [...drafts.filter((draft) => !referrals.includes(draft)), ...trustedFlaggerSteps(choice, drafts)];
}

function isTold({ kind, takesReferrals, url, bank }: Authority): boolean {
  if (bank !== null) return bank.fileLeavesDevice;
  if (kind === "helpline") return takesReferrals;
  return (
    (kind === "authority" || kind === "hotline" || kind === "industry" || kind === "complaint") &&
    (takesReferrals || url !== null)
  );
}

function referStage({ facts, request }: Choice): number {
  const lifeFirst =
    facts.minor || (facts.danger && request.situation.blackmail === "none" && !facts.topics.has("blackmail"));
  return lifeFirst ? stages.urgent : stages.refer;
}

/** Those a ground names, of the person's country or of none; where the country has none of them, its own for this topic. */
function relevantAuthorities({ facts, country, authorities, unknowns }: Choice): readonly Authority[] {
  const bySlug = new Map(authorities.map((row) => [row.slug, row]));
  const named = facts.grounds
    .flatMap((ground) => ground.authorities.map((slug) => bySlug.get(slug)))
    .filter((row): row is Authority => row !== undefined)
    .filter((row) => row.country === country || row.country === "EU" || row.country === "ZZ");
  const ofCountry = authorities.filter((row) => row.country === country && suits(row, facts));
  const hasOwn = named.some((row) => row.country === country);
  const banks = ofCountry.filter(({ bank }) => bank?.fileLeavesDevice && facts.intimate);
  const chosen = [
    ...named,
    ...(hasOwn ? banks : ofCountry.filter((row) => row.bank === null || banks.includes(row))),
  ];
  if (!chosen.some((row) => row.country === country))
    unknowns.push({ code: "country_unknown", values: { country } });
  return [...new Set(chosen)].filter(
    ({ kind }) => kind !== "authority_action" && kind !== "request" && kind !== "registry",
  );
}

function suits({ topics, kind }: Authority, facts: PlanFacts): boolean {
  if (kind === "emergency") return false;
  return topics.includes("other") || topics.some((topic) => facts.topics.has(topic));
}

/** A priority line, once the plain way has been tried. */
function trustedFlaggerSteps(choice: Choice, drafts: readonly Draft[]): Draft[] {
  const { facts, authorities, country, request } = choice;
  if (request.situation.standing === "hotline") return [];
  const told = new Set(drafts.map(({ authority }) => authority?.slug));
  return authorities
    .filter(
      (row) =>
        row.trustedFlagger !== null && row.country === country && suits(row, facts) && !told.has(row.slug),
    )
    .filter(({ ages }) => ages === "all" || facts.ageUnknown || (ages === "minors") === facts.minor)
    .slice(0, 2)
    .map((row) =>
      authorityStep(row, choice, {
        kind: "trusted_flagger",
        stage: stages.trustedFlagger,
        why: [{ code: "why_trusted_flagger", values: { name: row.name } }],
        cautions: facts.minor ? [{ code: "caution_minor_address_only" }] : [],
        term: terms.trustedFlagger,
        waitsFor: "first_try",
      }),
    );
}

/** Fingerprints made on the device: before anything is published when it is only threatened. */
export function fingerprintSteps(choice: Choice): Draft[] {
  const { request, facts, authorities } = choice;
  const { situation } = request;
  if (!(facts.intimate || facts.topics.has("blackmail") || facts.minor)) return [];
  if (facts.ageUnknown) return [];
  if (situation.fileAtHand === "no") {
    choice.unknowns.push({ code: "no_file" });
    return [];
  }
  const wanted = facts.minor ? "minors" : "adults";
  return authorities
    .filter((row) => row.bank !== null && !row.bank.fileLeavesDevice && row.ages === wanted)
    .map((bank) =>
      authorityStep(bank, choice, {
        kind: "fingerprint",
        stage: situation.blackmail === "threatened" ? stages.beforePublication : stages.fingerprint,
        why: [
          { code: situation.blackmail === "threatened" ? "why_fingerprint_before" : "why_fingerprint" },
          { code: "why_fingerprint_device" },
        ],
        cautions: situation.fileAtHand === "unknown" ? [{ code: "caution_needs_file" }] : [],
        term: null,
      }),
    );
}
