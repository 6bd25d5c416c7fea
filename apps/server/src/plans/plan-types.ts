import type { Situation, StepKind, UploaderLearns } from "@vigie/contract";
import type { Authority } from "../catalogue/authority-schema.ts";
import type { Ground } from "../catalogue/ground-schema.ts";
import type { BothLanguages, Supply } from "../catalogue/row-parts.ts";
import type { Channel, Service } from "../catalogue/service-schema.ts";

/** One place that a plan is about. Everything about it may be unknown. */
export interface Subject {
  /** null while the address is sealed, or was given in words. */
  location: string | null;
  host: string | null;
  service: Service | null;
  /** Kind of object at the service: "video", "account"; null when not recognised. */
  object: string | null;
  /** Who hosts the site, where a look-up found it: the catalogue's row if it has one. */
  hostedBy: { name: string; service: Service | null; email: string | null } | null;
}

export interface PlanRequest {
  subjects: readonly Subject[];
  grounds: readonly Ground[];
  situation: Situation;
  /** Where the hotline is: decides whom to call when the person's country is not said. */
  homeCountry: string;
  /** The day it was first seen online (YYYY-MM-DD), for the clocks of press offences; null when not known. */
  publishedOn: string | null;
  /** When each step was done, by its id. */
  done: ReadonlyMap<string, Date>;
  /** Positions of the subjects that are proven to be gone. */
  removed: ReadonlySet<number>;
  /** What became of the hotline's own notices, by channel of the catalogue; empty when nobody may know. */
  worked: ReadonlyMap<string, ChannelRecord>;
  now: Date;
}

/** What decided notices by one channel came to. */
export interface ChannelRecord {
  decided: number;
  acted: number;
  /** Median hours from the notice to the decision. */
  hours: number;
}

/** The rows a plan is chosen from. */
export interface PlanCatalogue {
  services: readonly Service[];
  authorities: readonly Authority[];
  /** For the variants of grounds. */
  findGround(slug: string): Ground | undefined;
}

/** A sentence of the plan: a code with what fills it (`text` fills its `{text}`), or a text of the catalogue alone. */
export type PlanSentence =
  | { code: string; values?: Readonly<Record<string, string | number>>; text?: BothLanguages }
  | { text: BothLanguages };

/** How long after a step was done the next one opens. `legal`: a term of law; else this project's proposal. */
export type Term = { hours: number; legal: false } | { months: number; legal: true };

/** Whether whoever posted it gets the name of whoever asks. */
export type NameShown = "no" | "possible" | "yes";

export interface ChosenStep {
  id: string;
  kind: StepKind;
  recipient: { name: string; service: string | null; authority: string | null };
  channel: Channel | null;
  authority: Authority | null;
  /** An address that is neither a channel's nor an authority's: the abuse contact of a host that was looked up. */
  email: string | null;
  /** Positions in the request's subjects. */
  locations: readonly number[];
  why: readonly PlanSentence[];
  learns: { code: UploaderLearns; nameShown: NameShown };
  supply: readonly Supply[];
  cautions: readonly PlanSentence[];
  term: Term | null;
  after: After | null;
  /** The step that follows when the term has passed. */
  nextId: string | null;
  /** Where it stands among the others: smaller comes first. */
  stage: number;
}

/** What has to happen before a step is of any use. */
export type After =
  | { kind: "step"; stepId: string; from: Date | null; open: boolean }
  | { kind: "removal"; open: boolean };

/** A channel that exists and is not proposed. */
export interface AvoidedChannel {
  service: Service;
  channel: Channel;
  why: AvoidReason;
}

export type AvoidReason =
  | "names_complainant"
  | "warns_before"
  | "minor_by_referral_only"
  | "right_holder_only"
  | "wrong_person"
  | "age_unknown"
  | "no_file";

export interface Person {
  authority: Authority;
  urgent: boolean;
}

export interface PressClock {
  ground: Ground;
  from: string | null;
  until: string | null;
}

export interface ChosenPlan {
  kind: "plan" | "refused";
  /** Why there is no step, or what the plan is about in one sentence. */
  says: PlanSentence;
  grounds: readonly Ground[];
  people: readonly Person[];
  steps: readonly ChosenStep[];
  clocks: readonly PressClock[];
  avoided: readonly AvoidedChannel[];
  unknowns: readonly PlanSentence[];
}
