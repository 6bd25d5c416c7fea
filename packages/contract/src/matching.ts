import { z } from "zod";
import { manifestness } from "./statuses.ts";

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
  .refine(
    ({ pdq, md5, sha1, sha256, frames }) => pdq ?? md5 ?? sha1 ?? sha256 ?? frames?.[0],
    "holds no hash at all",
  )
  .meta({ id: "Fingerprint" });
export type Fingerprint = z.infer<typeof fingerprint>;

/** Fingerprints that one report may bring. */
export const fingerprintsPerReport = 100;

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
      .object({ grounds: z.array(z.string()), manifest: z.enum(manifestness) })
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
          z.strictObject({ pdq: hex(32), quality: quality.optional(), gradient: hex(32).optional() }),
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
        padding: z.string(),
      }),
    ),
  })
  .meta({ id: "MatchAnswer" });
export type MatchAnswer = z.infer<typeof matchAnswer>;
