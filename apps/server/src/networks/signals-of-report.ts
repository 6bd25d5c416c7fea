import type { EvidenceKind, SignalSource, SignalStrength, SignalType } from "@vigie/contract";
import type { Canonical } from "../contents/canonical-key.ts";
import type { Vigie } from "../vigie.ts";
import { type Signal, signalsOfLocation, signalsOfText } from "./signal-rules.ts";

/** A signal ready to be stored: nobody reads its value without the team key, and equal ones still meet. */
export interface PreparedSignal {
  /** HMAC of type and value under the key for links. */
  mac: Buffer;
  type: SignalType;
  strength: SignalStrength;
  /** The value, to the team key; null where the address that is stored tells it. */
  sealed: Buffer | null;
}

type Sealing = Pick<Vigie, "keys" | "intake" | "config">;

/** Signals of one location, in words or as an address. */
export function signalsFromLocation(
  { keys, config }: Pick<Vigie, "keys" | "config">,
  location: Canonical,
): PreparedSignal[] {
  return signalsNamedBy(location, config.hotline).map((signal) => ({
    mac: macOf(keys, signal),
    type: signal.type,
    strength: signal.strength,
    sealed: null,
  }));
}

/** The value of a signal of a location; null when rules that changed since read it otherwise. */
export function valueInLocation(
  { keys, config }: Pick<Vigie, "keys" | "config">,
  { location, mac }: { location: Canonical; mac: Buffer },
): string | null {
  const found = signalsNamedBy(location, config.hotline).find((signal) => macOf(keys, signal).equals(mac));
  return found?.value ?? null;
}

function signalsNamedBy(location: Canonical, { country }: { country: string }): Signal[] {
  const found = signalsOfLocation(location);
  return location.kind === "words" ? [...found, ...signalsOfText(location.text, { country })] : found;
}

/**
 * Signals of what a person wrote.
 * @param contact where they may be written to, which is no signal, in their words neither.
 */
export function signalsFromWords(
  vigie: Sealing,
  text: string,
  { contact = null }: { contact?: string | null } = {},
): PreparedSignal[] {
  const own = contact === null ? null : signalsOfText(contact, vigie.config.hotline)[0]?.value;
  return signalsOfText(text, vigie.config.hotline)
    .filter(({ type, value }) => type !== "email" || value !== own)
    .map((signal) => prepare(vigie, signal));
}

/** Words that say of a kept entry what its kind says, so that a name alone is read as one of that service. */
const wordsOfKind: Partial<Record<EvidenceKind, string>> = { paypal: "paypal" };

/** Signals of entries kept under a receipt, each by its kind. */
export function signalsFromEntry(
  vigie: Sealing,
  { kind, text }: { kind: EvidenceKind; text: string },
): PreparedSignal[] {
  const word = wordsOfKind[kind];
  const named = word !== undefined && /^[\w$.-]+$/.test(text) ? `@${text}` : text;
  return signalsFromWords(vigie, word === undefined ? text : `${word} ${named}`);
}

function prepare({ keys, intake }: Sealing, signal: Signal): PreparedSignal {
  const { type, strength, value } = signal;
  return { mac: macOf(keys, signal), type, strength, sealed: intake.sealForTeam(value) };
}

function macOf(keys: Vigie["keys"], { type, value }: Signal): Buffer {
  return keys.macOf("link", `${type}\0${value}`);
}

/** Where in a report the signals were seen, and what row that is. */
export type SeenAt = { source: Exclude<SignalSource, "location">; sourceId: string };
