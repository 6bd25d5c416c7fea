import type { Concern, Situation, Standing } from "@vigie/contract";
import type { Answers, Question } from "./help-answers-rules.ts";
import type { HelpNeverName, HelpStepName } from "./help-text.ts";

/** A step, or a step for those only of whom something is true. */
export type StepChoice = HelpStepName | { step: HelpStepName; when: (answers: Answers) => boolean };

/** Words that can be copied, and for whom they are. */
export type CopyName =
  | "report"
  | "receivers"
  | "trusted"
  | "parents"
  | "friends"
  | "bank"
  | "school"
  | "to_child";

/** A situation as people say it, and what the first days look like. */
export interface HelpSituation {
  name: HelpSituationName;
  /** Stands in the address, where no word may tell: given once, never changed. */
  number: number;
  questions: readonly Question[];
  now: readonly StepChoice[];
  hour: readonly StepChoice[];
  days: readonly StepChoice[];
  never: readonly HelpNeverName[];
  copies: readonly CopyName[];
  /** The concern a report begins with; a witness chooses. */
  concern: Concern | null;
  /** Slugs of the grounds that the plan follows until somebody has assessed. */
  grounds: readonly string[];
  standing: Standing;
  /** What somebody who threatens asks for decides which routes are quiet enough. */
  blackmail: boolean;
  uploaderHostile: Situation["uploaderHostile"];
  /** Whose lists of friends are worth closing. */
  locks: boolean;
  /** People in this situation think of dying more often: the line for it stands on the page. */
  dark: boolean;
}

const helpSituationNames = [
  "blackmail",
  "threatened",
  "circulating",
  "impersonated",
  "paid",
  "certify",
  "child",
  "harassed",
  "seen",
] as const;
export type HelpSituationName = (typeof helpSituationNames)[number];

const paid = ({ paid }: Answers) => paid === "yes";
const maybePaid = ({ paid }: Answers) => paid === null;
const published = ({ published }: Answers) => published === "yes";
const mayHoldFile = ({ picture }: Answers) => picture !== "no";
const sent = ({ sent }: Answers) => sent === "yes";
const sentWithFile = ({ sent, picture }: Answers) => sent === "yes" && picture !== "no";

const blackmailSteps = {
  questions: ["call", "age", "service", "country", "published", "picture", "paid"],
  now: ["silence", { step: "bank", when: paid }, "capture", "report_talk", "block"],
  hour: [
    { step: "places", when: published },
    { step: "flag_sexual", when: published },
    { step: "copies", when: published },
    { step: "paid_service", when: paid },
    "lock",
    "tell",
    "warn",
  ],
  days: [
    { step: "paid", when: maybePaid },
    { step: "fingerprint", when: mayHoldFile },
    "complaint",
    { step: "search_last", when: published },
    "watch",
    "second",
  ],
  never: ["pay", "answer", "delete", "removers", "fake_police", "privacy_form", "many"],
  copies: ["report", "receivers", "trusted", "parents"],
  concern: "blackmail",
  grounds: ["adult-sextortion"],
  standing: "victim",
  blackmail: true,
  uploaderHostile: "yes",
  locks: true,
  dark: true,
} as const satisfies Omit<HelpSituation, "name" | "number">;

/** The situations of the first screen, in its order. */
export const helpSituations: readonly HelpSituation[] = [
  { name: "blackmail", number: 1, ...blackmailSteps },
  { name: "threatened", number: 2, ...blackmailSteps },
  {
    name: "circulating",
    number: 3,
    questions: ["age", "service", "country", "picture"],
    now: ["near", "places", "image_form"],
    hour: ["copies", "tell", "lock"],
    days: [
      { step: "fingerprint", when: mayHoldFile },
      "complaint",
      "search_last",
      "hacked",
      "watch",
      "second",
    ],
    never: ["delete", "privacy_form", "many", "repost", "removers", "counter"],
    copies: ["report", "receivers", "trusted", "parents"],
    concern: "intimate_images",
    grounds: ["ncii"],
    standing: "victim",
    blackmail: false,
    uploaderHostile: "unknown",
    locks: true,
    dark: true,
  },
  {
    name: "impersonated",
    number: 4,
    questions: ["age", "service", "country"],
    now: ["profile", "impersonation_report", "friends"],
    hour: ["hacked", "lock"],
    days: ["identity", "stolen_papers", "complaint", "watch"],
    never: ["answer_fake", "certify", "many", "removers", "fake_police"],
    copies: ["report", "friends", "trusted"],
    concern: "scam_or_other",
    grounds: ["identity-theft"],
    standing: "victim",
    blackmail: false,
    uploaderHostile: "unknown",
    locks: true,
    dark: false,
  },
  {
    name: "paid",
    number: 5,
    questions: ["age", "service", "country"],
    now: ["bank", "paid_service", "scam_capture"],
    hour: ["scam_report", "block", "scam_passwords"],
    days: ["complaint", "tell", "second"],
    never: ["recovery", "pay", "answer", "delete", "certify", "fake_police"],
    copies: ["bank", "report", "trusted"],
    concern: "scam_or_other",
    grounds: ["fraud"],
    standing: "victim",
    blackmail: false,
    uploaderHostile: "yes",
    locks: false,
    dark: true,
  },
  {
    name: "certify",
    number: 6,
    questions: ["age", "service", "country", "sent", "picture"],
    now: ["certify_stop", "keep_account", "report_profile"],
    hour: [
      { step: "tell", when: sent },
      { step: "lock", when: sent },
      { step: "scam_passwords", when: sent },
      "certify_warn",
    ],
    days: [
      { step: "stolen_papers", when: sent },
      { step: "fingerprint", when: sentWithFile },
      { step: "complaint", when: sent },
      "second",
    ],
    never: ["certify", "pay", "answer", "delete", "removers"],
    copies: ["report", "trusted"],
    concern: "scam_or_other",
    grounds: ["fraud", "identity-theft"],
    standing: "victim",
    blackmail: false,
    uploaderHostile: "yes",
    locks: true,
    dark: false,
  },
  {
    name: "child",
    number: 7,
    questions: ["age", "service", "country", "published", "picture", "paid"],
    now: ["child_calm", "child_near", "child_nolook", "child_help"],
    hour: [
      "child_keep",
      "child_flag",
      "child_hotline",
      { step: "bank", when: paid },
      { step: "paid_service", when: paid },
    ],
    days: [
      { step: "child_takeitdown", when: mayHoldFile },
      "child_complain",
      "child_school",
      { step: "paid", when: maybePaid },
      "images_stay",
    ],
    never: ["child_blame", "child_share", "child_pretend", "pay", "many", "removers", "fake_police"],
    copies: ["to_child", "report", "school", "trusted"],
    concern: "minor_abuse",
    grounds: ["csam-depiction"],
    standing: "representative",
    blackmail: false,
    uploaderHostile: "yes",
    locks: true,
    dark: false,
  },
  {
    name: "harassed",
    number: 8,
    questions: ["age", "service", "country"],
    now: ["mute", "harassment_capture", "address_out", "line"],
    hour: ["worst", "reader", "lock"],
    days: ["tell", "around", "complaint", "soon"],
    never: ["answer", "delete", "counter", "many", "removers"],
    copies: ["report", "trusted", "parents"],
    concern: "harassment",
    grounds: ["cyberharassment"],
    standing: "victim",
    blackmail: false,
    uploaderHostile: "yes",
    locks: true,
    dark: true,
  },
  {
    name: "seen",
    number: 9,
    questions: ["kind", "shown", "age", "service", "country"],
    now: ["danger_near", "witness_address", "witness_tell"],
    hour: ["witness_flag", "witness_person"],
    days: ["witness_after"],
    never: ["look", "download", "share", "investigate", "many"],
    copies: ["report"],
    concern: null,
    grounds: [],
    standing: "witness",
    blackmail: false,
    uploaderHostile: "unknown",
    locks: false,
    dark: false,
  },
];
