import { createHash } from "node:crypto";
import {
  type Concern,
  type ErrorCode,
  type ErrorDetails,
  type Fingerprint,
  type Language,
  limits,
  Refusal,
  type Situation,
} from "@vigie/contract";
import { canonicalKey } from "../contents/canonical-key.ts";
import { newId } from "../db/new-id.ts";
import { parseMailAddress } from "../mail/mail-address.ts";
import { prepareFingerprints } from "../matching/store-fingerprints.ts";
import { signalsFromLocation, signalsFromWords } from "../networks/signals-of-report.ts";
import { unwrapWithSecret, wrapWithSecret } from "../vault/passphrase.ts";
import { sealForMany } from "../vault/sealed-box.ts";
import type { Vigie } from "../vigie.ts";
import { tellsOfDanger } from "./danger-words-rules.ts";
import type { PreparedContent, PreparedReport } from "./intake.ts";

export interface ReportInput {
  source: "page" | "api";
  /** Each as its reporter wrote it. */
  locations: readonly string[];
  concern: Concern | null;
  text: string | null;
  contact: string | null;
  minor: boolean;
  private: boolean;
  /** What the person said before they wrote. */
  situation?: Situation | null;
  /** Made on the person's device. */
  fingerprints?: readonly Fingerprint[];
  language: Language;
  wantsReceipt: boolean;
  /** 16 characters or more; the same key with the same report gives the same receipt. */
  idempotencyKey: string | null;
}

export interface ReportProblem {
  code: ErrorCode;
  details: ErrorDetails;
  field: "where" | "text" | "contact" | "key";
}

/** `danger`: the words may mean that a life is in danger, so whom to call comes first in the answer. */
export type AcceptOutcome =
  | { kind: "accepted"; reportId: string; receipt: string | null; danger: boolean }
  | { kind: "refused"; problems: ReportProblem[]; danger: boolean };

/** What a report's words are sealed as. `typed` is in the order of the report's locations. */
export interface ReportWords {
  text: string | null;
  typed: string[];
}

/**
 * Takes a report: checks it, gives each location its canonical key, seals the words, and stores all of it at once.
 * Touches no network. When this returns `accepted`, the report is durable.
 * @throws Refusal `service.busy` when too many receipts are being made at once.
 */
export async function acceptReport(vigie: Vigie, input: ReportInput): Promise<AcceptOutcome> {
  // Whoever chooses "abuse of a minor", or said so on the way here, has said that a minor is possible, ticked or not.
  const minor = input.minor || input.concern === "minor_abuse" || input.situation?.minor === "yes";
  const { contents, problems } = prepareContents(vigie, { ...input, minor });
  if (input.text !== null && input.text.length > limits.textCharacters) {
    problems.push({ code: "report.text_too_long", details: { limit: limits.textCharacters }, field: "text" });
  }
  const contact = input.contact === null ? null : parseMailAddress(input.contact);
  if (contact?.kind === "refused")
    problems.push({ code: "report.contact_invalid", details: {}, field: "contact" });
  const danger = tellsOfDanger(wordsOf(input));
  if (problems.length > 0 || contact?.kind === "refused") return { kind: "refused", problems, danger };

  const ready = input.wantsReceipt ? await vigie.receipts.pool.take() : null;
  if (ready?.kind === "busy") throw new Refusal("service.busy");
  const words: ReportWords = { text: input.text, typed: [...input.locations] };
  const sealedWords = JSON.stringify(words);
  const outcome = await vigie.intake.submit({
    id: newId(),
    receivedAt: vigie.clock.now(),
    source: input.source,
    language: input.language,
    concern: input.concern,
    minor,
    private: input.private,
    danger,
    situation: input.situation ?? null,
    wordsSealed: ready
      ? sealForMany([vigie.teamPublicKey, ready.thread.publicKey], sealedWords)
      : vigie.intake.sealForTeam(sealedWords),
    contactSealed: contact ? vigie.keys.sealToService(contact.address) : null,
    receiptLookup: ready?.lookup ?? null,
    threadKey: ready ? Buffer.from(ready.thread.publicKey) : null,
    idempotency: idempotencyOf(vigie, input, ready?.receipt ?? null),
    contents,
    signals: signalsFromWords(vigie, input.text ?? "", { contact: contact?.address ?? null }),
    fingerprints: prepareFingerprints(vigie.keys, input.fingerprints ?? [], {
      minor: minor || !isSaidAdult(input),
    }),
  });

  if (outcome.kind === "stored") {
    return { kind: "accepted", reportId: outcome.reportId, receipt: ready?.receipt ?? null, danger };
  }
  if (!outcome.sameBody) {
    const problem: ReportProblem = { code: "report.idempotency_reused", details: {}, field: "key" };
    return { kind: "refused", problems: [problem], danger };
  }
  const replayed =
    outcome.replay && unwrapWithSecret(outcome.replay, replaySecret(input.idempotencyKey ?? ""));
  return {
    kind: "accepted",
    reportId: outcome.reportId,
    receipt: replayed ? replayed.toString("ascii") : null,
    danger,
  };
}

/** Whether nobody shown is under 18, as far as it was asked: the page always asks, an interface when it tells the situation. */
function isSaidAdult({ source, situation }: ReportInput): boolean {
  return situation ? situation.minor === "no" : source === "api";
}

/** What a person wrote in their own words: the text, and places that are no address. Nothing beyond the limits. */
function wordsOf({ text, locations }: ReportInput): string {
  const places = locations
    .slice(0, limits.locations)
    .map((location) => location.slice(0, limits.locationCharacters))
    .filter((location) => !/^\s*[a-z][a-z0-9+.-]*:\/\//i.test(location));
  return [(text ?? "").slice(0, limits.textCharacters), ...places].join("\n");
}

function prepareContents(
  vigie: Vigie,
  { locations, minor, private: onlyToMe }: ReportInput,
): { contents: PreparedContent[]; problems: ReportProblem[] } {
  const contents: PreparedContent[] = [];
  const problems: ReportProblem[] = [];
  if (locations.length === 0) problems.push({ code: "report.location_missing", details: {}, field: "where" });
  if (locations.length > limits.locations) {
    const details = { limit: limits.locations, count: locations.length };
    return { contents, problems: [{ code: "report.too_many_locations", details, field: "where" }] };
  }
  for (const [index, typed] of locations.entries()) {
    const canonical = canonicalKey(typed, { allowHosts: vigie.intake.allowsHost });
    if (canonical.kind === "refused") {
      const why = refusedLocations[canonical.code] ?? refusedLocations["malformed"];
      const details = { position: index + 1, why_fr: why?.fr ?? "", why_en: why?.en ?? "" };
      problems.push({ code: "report.location_refused", details, field: "where" });
      continue;
    }
    if (canonical.kind === "words") {
      contents.push({
        id: newId(),
        kind: "words",
        keyMac: vigie.keys.macOf("content", `words:${canonical.text.toLowerCase()}`),
        address: null,
        sealed: vigie.intake.sealForTeam(JSON.stringify({ words: canonical.text })),
        signals: signalsFromLocation(vigie, canonical),
      });
      continue;
    }
    const { key, url, readableUrl, host, domain, service, object } = canonical;
    const address = { key, url, readableUrl, host, domain, service, object };
    contents.push({
      id: newId(),
      kind: "url",
      keyMac: vigie.keys.macOf("content", key),
      address,
      // Where a minor is possible, or the link may be known to one person only, the address itself is sealed.
      sealed: minor || onlyToMe ? vigie.intake.sealForTeam(JSON.stringify(address)) : null,
      signals: signalsFromLocation(vigie, canonical),
    });
  }
  return { contents, problems };
}

function idempotencyOf(
  vigie: Vigie,
  input: ReportInput,
  receipt: string | null,
): PreparedReport["idempotency"] {
  const { idempotencyKey, source, ...rest } = input;
  if (idempotencyKey === null) return null;
  return {
    mac: vigie.keys.macOf("idempotency", `${source}:${idempotencyKey}`),
    bodyMac: vigie.keys.macOf("idempotency", `body:${JSON.stringify(rest)}`),
    // Only whoever holds the key can read the receipt back, for as long as a replay is possible.
    replay: receipt ? wrapWithSecret(Buffer.from(receipt, "ascii"), replaySecret(idempotencyKey)) : null,
  };
}

function replaySecret(idempotencyKey: string): Buffer {
  return createHash("sha256").update(`vigie replay 1\0${idempotencyKey}`).digest();
}

const refusedLocations: Record<string, { fr: string; en: string }> = {
  scheme: {
    fr: "seules les adresses qui commencent par http ou https sont reçues.",
    en: "only addresses that begin with http or https are taken.",
  },
  private_address: {
    fr: "cette adresse n'existe que sur un réseau privé. Décrivez avec vos mots où cela se trouve.",
    en: "this address exists on a private network only. Describe in your words where it is.",
  },
  too_long: {
    fr: "cette adresse est trop longue. Copiez-la de nouveau, ou décrivez l'endroit.",
    en: "this address is too long. Copy it again, or describe the place.",
  },
  empty: {
    fr: "elle est vide.",
    en: "it is empty.",
  },
  malformed: {
    fr: "cette adresse contient une erreur. Copiez-la de nouveau depuis la barre d'adresse.",
    en: "this address has a mistake in it. Copy it again from the address bar.",
  },
};
