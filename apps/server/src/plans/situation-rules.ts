import { type Concern, type Situation, situationBody } from "@vigie/contract";

/**
 * The grounds that a plan follows until somebody has assessed: what each of the reporter's plain choices mostly is.
 * A proposal of this project, and said to be provisional on every plan that uses it.
 */
const groundOfConcern = {
  minor_abuse: "csam-depiction",
  intimate_images: "ncii",
  blackmail: "adult-sextortion",
  threat_or_violence: "threats",
  harassment: "cyberharassment",
  hate: "hate-incitement",
  terrorism: "terrorism",
  scam_or_other: "fraud",
} as const satisfies Record<Concern, string>;

/** The provisional ground of a concern; none where nothing was chosen. */
export function provisionalGrounds(concern: Concern | null): readonly string[] {
  return concern === null ? [] : [groundOfConcern[concern]];
}

const concernsOfVictims: ReadonlySet<Concern> = new Set(["intimate_images", "blackmail", "harassment"]);

/**
 * What a report says of the situation before anybody was asked.
 * @param objects kinds of object that its locations name; null where none was recognised.
 */
export function situationOfReport(
  { concern, minor }: { concern: Concern | null; minor: boolean },
  standing: "reporter" | "hotline",
  objects: readonly (string | null)[] = [],
): Situation {
  const isVictim = concern !== null && concernsOfVictims.has(concern);
  return situationBody.parse({
    minor: minor || concern === "minor_abuse" ? "yes" : "unknown",
    blackmail: concern === "blackmail" ? stageOf(objects) : "none",
    standing: standing === "hotline" ? "hotline" : isVictim ? "victim" : "witness",
  });
}

/** What names somebody or a place, and publishes nothing by itself. */
const noPublication: ReadonlySet<string> = new Set([
  "account",
  "invite",
  "group-invite",
  "conversation",
  "private-message",
  "pot",
  "payment-handle",
  "pool",
  "transfer",
]);

/** An address of a video, a post, a page of a service: then something is online. Else nobody has said so. */
function stageOf(objects: readonly (string | null)[]): Situation["blackmail"] {
  return objects.some((object) => object !== null && !noPublication.has(object)) ? "under_way" : "threatened";
}

const blackmailOrder = { none: 0, threatened: 1, under_way: 2 } as const;

/**
 * What several reports of one case say together: the worse of each answer, so that no later report makes a plan
 * bolder. A country counts where all who name one name the same.
 */
export function joinSituations(situations: readonly Situation[], standing: Situation["standing"]): Situation {
  const worse = (key: "uploaderHostile" | "uploaderKnowsVictim" | "minor") =>
    situations.some((one) => one[key] === "yes")
      ? "yes"
      : situations.length > 0 && situations.every((one) => one[key] === "no")
        ? "no"
        : "unknown";
  const countries = new Set(situations.flatMap(({ country }) => country ?? []));
  const [country] = countries;
  return {
    uploaderHostile: worse("uploaderHostile"),
    uploaderKnowsVictim: worse("uploaderKnowsVictim"),
    minor: worse("minor"),
    blackmail: situations
      .map(({ blackmail }) => blackmail)
      .reduce(
        (worst, one) => (blackmailOrder[one] > blackmailOrder[worst] ? one : worst),
        "none" as const as Situation["blackmail"],
      ),
    fileAtHand: situations.some(({ fileAtHand }) => fileAtHand === "yes") ? "yes" : "unknown",
    standing,
    country: countries.size === 1 && country ? country : null,
  };
}

/** Whether a minor is concerned, from what the team found and what was reported. A finding goes before a report. */
export function minorOf(facts: {
  assessed: "yes" | "no" | "unsure" | null;
  forbidden: boolean;
  reported: boolean;
  said: Situation["minor"];
}): Situation["minor"] {
  if (facts.forbidden || facts.assessed === "yes") return "yes";
  if (facts.assessed === "no") return "no";
  return facts.reported || facts.said === "yes" ? "yes" : facts.said;
}
