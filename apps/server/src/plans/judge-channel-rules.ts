import type { Situation, Topic, UploaderLearns } from "@vigie/contract";
import type { Channel } from "../catalogue/service-schema.ts";
import type { PlanFacts } from "./plan-facts-rules.ts";
import type { AvoidReason, ChannelRecord, NameShown } from "./plan-types.ts";

/** What comes of a channel: proposed, left out with a reason people should know, or simply not for this. */
export type ChannelJudgement =
  | { kind: "proposed"; learns: { code: UploaderLearns; nameShown: NameShown } }
  | { kind: "avoided"; why: AvoidReason }
  | { kind: "beside" };

const beside: ChannelJudgement = { kind: "beside" };

/**
 * Whether a channel may be proposed. The hostile-uploader rule stands here, before anything else is weighed:
 * - whoever may mean harm is neither warned before the removal nor told who complained;
 * - where a minor is concerned, content is reported by its address, through the service's own button or to those who
 *   take it in charge, never by a letter that describes it.
 */
export function judgeChannel(
  channel: Channel,
  facts: PlanFacts,
  { standing, fileAtHand, country }: Pick<Situation, "standing" | "fileAtHand" | "country">,
): ChannelJudgement {
  if (!takesTopic(channel, facts)) return beside;
  const { purpose, conditions, kind } = channel;
  if (purpose === "police" || conditions.includes("police_only")) return beside;
  if (purpose === "find_host" || purpose === "appeal" || purpose === "organisations") return beside;
  if (conditions.includes("organisation_only") && standing !== "hotline") return beside;
  if (kind === "trusted_flagger" || kind === "api") return beside;
  if (conditions.includes("paid") && !facts.topics.has("fraud")) return beside;

  if (facts.hostile && channel.nameShown === "yes") return { kind: "avoided", why: "names_complainant" };
  if (facts.hostile && warnsBefore(channel)) return { kind: "avoided", why: "warns_before" };
  if (facts.minor && !isOpenForMinors(channel)) {
    return { kind: "avoided", why: "minor_by_referral_only" };
  }
  if (purpose === "copyright" || conditions.includes("right_holder")) {
    const holdsRight = facts.topics.has("copyright") && standing === "right_holder";
    if (!holdsRight)
      return facts.topics.has("copyright") ? { kind: "avoided", why: "right_holder_only" } : beside;
  }
  if (conditions.includes("us_person") && country !== null && country !== "US") {
    return { kind: "avoided", why: "wrong_person" };
  }
  if (purpose === "fingerprint") return judgeFingerprint(channel, facts, fileAtHand);
  return { kind: "proposed", learns: learnsOf(channel) };
}

/** A button of the service, its own form for such content, a fingerprint: never open mail, nor a letter. */
function isOpenForMinors({ kind, purpose, url }: Channel): boolean {
  return (
    kind === "flag" || purpose === "fingerprint" || (purpose === "minors" && kind !== "email" && url !== null)
  );
}

function judgeFingerprint(
  channel: Channel,
  facts: PlanFacts,
  fileAtHand: Situation["fileAtHand"],
): ChannelJudgement {
  const forMinors = channel.conditions.includes("minor_in_image");
  if (facts.minor !== forMinors) return facts.ageUnknown ? { kind: "avoided", why: "age_unknown" } : beside;
  if (facts.ageUnknown) return { kind: "avoided", why: "age_unknown" };
  if (fileAtHand === "no") return { kind: "avoided", why: "no_file" };
  return { kind: "proposed", learns: learnsOf(channel) };
}

/** Whether the uploader hears of the complaint while the content is still there. */
export function warnsBefore(channel: Channel): boolean {
  return channel.uploaderLearns === "before_removal" || channel.priorWarningHours !== null;
}

/** What a plan says of it. What nobody knows is said to be possible. */
export function learnsOf(channel: Channel): { code: UploaderLearns; nameShown: NameShown } {
  const code = warnsBefore(channel)
    ? "before_removal"
    : channel.uploaderLearns === "unknown"
      ? "possible"
      : (channel.uploaderLearns as "nothing" | "with_decision");
  return { code, nameShown: channel.nameShown === "unknown" ? "possible" : channel.nameShown };
}

/** A channel that takes `other` takes anything; one for copyright alone is also looked at, so as to warn against it. */
function takesTopic({ topics, purpose }: Channel, facts: PlanFacts): boolean {
  if (topics.includes("other") || topics.some((topic) => facts.topics.has(topic))) return true;
  return purpose === "copyright" && facts.hostile && (facts.intimate || facts.topics.has("blackmail"));
}

const kindOrder = {
  flag: 0,
  form: 1,
  dsa_contact: 2,
  email: 3,
  post: 4,
  hash_bank: 5,
  api: 6,
  trusted_flagger: 7,
  police: 8,
} as const satisfies Record<Channel["kind"], number>;

const topicOfPurpose: Partial<Record<Channel["purpose"], Topic>> = {
  intimate_images: "intimate_image",
  privacy: "privacy",
  personal_data: "privacy",
  impersonation: "impersonation",
  copyright: "copyright",
  fraud: "fraud",
  minors: "minors",
};

/**
 * Which of two proposed channels comes first. Towards somebody who may mean harm: the one known to be quiet, and what
 * nobody knows never before it. Else the one made for just this. Then the shorter way.
 */
export function compareChannels(
  a: Channel,
  b: Channel,
  facts: PlanFacts,
  worked: ReadonlyMap<string, ChannelRecord> = new Map(),
): number {
  const weightOf = (channel: Channel) => weight(channel, facts) - recordWeight(worked.get(channel.id));
  return weightOf(a) - weightOf(b) || (a.id < b.id ? -1 : 1);
}

/** Fewer decisions than these say nothing about a channel. */
export const decisionsThatTell = 5;

// More than the kinds of channels lie apart, less than a channel made for just this, or than what the uploader hears.
const mostRecordWeight = 90;

/** From -90 to 90: what the hotline's own notices by this channel came to, drawn to the middle while they are few. */
function recordWeight(record: ChannelRecord | undefined): number {
  if (!record || record.decided < decisionsThatTell) return 0;
  return mostRecordWeight * (2 * ((record.acted + 1) / (record.decided + 2)) - 1);
}

// A name that stays hidden counts for more than whether the complaint itself is told with the decision.
const learnsWeight = { nothing: 0, with_decision: 900, possible: 1_000, before_removal: 3_000 } as const;

function weight(channel: Channel, facts: PlanFacts): number {
  const { code, nameShown } = learnsOf(channel);
  const heard = learnsWeight[code] + (nameShown !== "no" && code !== "nothing" ? 600 : 0);
  const meant = topicOfPurpose[channel.purpose];
  const isMadeForThis = facts.grounds.some(({ topics: [main] }) => main === meant);
  const asksIdentity = channel.supply.includes("identity_document");
  return (
    (facts.hostile ? heard : heard / 100) +
    (isMadeForThis ? 0 : facts.hostile ? 1 : 200) +
    (asksIdentity ? 100 : 0) +
    kindOrder[channel.kind] * 10
  );
}
