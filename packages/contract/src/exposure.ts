import { z } from "zod";
import { topics } from "./statuses.ts";
import { viewingFilters } from "./team.ts";

const id = z.uuid();
const instant = z.iso.datetime();
const day = z.iso.date();
const share = z.number().min(0).max(1);

/** Seconds that one reveal is granted for, and counts for, whether it is covered again sooner or not. */
export const revealSeconds = 5;
/** Longest side of what a reveal answers, in pixels; with the filter `smaller` it is `smallerRevealSide`. */
export const longestRevealSide = 1_024;
export const smallerRevealSide = 320;
/** Longest side of the grey blurred picture that comes first, in pixels. */
export const longestPreviewSide = 96;
/** Most part of a medium's area that one reveal may show. Severe: of a case whose grounds are violence, terror or sexual. */
export const largestReveal = { severe: 1 / 4, other: 1 / 2 } as const;
/** Least width and height of a region, as a part of the medium's. */
export const smallestRegionSide = 0.02;
/** Media of one view, the frames of its videos counted one by one. */
export const mostMediaOfView = 24;

/**
 * What looking at a case asks of a person, by its grounds. `severe` counts double, shows less at a time, and does not
 * follow another severe case at once.
 */
export const severities = ["severe", "other"] as const;
export type Severity = (typeof severities)[number];

/** Why somebody asks for media that may be looked at only on a logged request (handling `restricted`). */
export const viewReasons = ["assess", "compare", "refer", "answer_recipient"] as const;
export type ViewReason = (typeof viewReasons)[number];

/** Why a medium of a view cannot be shown. `too_hostile`: it took more memory or time than a decoder has. */
export const mediumProblems = [
  "not_reached",
  "not_allowed",
  "too_large",
  "too_slow",
  "unknown_kind",
  "damaged",
  "too_hostile",
  "no_video_here",
] as const;
export type MediumProblem = (typeof mediumProblems)[number];

/**
 * One thing to look at: a picture, or one frame of a video. The browser gets its shape and a small grey blurred picture,
 * and nothing else of it: no address, no hash, no metadata, no sound.
 */
export const mediumView = z
  .strictObject({
    /** Its place in the view: what a reveal names. */
    medium: z.int().min(0),
    kind: z.enum(["picture", "frame"]),
    /** Of a frame: which video of the view it is of, from 0, and when it is shown, in ms from the start. */
    video: z.int().min(0).nullable(),
    timeMs: z.int().min(0).nullable(),
    /** Pixels, upright. */
    width: z.int().positive(),
    height: z.int().positive(),
    /** A WebP of `longestPreviewSide` pixels at most, grey and blurred, base64. */
    preview: z.string(),
  })
  .meta({ id: "MediumView" });
export type MediumView = z.infer<typeof mediumView>;

/**
 * How much of a budget is used. `near`: four fifths of the day or of the block. `on_break`: a break comes first.
 * `spent`: nothing is left today, or the hour is past.
 */
export const budgetStates = ["within", "near", "spent", "on_break"] as const;
export type BudgetState = (typeof budgetStates)[number];

/** Why a reveal is not granted. Text, cases and danger to life stay reachable whatever it is. */
export const budgetHindrances = ["day_spent", "on_break", "stopped", "severe_after_severe"] as const;
export type BudgetHindrance = (typeof budgetHindrances)[number];

/** The budgets of whoever asks, now. Figures in seconds; a severe second counts two. */
export const budgetView = z
  .strictObject({
    state: z.enum(budgetStates),
    day: z.strictObject({ usedSeconds: z.number(), ofSeconds: z.int() }),
    /** Since the first reveal after the last break; null: a break has just ended, the next reveal begins a block. */
    block: z.strictObject({ beganAt: instant, endsAt: instant }).nullable(),
    /** When the break is over; null when none is due. */
    breakUntil: instant.nullable(),
    /** Whether media are shown at this hour, and when that changes next. */
    hours: z.strictObject({ open: z.boolean(), changesAt: instant }),
    /** Until when an override that was granted lasts; null: none. */
    overrideUntil: instant.nullable(),
    /** One's own request that waits for a second person; null: none. */
    overrideRequestedAt: instant.nullable(),
  })
  .meta({ id: "BudgetView" });
export type BudgetView = z.infer<typeof budgetView>;

/** Opens a view of a content. `reason` is asked for handling `restricted`, and goes into the event. */
export const openViewBody = z.strictObject({ reason: z.enum(viewReasons).optional() });
export type OpenViewBody = z.infer<typeof openViewBody>;

/**
 * A view: what a content shows, covered. It is kept in the memory of the process that opened it, until `expiresAt` at the
 * latest; another process, or a restarted one, answers `exposure.view_gone`, and the desk opens it again.
 */
export const exposedView = z
  .strictObject({
    viewId: id,
    contentId: id,
    severity: z.enum(severities),
    /** Most part of a medium's area that one reveal may show. */
    largestReveal: share,
    expiresAt: instant,
    media: z.array(mediumView),
    /** What could not be shown, one line for each. With `media` empty, this says why. */
    problems: z.array(z.enum(mediumProblems)),
    /** More media than a view takes. */
    more: z.boolean(),
    budget: budgetView,
  })
  .meta({ id: "ExposedView" });
export type ExposedView = z.infer<typeof exposedView>;

/** Asks for a region of a medium: fractions of its width and height, from the upper left, as the preview shows it. */
export const revealBody = z.strictObject({
  medium: z.int().min(0).max(mostMediaOfView),
  x: share,
  y: share,
  width: share.min(smallestRegionSide),
  height: share.min(smallestRegionSide),
  /** What the picture is turned into before it leaves the server. `flipped`: upside down. */
  filters: z.array(z.enum(viewingFilters)).max(viewingFilters.length).default([]),
});
export type RevealBody = z.infer<typeof revealBody>;

/** The region, or why not now. Only `shown` is in the ledger. */
export const revealAnswer = z.discriminatedUnion("kind", [
  z
    .strictObject({
      kind: z.literal("shown"),
      /** WebP without metadata, base64: this region only. */
      picture: z.string(),
      width: z.int().positive(),
      height: z.int().positive(),
      /** It is covered again after so many seconds, or at this moment, whichever comes first. */
      seconds: z.int().positive(),
      until: instant,
      budget: budgetView,
    })
    .meta({ id: "RevealShown" }),
  z
    .strictObject({
      kind: z.literal("refused"),
      why: z.enum(budgetHindrances),
      /** When it may be asked again, if nothing else hinders then. */
      until: instant,
      budget: budgetView,
    })
    .meta({ id: "RevealRefused" }),
]);
export type RevealAnswer = z.infer<typeof revealAnswer>;

/** `before`: days before this one; the `next` of the answer before. */
export const ownExposureQuery = z.strictObject({ before: day.optional() });

/** Days of one answer of one's own ledger. */
export const ledgerDaysPerPage = 31;

/** One's own ledger, which nobody else can read: by day and hour, newest day first. */
export const ownExposure = z
  .strictObject({
    budget: budgetView,
    days: z.array(
      z.strictObject({
        day,
        reveals: z.int(),
        seconds: z.number(),
        /** With severe seconds counted twice: what the day's budget counts. */
        weightedSeconds: z.number(),
        severeSeconds: z.number(),
        /** Hours of the installation's clock, 0 to 23, that had any. */
        hours: z.array(z.strictObject({ hour: z.int().min(0).max(23), seconds: z.number() })),
        topics: z.array(z.strictObject({ topic: z.enum(topics), seconds: z.number() })),
      }),
    ),
    next: day.nullable(),
  })
  .meta({ id: "OwnExposure" });
export type OwnExposure = z.infer<typeof ownExposure>;

/** Fewer people than this, and no sum is shown: it would be about somebody. */
export const leastPeopleOfSum = 5;

/**
 * What managers see: the state of each member's budget, never a figure of one; and sums of whole weeks that are over,
 * rounded to ten minutes, where at least `leastPeopleOfSum` people stand behind them.
 */
export const teamExposure = z
  .strictObject({
    members: z.array(z.strictObject({ memberId: id, name: z.string(), state: z.enum(budgetStates) })),
    weeks: z.array(
      z.strictObject({
        /** The Monday it began with. */
        week: day,
        /** Null: withheld. */
        minutes: z.int().nullable(),
        severeMinutes: z.int().nullable(),
      }),
    ),
  })
  .meta({ id: "TeamExposure" });
export type TeamExposure = z.infer<typeof teamExposure>;

/** Asks for an override: why looking on cannot wait and nobody else can. */
export const requestOverrideBody = z.strictObject({ reason: z.string().trim().min(10).max(1_000) });
export type RequestOverrideBody = z.infer<typeof requestOverrideBody>;

/** A request waits this many minutes for a second person; an override that was granted lasts as many. */
export const overrideMinutes = 30;

export const overrideView = z
  .strictObject({
    overrideId: id,
    memberId: id,
    name: z.string(),
    reason: z.string(),
    requestedAt: instant,
  })
  .meta({ id: "OverrideView" });
export type OverrideView = z.infer<typeof overrideView>;

/** `after`: the `next` of the answer before. */
export const overridesQuery = z.strictObject({ after: id.optional() });

/** Requests of others that wait for a second person, oldest first. */
export const overrideList = z
  .strictObject({ overrides: z.array(overrideView), next: id.nullable() })
  .meta({ id: "OverrideList" });
export type OverrideList = z.infer<typeof overrideList>;

export const overrideAnswer = z.strictObject({ until: instant }).meta({ id: "OverrideAnswer" });

export const requestOverrideAnswer = z.strictObject({ overrideId: id }).meta({ id: "RequestOverrideAnswer" });
