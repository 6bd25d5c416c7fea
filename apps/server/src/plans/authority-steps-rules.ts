import type { Authority } from "../catalogue/authority-schema.ts";
import type { PlanFacts } from "./plan-facts-rules.ts";
import { asksForVictim, authorityStep, type Choice, type Draft, stages, terms } from "./step-rules.ts";

const mostReferrals = 4;

/** Who is told besides the service: authorities, hotlines, regulators, courts. Never an authority's own act. */
export function authoritySteps(choice: Choice): Draft[] {
  const { country, unknowns } = choice;
  const drafts = relevantAuthorities(choice).flatMap((row) => authorityStepOf(row, choice) ?? []);
  if (asksForVictim(choice) && country !== "FR" && !drafts.some(({ kind }) => kind === "complaint")) {
    unknowns.push({ code: "complaint_elsewhere" });
  }
  const beyond = new Set(drafts.filter(({ kind }) => kind === "refer").slice(mostReferrals));
  return [...drafts.filter((draft) => !beyond.has(draft)), ...trustedFlaggerSteps(choice, drafts)];
}

function authorityStepOf(row: Authority, choice: Choice): Draft | null {
  const { facts, request, unknowns } = choice;
  const asVictim = asksForVictim(choice);
  if (row.kind === "complaint" && asVictim) return complaintStep(row, choice);
  if (row.kind === "court") {
    if (facts.minor || !(asVictim || request.situation.standing === "right_holder")) return null;
    if (!facts.hostile) return courtStep(row, choice);
    unknowns.push({ code: "court_hostile" });
    return null;
  }
  if (row.kind === "regulator") {
    // Those for personal data come after a request to whoever publishes them.
    return facts.minor || row.topics.includes("privacy") ? null : regulatorStep(row, choice);
  }
  return isTold(row) ? referStep(row, choice) : null;
}

function complaintStep(row: Authority, choice: Choice): Draft {
  const needed = choice.facts.grounds.some(({ flags }) => flags.victimComplaintRequired);
  return authorityStep(row, choice, {
    kind: "complaint",
    stage: stages.complaint,
    why: [{ code: "why_complaint" }, ...(needed ? [{ code: "why_complaint_required" }] : [])],
    cautions: [{ code: "caution_complaint_file" }],
    term: null,
    learns: { code: "nothing", nameShown: "possible" },
  });
}

function courtStep(row: Authority, choice: Choice): Draft {
  return authorityStep(row, choice, {
    kind: "complaint",
    stage: stages.regulator,
    why: [{ code: "why_court" }],
    cautions: [{ code: "caution_lawyer" }],
    term: null,
    // Whoever is sued is summoned, and reads by whom.
    learns: { code: "before_removal", nameShown: "yes" },
  });
}

function regulatorStep(row: Authority, choice: Choice): Draft {
  return authorityStep(row, choice, {
    kind: "regulator",
    stage: stages.regulator,
    why: [{ code: "why_regulator" }],
    cautions: [],
    term: null,
  });
}

function referStep(row: Authority, choice: Choice): Draft {
  const { minor } = choice.facts;
  const takesFiles = row.bank?.fileLeavesDevice ?? false;
  return authorityStep(row, choice, {
    kind: "refer",
    // Somebody who listens comes before a portal for what everybody can see.
    stage: referStage(choice) + (minor && row.kind !== "helpline" ? 0.1 : 0),
    why: [
      { code: "why_authority", values: { name: row.name } },
      ...(minor ? [{ code: "why_minor_referral" }] : []),
    ],
    cautions: [
      ...(minor ? [{ code: "caution_minor_address_only" }] : []),
      ...(takesFiles ? [{ code: minor ? "caution_no_file_minor" : "caution_file_leaves" }] : []),
    ],
    term: terms.refer,
  });
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
  // Those of the person's own country come before those of the whole world.
  const own = chosen.filter((row) => row.country === country);
  return [...new Set([...own, ...chosen])].filter(
    ({ kind }) => kind !== "authority_action" && kind !== "request" && kind !== "registry",
  );
}

function suits({ topics, kind }: Authority, facts: PlanFacts): boolean {
  if (kind === "emergency") return false;
  return topics.some((topic) => facts.topics.has(topic));
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
  const isSexual = facts.grounds.some(({ handling }) => handling === "no_fetch");
  if (!(facts.intimate || facts.topics.has("blackmail") || isSexual)) return [];
  // Whoever does not hold the picture by right is never asked to get it.
  if (facts.ageUnknown || (!asksForVictim(choice) && situation.fileAtHand !== "yes")) return [];
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
