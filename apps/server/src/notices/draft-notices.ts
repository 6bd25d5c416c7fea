import { type NoticeRequestBody, Refusal } from "@vigie/contract";
import type { Kysely } from "kysely";
import { findGround } from "../catalogue/installed-catalogue.ts";
import { openAddress } from "../contents/seal-addresses.ts";
import type { Database } from "../db/schema.ts";
import { headerText } from "../mail/header-text.ts";
import { parseMailAddress } from "../mail/mail-address.ts";
import { findRecipient } from "../providers/recipients-queries.ts";
import type { SealKeyPair } from "../vault/sealed-box.ts";
import type { Vigie } from "../vigie.ts";
import { composeNotice, type NoticeLocation } from "./compose-notice.ts";
import { type AddressedLocation, groupNotices, type NoticeGroup } from "./group-notices-rules.ts";
import type { NoticeCase } from "./notice-case.ts";
import { noticeHindrance } from "./notice-rules.ts";

export interface NoticeDraftRequest extends NoticeRequestBody {
  /** Asked only when an address of the case is sealed. */
  teamKey?: () => Promise<SealKeyPair>;
}

export type Draft = NoticeGroup & { subject: string; body: string };

type Recipient = AddressedLocation["recipient"];
type OpenLocation = NoticeLocation & { id: string; host: string; service: string | null; sealed: boolean };

export interface DraftedNotices {
  drafts: Draft[];
  /** Recipients a person typed, for hosts that may be remembered: those of a sealed address may not. */
  typed: { host: string; recipient: Recipient }[];
}

/**
 * The notices that a request would send, one per recipient, exactly as they would read.
 * @throws Refusal `notice.needs_referral`, `notice.not_ready`, `case.not_assessed`, `content.unknown`,
 * `notice.recipient_invalid`, `notice.recipient_missing`, `session.locked`
 */
export async function draftNotices(
  trx: Kysely<Database>,
  { config, clock }: Pick<Vigie, "config" | "clock">,
  noticeCase: NoticeCase,
  { contentIds, recipients, explanation, teamKey }: NoticeDraftRequest,
): Promise<DraftedNotices> {
  const hindrance = noticeHindrance(noticeCase);
  if (hindrance) throw new Refusal(hindrance);
  const typed = readRecipients(recipients);
  const locations = await openLocations(trx, { caseId: noticeCase.id, contentIds, teamKey });
  const addressed = await addressLocations(trx, locations, typed);
  const byId = new Map(locations.map((location) => [location.id, location]));
  const grounds = (noticeCase.assessment?.grounds ?? []).flatMap((slug) => {
    const ground = findGround(slug);
    return ground ? [{ label: ground.label, law: [ground.law.text, ...ground.law.articles].join(", ") }] : [];
  });

  const drafts = groupNotices(addressed).map((group) => ({
    ...group,
    ...composeNotice({
      language: group.language,
      hotline: config.hotline,
      caseNumber: noticeCase.number,
      date: clock.now(),
      timeZone: config.hotline.timeZone,
      grounds,
      explanation,
      locations: group.contentIds.flatMap((id) => byId.get(id) ?? []),
    }),
  }));
  const open = new Set(locations.filter(({ sealed }) => !sealed).map(({ host }) => host));
  return {
    drafts,
    typed: [...typed].flatMap(([host, recipient]) => (open.has(host) ? [{ host, recipient }] : [])),
  };
}

/** By host; the empty host is for locations that are described in words. */
function readRecipients(recipients: NoticeRequestBody["recipients"]): Map<string, Recipient> {
  const read = new Map<string, Recipient>();
  for (const { host, name, email, language } of recipients) {
    const mail = parseMailAddress(email);
    const shownName = headerText(name);
    if (mail.kind === "refused" || shownName === "") throw new Refusal("notice.recipient_invalid");
    read.set(host.toLowerCase(), { name: shownName, address: mail.address, language });
  }
  return read;
}

async function openLocations(
  trx: Kysely<Database>,
  {
    caseId,
    contentIds,
    teamKey,
  }: { caseId: string; contentIds: readonly string[]; teamKey: NoticeDraftRequest["teamKey"] },
): Promise<OpenLocation[]> {
  const wanted = [...new Set(contentIds)];
  const rows = await trx
    .selectFrom("contents")
    .innerJoin("cases", "cases.id", "contents.case_id")
    .select([
      "contents.id",
      "url",
      "readable_url",
      "host",
      "service",
      "address_sealed",
      "created_at",
      "assessed_at",
    ])
    .where("case_id", "=", caseId)
    .where("contents.id", "in", wanted)
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  const locations: OpenLocation[] = [];
  for (const id of wanted) {
    const row = byId.get(id);
    if (!row) throw new Refusal("content.unknown");
    // What joined the case later was not examined with it.
    if (!row.assessed_at || row.created_at > row.assessed_at) throw new Refusal("case.not_assessed");
    if (row.address_sealed === null) {
      const { url, readable_url: readableUrl, host, service } = row;
      locations.push({ id, url: url ?? "", readableUrl, host: host ?? "", service, sealed: false });
      continue;
    }
    if (!teamKey) throw new Refusal("session.locked");
    const address = openAddress(await teamKey(), row.address_sealed);
    if (!address) throw new Refusal("session.locked");
    locations.push(
      "words" in address
        ? { id, url: address.words, readableUrl: null, host: "", service: null, sealed: true }
        : { id, ...address, sealed: true },
    );
  }
  return locations;
}

async function addressLocations(
  trx: Kysely<Database>,
  locations: readonly OpenLocation[],
  typed: ReadonlyMap<string, Recipient>,
): Promise<AddressedLocation[]> {
  const byHost = new Map<string, Recipient>(typed);
  const addressed: AddressedLocation[] = [];
  for (const [index, { id, host, service }] of locations.entries()) {
    const recipient = byHost.get(host) ?? (await knownRecipient(trx, host, service));
    // A location in words has no host to name: its number in the request stands for it.
    if (!recipient) throw new Refusal("notice.recipient_missing", { host: host || `[${index + 1}]` });
    byHost.set(host, recipient);
    addressed.push({ contentId: id, host, recipient });
  }
  return addressed;
}

async function knownRecipient(
  trx: Kysely<Database>,
  host: string,
  service: string | null,
): Promise<Recipient | null> {
  const known = host === "" ? null : await findRecipient(trx, host, service);
  const mail = known ? parseMailAddress(known.email) : null;
  return known && mail?.kind === "ok"
    ? { name: headerText(known.name), address: mail.address, language: known.language }
    : null;
}
