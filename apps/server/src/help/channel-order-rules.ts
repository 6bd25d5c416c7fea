import type { Channel } from "../catalogue/service-schema.ts";
import { warnsBefore } from "../plans/judge-channel-rules.ts";

/** The ways to reach a service, in the order in which to take them. */
export interface OrderedChannels {
  /** Whoever posted it learns nothing. */
  quiet: Channel[];
  /** They learn of it with the decision, not before. */
  withDecision: Channel[];
  /** Nobody knows what they learn. */
  unknown: Channel[];
  /** They are warned while it is still there, or given the name of whoever asks. */
  avoid: Channel[];
  /** To find out who stores or sold the site: nothing is reported there. */
  lookUp: Channel[];
  /** To contest an answer. */
  appeal: Channel[];
  /** For the police, organisations and programs. */
  reserved: Channel[];
}

/**
 * Sorts the ways to reach a service: known to be quiet, then told with the decision, then unknown. What warns or names
 * is set apart, and so is what a person cannot use.
 */
export function orderChannels(channels: readonly Channel[]): OrderedChannels {
  const ordered: OrderedChannels = {
    quiet: [],
    withDecision: [],
    unknown: [],
    avoid: [],
    lookUp: [],
    appeal: [],
    reserved: [],
  };
  for (const channel of [...channels].sort((a, b) => rank(a) - rank(b)))
    ordered[placeOf(channel)].push(channel);
  return ordered;
}

function placeOf(channel: Channel): keyof OrderedChannels {
  if (isReserved(channel)) return "reserved";
  if (channel.purpose === "find_host") return "lookUp";
  if (warnsBefore(channel) || channel.nameShown === "yes") return "avoid";
  if (channel.purpose === "appeal") return "appeal";
  if (channel.uploaderLearns === "nothing") return "quiet";
  return channel.uploaderLearns === "with_decision" ? "withDecision" : "unknown";
}

function isReserved({ kind, purpose, conditions }: Channel): boolean {
  return (
    kind === "police" ||
    kind === "trusted_flagger" ||
    kind === "api" ||
    purpose === "police" ||
    purpose === "organisations" ||
    conditions.includes("police_only") ||
    conditions.includes("organisation_only")
  );
}

// The button beside the content needs the least; a fingerprint protects for later; copyright shows who asks.
const kindRanks: Readonly<Record<Channel["kind"], number>> = {
  flag: 0,
  form: 1,
  email: 2,
  dsa_contact: 3,
  post: 4,
  hash_bank: 5,
  api: 6,
  trusted_flagger: 6,
  police: 6,
};

function rank({ kind, purpose }: Channel): number {
  return kindRanks[kind] + (purpose === "copyright" ? 10 : 0);
}
