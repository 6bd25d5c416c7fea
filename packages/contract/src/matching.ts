import { z } from "zod";
import { manifestness, minorAnswers } from "./statuses.ts";

const id = z.uuid();
const instant = z.iso.datetime();
const hex = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`), `is not ${bytes} bytes in lower-case hexadecimal digits`);
const quality = z.int().min(0).max(100);

/** PDQ of one frame of a video (vPDQ), with its time. */
export const frameFingerprint = z.strictObject({
  pdq: hex(32),
  quality,
  timeMs: z.int().min(0).max(86_400_000),
});

/**
 * What a picture or video is recognised by. Made where the file is, which never leaves. `gradient` is a second,
 * different perceptual hash: it confirms a near match of `pdq`.
 */
export const fingerprint = z
  .strictObject({
    kind: z.enum(["image", "video"]),
    pdq: hex(32).optional(),
    quality: quality.optional(),
    gradient: hex(32).optional(),
    md5: hex(16).optional(),
    sha1: hex(20).optional(),
    sha256: hex(32).optional(),
    frames: z.array(frameFingerprint).max(600).optional(),
  })
  .refine(({ pdq, md5, sha1, sha256, frames }) => pdq ?? md5 ?? sha1 ?? sha256 ?? frames?.[0], {
    params: { fr: "ne contient aucune empreinte", en: "holds no hash at all" },
  })
  .meta({
    id: "Fingerprint",
    description:
      "`quality` comes with `pdq`: without it, or below 50, `pdq` is refused and the rest is taken.",
  });
export type Fingerprint = z.infer<typeof fingerprint>;

/** Fingerprints that one report may bring. */
export const fingerprintsPerReport = 100;
/** Frames that one report may bring, over all its videos: what so many videos have when the page hashes them. */
export const framesPerReport = 6_000;

/** The fingerprints of a report, as many as it may bring. */
export const reportFingerprints = z
  .array(fingerprint)
  .max(fingerprintsPerReport)
  .refine(
    (fingerprints) =>
      fingerprints.reduce((sum, { frames }) => sum + (frames?.length ?? 0), 0) <= framesPerReport,
    {
      params: {
        fr: `comptent plus de ${framesPerReport} images de vidéos en tout : envoyez les autres vidéos dans un second signalement`,
        en: `have more than ${framesPerReport} frames of videos in all: send the other videos in a second report`,
      },
    },
  );

/**
 * Why a hash is compared with nothing. `says_nothing`: of an empty file, or of a flat picture, which half the world has.
 * `no_quality`, `low_quality`: a PDQ hash whose quality is not told, or is below 50.
 */
export const hashRefusals = ["says_nothing", "no_quality", "low_quality"] as const;
export type HashRefusal = (typeof hashRefusals)[number];

/** A hash of a report that was not taken. What else the report brings was. */
export const refusedHash = z
  .object({
    position: z.int().min(1).meta({ description: "Of the fingerprint in the report, from 1." }),
    hash: z.enum(["pdq", "md5", "sha1", "sha256", "frames"]),
    why: z.enum(hashRefusals),
  })
  .meta({ id: "RefusedHash" });
export type RefusedHash = z.infer<typeof refusedHash>;

/** Whence a bank has its entries: made on a person's device, or a list of an authorised body. Never from a copy. */
export const bankProvenances = ["device", "list"] as const;
export type BankProvenance = (typeof bankProvenances)[number];

/** `look`: nothing else confirms it, or nobody has said yet what it is. Both wait for a person. */
export const matchStatuses = ["proposed", "look", "confirmed", "refused"] as const;
export type MatchStatus = (typeof matchStatuses)[number];

/** How two fingerprints met: the same file, PDQ within the distance, or frames of videos. */
export const matchMethods = ["exact", "near", "frames"] as const;
export type MatchMethod = (typeof matchMethods)[number];

/** A fingerprint of a case that met a bank or another case. Neither picture nor hash is shown. */
export const matchView = z
  .object({
    id,
    at: instant,
    status: z.enum(matchStatuses),
    method: z.enum(matchMethods),
    distance: z
      .int()
      .nullable()
      .meta({ description: "Bits of PDQ that differ, 0 to 256; null for `exact`." }),
    secondDistance: z.int().nullable(),
    quality: quality.nullable(),
    turned: z.string().nullable().meta({ description: "How one is turned or mirrored against the other." }),
    origin: z.discriminatedUnion("kind", [
      z.object({
        kind: z.literal("bank"),
        bank: z.string(),
        provenance: z.enum(bankProvenances),
        tags: z.array(z.string()),
      }),
      z.object({ kind: z.literal("case"), caseId: id, number: z.string() }),
    ]),
    proposes: z
      .object({
        grounds: z.array(z.string()),
        manifest: z.enum(manifestness),
        minor: z.enum(minorAnswers),
      })
      .nullable()
      .meta({ description: "The standing assessment of the other case, to be taken over by a person." }),
    by: z.string().nullable(),
  })
  .meta({ id: "Match" });
export type MatchView = z.infer<typeof matchView>;
export const settleMatchBody = z
  .strictObject({ outcome: z.enum(["confirm", "refuse"]) })
  .meta({ id: "SettleMatch" });

const bankView = z
  .object({
    id,
    slug: z.string(),
    name: z.string(),
    owner: z.string(),
    purpose: z.string(),
    provenance: z.enum(bankProvenances),
    distance: z.int(),
    entries: z.int(),
    withdrawn: z.int(),
    suspendedEntries: z.object({
      count: z.int(),
      newest: z
        .array(z.object({ id: z.string(), at: instant, matches: z.int(), tags: z.array(z.string()) }))
        .meta({ description: "The newest 50 that suddenly matched everything." }),
    }),
    matches: z.int(),
    createdAt: instant,
    expiresAt: instant,
    suspended: z.object({ at: instant, why: z.string() }).nullable(),
    imports: z.array(
      z.object({
        id,
        at: instant,
        source: z.string(),
        lines: z.int(),
        taken: z.int(),
        refused: z.int(),
        status: z.enum(["applied", "quarantined", "rolled_back"]),
        alarms: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: "Bank" });
export type BankView = z.infer<typeof bankView>;
export const banksView = z.object({ banks: z.array(bankView) }).meta({ id: "Banks" });
export const changeBankBody = z
  .discriminatedUnion("act", [
    z.strictObject({ act: z.enum(["suspend", "resume"]) }),
    z.strictObject({ act: z.enum(["accept_import", "roll_back"]), importId: id }),
  ])
  .meta({ id: "ChangeBank" });

/** Body of `POST /api/v1/match`: hashes only, never a picture. */
export const matchBody = z
  .strictObject({
    hashes: z
      .array(
        z.union([
          z.strictObject({
            pdq: hex(32),
            quality: quality
              .optional()
              .meta({ description: "Required: without it the answer is `no_quality`." }),
            gradient: hex(32).optional(),
          }),
          z.strictObject({ md5: hex(16) }),
          z.strictObject({ sha1: hex(20) }),
          z.strictObject({ sha256: hex(32) }),
        ]),
      )
      .min(1)
      .max(1000),
  })
  .meta({ id: "MatchHashes" });
export type MatchBody = z.infer<typeof matchBody>;

/** One answer per hash, in the order asked. `padding` makes all answers the same size; ignore it. */
export const matchAnswer = z
  .object({
    answers: z.array(
      z.object({
        matches: z.array(
          z.object({
            bank: z.string(),
            method: z.enum(["exact", "near"]),
            distance: z.int(),
            confirmed: z.boolean().meta({ description: "A second, different hash agrees." }),
            quality: quality.nullable(),
            tags: z.array(z.string()),
          }),
        ),
        more: z.boolean().meta({ description: "There were more matches than these, which are the nearest." }),
        refused: z
          .enum(hashRefusals)
          .nullable()
          .meta({ description: "Why this hash was not looked up; null when it was." }),
        padding: z.string(),
      }),
    ),
  })
  .meta({ id: "MatchAnswer" });
export type MatchAnswer = z.infer<typeof matchAnswer>;
