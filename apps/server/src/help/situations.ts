import type { Topic } from "@vigie/contract";
import type { NeverName, StepName } from "./guide-text.ts";
import type { ServiceGroup } from "./service-groups.ts";

/** Something that happens to people, and the order in which to meet it. */
export interface Situation {
  name: SituationName;
  /** Stands in the address of the guide, where no word may tell: it never changes and is never given again. */
  number: number;
  /** `tu` in the guide that speaks to a child or a teenager; English says "you" to all. */
  voice: "vous" | "tu";
  now: readonly StepName[];
  later: readonly StepName[];
  never: readonly NeverName[];
  /** Whoever takes one of these in the reader's country is named, after `contacts`. */
  topics: readonly Topic[];
  /** Slugs of catalogue/authorities, whom to turn to first; each stands in its own country's section. */
  contacts: readonly string[];
  /** Numbers that stand at the top, where they are of the hotline's country; `emergency` is its police and rescue. */
  callFirst?: readonly string[];
  /** Whose guides are linked. */
  groups: readonly ServiceGroup[];
  /** People in this situation think of dying more often: the line for it stands in the guide. */
  dark: boolean;
}

const situationNames = [
  "blackmail_threatened",
  "blackmail_published",
  "intimate_images",
  "young",
  "child",
  "impersonation",
  "harassment",
  "threats",
  "scam",
  "my_name",
  "hate",
  "terrorism",
  "witness",
] as const;
export type SituationName = (typeof situationNames)[number];

const places = ["social", "video", "chat", "adult"] as const satisfies readonly ServiceGroup[];
const blackmailContacts = [
  "17cyber",
  "116006",
  "point-de-contact",
  "3018",
  "police-gendarmerie",
  "thesee",
  "info-escroqueries",
  "disrupt",
  "stop-sextortion-ch",
  "bee-secure-helpline",
  "stopncii",
] as const;
const minorsContacts = [
  "3018",
  "119",
  "child-focus",
  "bee-secure-helpline",
  "143-147-ch",
  "needhelpnow-ca",
  "cybertip-ca",
  "take-it-down",
] as const;

const youngLines = ["3018", "119", "child-focus", "bee-secure-helpline", "143-147-ch"] as const;

/** In `callFirst`: the police and rescue of the hotline's country. */
export const emergency = "emergency";

/** Every situation that has a guide, in the order of the index. */
export const situations: readonly Situation[] = [
  {
    name: "blackmail_threatened",
    number: 1,
    voice: "vous",
    now: ["silence", "capture", "report_talk", "block", "lock"],
    later: ["tell", "paid", "warn", "fingerprint", "complain", "watch"],
    never: ["pay", "answer", "delete", "privacy_form", "many", "removers", "fake_police"],
    topics: ["blackmail"],
    contacts: blackmailContacts,
    groups: ["social", "video", "chat", "adult", "payment"],
    dark: true,
  },
  {
    name: "blackmail_published",
    number: 2,
    voice: "vous",
    now: ["silence", "addresses", "flag_sexual", "copies", "block", "lock"],
    later: [
      "tell",
      "forms",
      "priority",
      "paid",
      "warn",
      "fingerprint",
      "complain",
      "host",
      "search_last",
      "watch",
    ],
    never: ["pay", "answer", "delete", "privacy_form", "many", "removers", "fake_police"],
    topics: ["blackmail", "intimate_image"],
    contacts: blackmailContacts,
    groups: [...places, "search", "payment", "host"],
    dark: true,
  },
  {
    name: "intimate_images",
    number: 3,
    voice: "vous",
    now: ["near", "addresses", "image_form", "copies"],
    later: [
      "tell",
      "forms",
      "priority",
      "fingerprint",
      "complain_station",
      "host",
      "search_last",
      "hacked",
      "watch",
    ],
    never: ["privacy_form", "many", "repost", "removers", "counter", "delete"],
    topics: ["intimate_image"],
    contacts: [
      "point-de-contact",
      "116006",
      "3919",
      "3018",
      "police-gendarmerie",
      "igvm-iefh",
      "bee-secure-helpline",
      "crt-bc",
      "stopncii",
      "disrupt",
    ],
    groups: [...places, "search", "host"],
    dark: true,
  },
  {
    name: "young",
    number: 9,
    voice: "tu",
    now: ["tu_call", "tu_silence", "tu_keep", "tu_report", "tu_lock"],
    later: ["tu_adult", "tu_paid", "tu_takeitdown", "tu_friends", "tu_complain"],
    never: ["tu_pay", "tu_meet", "tu_delete", "tu_many", "tu_removers"],
    topics: ["minors"],
    contacts: minorsContacts,
    callFirst: youngLines,
    groups: ["social", "video", "chat"],
    dark: true,
  },
  {
    name: "child",
    number: 10,
    voice: "vous",
    now: ["child_calm", "child_danger", "child_nolook", "child_keep", "child_line"],
    later: [
      "child_flag",
      "child_report",
      "child_takeitdown",
      "child_complain",
      "child_school",
      "images_stay",
    ],
    never: ["child_blame", "child_share", "child_pretend", "pay", "many", "removers"],
    topics: ["minors"],
    contacts: [...minorsContacts, "pharos", "point-de-contact", "police-gendarmerie", "inhope"],
    callFirst: [...youngLines, emergency],
    groups: ["social", "video", "chat"],
    dark: false,
  },
  {
    name: "impersonation",
    number: 4,
    voice: "vous",
    now: ["profile", "impersonation_report", "friends", "hacked"],
    later: ["forms", "identity", "stolen_papers", "complain_station", "watch"],
    never: ["answer_fake", "certify", "many", "removers", "fake_police"],
    topics: ["impersonation"],
    contacts: ["17cyber", "116006", "3018", "police-gendarmerie", "bee-secure-helpline"],
    groups: ["social", "video", "adult"],
    dark: false,
  },
  {
    name: "harassment",
    number: 5,
    voice: "vous",
    now: ["harassment_capture", "mute", "address_out", "worst", "reader"],
    later: ["tell", "around", "lock", "complain_station", "soon"],
    never: ["answer", "delete", "counter", "many", "removers"],
    topics: ["harassment"],
    contacts: ["3018", "116006", "3919", "police-gendarmerie", "point-de-contact", "bee-secure-helpline"],
    groups: ["social", "video", "chat"],
    dark: true,
  },
  {
    name: "threats",
    number: 6,
    voice: "vous",
    now: ["danger", "shelter", "threat_capture", "threat_report"],
    later: ["tell", "complain_station", "lock", "address_out"],
    never: ["meet", "answer", "delete", "counter"],
    topics: ["threats"],
    contacts: ["police-gendarmerie", "pharos", "116006", "3919"],
    callFirst: [emergency],
    groups: ["social", "video", "chat"],
    dark: false,
  },
  {
    name: "scam",
    number: 11,
    voice: "vous",
    now: ["bank", "pay_service", "scam_capture", "scam_passwords"],
    later: ["scam_complain", "scam_report", "block", "scam_tell"],
    never: ["recovery", "pay", "answer", "delete", "certify", "fake_police"],
    topics: ["fraud"],
    contacts: ["info-escroqueries", "17cyber", "thesee", "perceval", "116006", "signalconso", "signal-spam"],
    groups: ["payment", "social", "app_store"],
    dark: true,
  },
  {
    name: "my_name",
    number: 12,
    voice: "vous",
    now: ["name_blackmail", "erase", "month"],
    later: ["outdated", "delist", "archive", "authority"],
    never: ["flood", "removers", "too_much", "many"],
    topics: ["privacy"],
    contacts: ["cnil"],
    groups: ["search", "host"],
    dark: false,
  },
  {
    name: "hate",
    number: 7,
    voice: "vous",
    now: ["addresses", "hate_flag", "hate_police"],
    later: ["hate_me", "tell"],
    never: ["share", "answer", "many", "counter"],
    topics: ["hate"],
    contacts: ["pharos", "point-de-contact", "defenseur-des-droits", "3928", "bee-secure-stopline"],
    groups: ["social", "video", "search"],
    dark: false,
  },
  {
    name: "terrorism",
    number: 8,
    voice: "vous",
    now: ["danger", "terror_address", "terror_police", "terror_flag"],
    later: ["images_stay"],
    never: ["share", "download", "look", "investigate"],
    topics: ["terrorism"],
    contacts: ["pharos", "point-de-contact", "bee-secure-stopline"],
    callFirst: [emergency],
    groups: ["social", "video", "search"],
    dark: false,
  },
  {
    name: "witness",
    number: 13,
    voice: "vous",
    now: ["danger", "witness_address", "witness_tell", "witness_flag"],
    later: ["witness_person", "witness_after"],
    never: ["look", "download", "share", "investigate", "many"],
    topics: [],
    contacts: [
      "pharos",
      "point-de-contact",
      "child-focus",
      "bee-secure-stopline",
      "clickandstop",
      "cybertip-ca",
      "inhope",
    ],
    groups: ["social", "video", "adult", "search"],
    dark: false,
  },
];
