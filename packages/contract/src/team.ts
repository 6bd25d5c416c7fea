import { z } from "zod";
import { eventTypes } from "./event-types.ts";
import { roles, topics } from "./statuses.ts";

const id = z.uuid();
const instant = z.iso.datetime();
const day = z.iso.date();
const topic = z.enum(topics);
const plainText = (maximum: number) =>
  z
    .string()
    .max(maximum)
    .refine(
      (text) => !text.includes("\u0000") && text.isWellFormed(),
      "contains a character that cannot be stored",
    );
const distinct = (values: readonly string[]) => new Set(values).size === values.length;

/* ---- what a member may see and do ---- */

/** Topics of the cases somebody may see; null: all of them, also those that will be added. */
export const permittedTopicsShape = z.array(topic).min(1).max(topics.length).refine(distinct).nullable();

export const setMemberBody = z
  .strictObject({ role: z.enum(roles), topics: permittedTopicsShape })
  .meta({ id: "SetMember" });

/** Who works here, for everybody who works on cases. `backOn`: absent today, and back on this day. */
export const colleagueView = z
  .object({ id, name: z.string(), role: z.enum(roles), backOn: day.nullable() })
  .meta({ id: "Colleague" });
export type ColleagueView = z.infer<typeof colleagueView>;
export const colleaguesView = z.object({ colleagues: z.array(colleagueView) }).meta({ id: "Colleagues" });
export type ColleaguesView = z.infer<typeof colleaguesView>;

/* ---- one's own settings ---- */

/** How media are shown to one member. All of them reduce; none reveals more. */
export const viewingFilters = ["grey", "sepia", "edges", "flipped", "smaller"] as const;
export type ViewingFilter = (typeof viewingFilters)[number];
const filters = z.array(z.enum(viewingFilters)).max(viewingFilters.length).refine(distinct);

/** Filters for everything, and for single topics instead of them. */
export const viewing = z.strictObject({ usual: filters, byTopic: z.partialRecord(topic, filters) });
export type Viewing = z.infer<typeof viewing>;

/** Away from the first day up to the day of return, in the hotline's time zone. */
export const absence = z
  .strictObject({ from: day, backOn: day })
  .refine(({ from, backOn }) => from < backOn, "ends before it begins");
export type Absence = z.infer<typeof absence>;

/** A language that somebody reads, as BCP 47 has it without a region: fr, en, ar. */
const readLanguage = z.string().regex(/^[a-z]{2,3}$/);

const ownChoices = {
  optOuts: z
    .array(topic)
    .max(topics.length)
    .refine(distinct)
    .meta({ description: "Topics I would rather not be given. Nobody else ever sees them." }),
  languagesRead: z
    .array(readLanguage)
    .max(30)
    .refine(distinct)
    .meta({ description: "Empty: nothing said, any language may come." }),
  viewing,
  absence: absence.nullable(),
};
export const ownSettingsBody = z.strictObject(ownChoices).meta({ id: "SaveOwnSettings" });
export type OwnSettingsBody = z.infer<typeof ownSettingsBody>;
export const ownSettingsView = z
  .object({ ...ownChoices, topics: permittedTopicsShape })
  .meta({ id: "OwnSettings" });
export type OwnSettingsView = z.infer<typeof ownSettingsView>;

/* ---- passkeys ---- */

/** Passkeys that one member may have. */
export const passkeysPerMember = 10;

const passkeyName = plainText(60).refine((name) => name.trim() !== "", "is empty");
export const passkeyView = z
  .object({ id, name: z.string(), createdAt: instant, lastUsedAt: instant.nullable() })
  .meta({ id: "Passkey" });
export type PasskeyView = z.infer<typeof passkeyView>;
export const passkeysView = z.object({ passkeys: z.array(passkeyView) }).meta({ id: "Passkeys" });
export type PasskeysView = z.infer<typeof passkeysView>;

export const passwordBody = z.strictObject({ password: plainText(1000) }).meta({ id: "Password" });
export const renamePasskeyBody = z.strictObject({ name: passkeyName }).meta({ id: "RenamePasskey" });

/** base64url without padding, as WebAuthn's JSON forms have it. */
const base64url = (maximum: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, "is not base64url")
    .max(maximum);

/** `PublicKeyCredentialCreationOptionsJSON`, what of it Vigie sets. */
export const passkeyCreation = z
  .object({
    challenge: z.string(),
    rp: z.object({ id: z.string(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    pubKeyCredParams: z.array(z.object({ type: z.literal("public-key"), alg: z.int() })),
    excludeCredentials: z.array(z.object({ type: z.literal("public-key"), id: z.string() })),
    authenticatorSelection: z.object({
      residentKey: z.literal("required"),
      requireResidentKey: z.literal(true),
      userVerification: z.literal("required"),
    }),
    attestation: z.literal("none"),
    timeout: z.int(),
  })
  .meta({ id: "PasskeyCreation" });
export type PasskeyCreation = z.infer<typeof passkeyCreation>;

/** `PublicKeyCredentialRequestOptionsJSON`, what of it Vigie sets. */
export const passkeyQuestion = z
  .object({
    challenge: z.string(),
    rpId: z.string(),
    userVerification: z.literal("required"),
    timeout: z.int(),
  })
  .meta({ id: "PasskeyQuestion" });
export type PasskeyQuestion = z.infer<typeof passkeyQuestion>;

/** `RegistrationResponseJSON`: the fields that are read. */
export const addPasskeyBody = z
  .strictObject({
    name: passkeyName,
    credential: z.strictObject({
      id: base64url(1400),
      clientDataJSON: base64url(8000),
      attestationObject: base64url(20_000),
    }),
  })
  .meta({ id: "AddPasskey" });
export type AddPasskeyBody = z.infer<typeof addPasskeyBody>;

/** `AuthenticationResponseJSON`: the fields that are read. */
export const passkeySignInBody = z
  .strictObject({
    credential: z.strictObject({
      id: base64url(1400),
      clientDataJSON: base64url(8000),
      authenticatorData: base64url(4000),
      signature: base64url(8000),
    }),
  })
  .meta({ id: "PasskeySignIn" });
export type PasskeySignInBody = z.infer<typeof passkeySignInBody>;

/* ---- one's own activity ---- */

export const ownActivityQuery = z.strictObject({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type OwnActivityQuery = z.infer<typeof ownActivityQuery>;

/** What I did, newest first, for myself alone. `next`: goes into `before` for the page after. */
export const ownActivityView = z
  .object({
    events: z.array(
      z.object({
        seq: z.int(),
        at: instant,
        type: z.enum(eventTypes),
        caseId: id.nullable().meta({ description: "null as well when the case is gone or not mine to see." }),
        caseNumber: z.string().nullable(),
      }),
    ),
    next: z.int().nullable(),
    timeZone: z.string().meta({ description: "IANA name: whose days they are put under." }),
  })
  .meta({ id: "OwnActivity" });
export type OwnActivityView = z.infer<typeof ownActivityView>;

/* ---- handover notes ---- */

/** Days after which a handover note ends, read or not. */
export const handoverNoteDays = 14;

export const writeHandoverBody = z
  .strictObject({
    text: plainText(2000).refine((text) => text.trim() !== "", "is empty"),
    to: id.nullable().meta({ description: "A colleague; null: the whole team." }),
    caseId: id.nullable(),
  })
  .meta({ id: "WriteHandover" });
export type WriteHandoverBody = z.infer<typeof writeHandoverBody>;

export const handoverView = z
  .object({
    id,
    at: instant,
    expiresAt: instant,
    text: z.string(),
    by: z.string(),
    mine: z.boolean().meta({ description: "I wrote it, and may take it back." }),
    to: z.string().nullable().meta({ description: "A colleague's name; null: the whole team." }),
    case: z.object({ id, number: z.string() }).nullable(),
  })
  .meta({ id: "HandoverNote" });
export type HandoverView = z.infer<typeof handoverView>;

export const handoversQuery = z.strictObject({
  after: plainText(200).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
export type HandoversQuery = z.infer<typeof handoversQuery>;

/** Notes for me that I have not read, and those I wrote myself; newest first. */
export const handoversView = z
  .object({ notes: z.array(handoverView), next: z.string().nullable() })
  .meta({ id: "HandoverNotes" });
export type HandoversView = z.infer<typeof handoversView>;
