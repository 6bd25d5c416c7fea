import { type NoticeDraft, type NoticeRequestBody, Refusal, type Rung } from "@vigie/contract";
import type { Kysely } from "kysely";
import { getDomain } from "tldts";
import type { Ground } from "../catalogue/ground-schema.ts";
import { allAuthorities, findGround } from "../catalogue/installed-catalogue.ts";
import { openAddress } from "../contents/seal-addresses.ts";
import type { Database } from "../db/schema.ts";
import { headerText } from "../mail/header-text.ts";
import { parseMailAddress } from "../mail/mail-address.ts";
import { findRecipient } from "../providers/recipients-queries.ts";
import type { SealKeyPair } from "../vault/sealed-box.ts";
import type { Vigie } from "../vigie.ts";
import {
  composeIdentity,
  composeNotice,
  type EarlierNotice,
  type NoticeGround,
  type NoticeLocation,
} from "./compose-notice.ts";
import { formAnswers } from "./form-answers.ts";
import {
  type AddressedLocation,
  groupNotices,
  type NoticeGroup,
  type Recipient,
} from "./group-notices-rules.ts";
import type { NoticeCase } from "./notice-case.ts";
import { noticeHindrance } from "./notice-rules.ts";
import { placeholdersIn } from "./placeholder-rules.ts";
import { providerOf } from "./provider-of.ts";
import { readRecipients, type TypedRecipient } from "./read-recipients.ts";
import { namesPerson, voiceOf, wishOf } from "./voice-rules.ts";

export interface NoticeDraftRequest extends NoticeRequestBody {
  /** Asked only when an address of the case is sealed. */
  teamKey?: () => Promise<SealKeyPair>;
  /** The machine takes the escalation. */
  automatic?: boolean;
}

export interface Draft
  extends NoticeGroup,
    Pick<NoticeDraft, "subject" | "body" | "identity" | "form" | "placeholders"> {
  provider: string;
  tag: string;
}

type OpenLocation = NoticeLocation & { id: string; host: string; service: string | null; sealed: boolean };

export interface DraftedNotices {
  drafts: Draft[];
  /** Mail desks that a person typed, for hosts that may be remembered: those of a sealed address may not. */
  typed: TypedRecipient[];
  /** The notice that these take further, when they take up an escalation. */
  follows: string | null;
}

/**
 * The notices that a request would send, one per recipient, exactly as they would read.
 * @param newTag names a notice in the address that answers go to.
 * @throws Refusal `notice.needs_referral`, `notice.not_ready`, `case.not_assessed`, `content.unknown`,
 * `notice.recipient_invalid`, `notice.recipient_missing`, `notice.channel_unusable`, `escalation.unknown`,
 * `session.locked`
 */
export async function draftNotices(
  trx: Kysely<Database>,
  { config, clock }: Pick<Vigie, "config" | "clock">,
  noticeCase: NoticeCase,
  { contentIds, recipients, explanation, identity = null, escalationId = null, teamKey }: NoticeDraftRequest,
  { newTag }: { newTag: () => string },
): Promise<DraftedNotices> {
  const hindrance = noticeHindrance(noticeCase);
  if (hindrance) throw new Refusal(hindrance);
  const typed = readRecipients(config, recipients);
  const locations = await openLocations(trx, { caseId: noticeCase.id, contentIds, teamKey });
  const groups = groupNotices(await addressLocations(trx, locations, typed));
  const taken = escalationId === null ? null : await readEscalation(trx, noticeCase.id, escalationId);
  const sent = await readEarlier(trx, { caseId: noticeCase.id, contentIds });
  const byId = new Map(locations.map((location) => [location.id, location]));
  const rows = (noticeCase.assessment?.grounds ?? []).flatMap((slug) => findGround(slug) ?? []);
  const grounds = rows.map(noticeGround);

  const drafts = groups.map((group): Draft => {
    const { kind, channel, channelId, language, to } = group;
    const own = group.contentIds.flatMap((id) => byId.get(id) ?? []);
    const voice = voiceOf(kind, {
      rung: taken?.rung ?? null,
      takesPrivacy: takesPrivacy(to),
      families: rows.map(({ family }) => family),
    });
    const tag = newTag();
    const byReply = channel === "email";
    // Who answers a form or a letter has nothing to reply to: the address in the text names the notice.
    const tagged = !byReply && config.answers.imapUrl !== undefined && tag !== "";
    const { subject, body } = composeNotice({
      voice,
      language,
      hotline: {
        ...config.hotline,
        email: tagged ? config.answers.address.replace("{tag}", tag) : config.hotline.email,
      },
      caseNumber: noticeCase.number,
      date: clock.now(),
      timeZone: config.hotline.timeZone,
      grounds,
      explanation,
      locations: own,
      earlier: kind === "complaint" ? sent : sent.filter(({ id }) => id === taken?.noticeId),
      wish: wishOf(kind, rows),
      byReply,
    });
    const person = namesPerson(kind) ? (identity?.name ?? null) : null;
    const block =
      person === null
        ? null
        : composeIdentity({ voice, language, recipient: to.name, person, caseNumber: noticeCase.number });
    return {
      ...group,
      subject,
      body,
      tag,
      provider: providerOf({
        channelId,
        service: kind === "service" ? serviceOf(own) : null,
        email: to.email,
        url: to.url,
      }),
      identity: block,
      form:
        channel === "web_form"
          ? formAnswers({ language, channelId, body, grounds, explanation, identity: block })
          : [],
      placeholders: placeholdersIn([explanation, to.name, ...(to.postal ?? []), person ?? ""]),
    };
  });
  const open = new Set(locations.filter(({ sealed }) => !sealed).map(({ host }) => host));
  return {
    drafts,
    typed: typed.filter(
      ({ host, recipient: { channel, kind } }) =>
        channel === "email" && (kind === "service" || kind === "host") && open.has(host),
    ),
    follows: taken?.noticeId ?? null,
  };
}

/** What a notice says of a ground. */
export function noticeGround({ label, law, elements }: Ground): NoticeGround {
  return { label, law: [law.text, ...law.articles].join(", "), elements };
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
      "kind",
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
    if (row.kind === "words") {
      // The reporter's own words stay here: the explanation says where.
      locations.push({ id, url: null, readableUrl: null, host: "", service: null, sealed: true });
      continue;
    }
    if (row.address_sealed === null) {
      const { url, readable_url: readableUrl, host, service } = row;
      locations.push({ id, url: url ?? "", readableUrl, host: host ?? "", service, sealed: false });
      continue;
    }
    const address = teamKey ? openAddress(await teamKey(), row.address_sealed) : null;
    if (!address || "words" in address) throw new Refusal("session.locked");
    locations.push({ id, ...address, sealed: true });
  }
  return locations;
}

async function addressLocations(
  trx: Kysely<Database>,
  locations: readonly OpenLocation[],
  typed: readonly TypedRecipient[],
): Promise<AddressedLocation[]> {
  const addressed: AddressedLocation[] = [];
  for (const [index, { id, host, service }] of locations.entries()) {
    const chosen = typed
      .filter((one) => one.host === host || one.host === "*")
      .map(({ recipient }) => recipient);
    const known = chosen.length > 0 ? null : await knownRecipient(trx, host, service);
    if (known) chosen.push(known);
    // A location in words has no host to name: its number in the request stands for it.
    if (chosen.length === 0)
      throw new Refusal("notice.recipient_missing", { host: host || `[${index + 1}]` });
    addressed.push(...chosen.map((recipient) => ({ contentId: id, host, recipient })));
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
  if (!known || mail?.kind !== "ok") return null;
  return {
    kind: known.source === "rdap" ? "host" : "service",
    channel: "email",
    channelId: null,
    to: { name: headerText(known.name), email: mail.address, url: null, postal: null },
    language: known.language,
  };
}

async function readEscalation(
  trx: Kysely<Database>,
  caseId: string,
  escalationId: string,
): Promise<{ noticeId: string; rung: Rung }> {
  const row = await trx
    .selectFrom("escalations")
    .select(["notice_id as noticeId", "rung"])
    .where("id", "=", escalationId)
    .where("case_id", "=", caseId)
    .executeTakeFirst();
  if (!row) throw new Refusal("escalation.unknown");
  return row;
}

/** What was already written about these contents, oldest first. */
async function readEarlier(
  trx: Kysely<Database>,
  { caseId, contentIds }: { caseId: string; contentIds: readonly string[] },
): Promise<(EarlierNotice & { id: string })[]> {
  const rows = await trx
    .selectFrom("notices")
    .select(["id", "to_name", "status", "answer", "sent_at", "created_at"])
    .where("case_id", "=", caseId)
    .where("status", "in", ["sent", "failed"])
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("notice_contents")
          .select("notice_id")
          .whereRef("notice_id", "=", "notices.id")
          .where("content_id", "in", contentIds),
      ),
    )
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(({ id, to_name: name, status, answer, sent_at, created_at }) => ({
    id,
    name,
    date: sent_at ?? created_at,
    outcome: status === "failed" ? "not_delivered" : answer,
  }));
}

/** Whether a recipient is, by the catalogue, an authority for privacy; null when it does not stand there. */
function takesPrivacy({ email, url }: Recipient["to"]): boolean | null {
  const domain = getDomain(email?.split("@")[1] ?? url ?? "");
  if (domain === null) return null;
  const authority = allAuthorities().find(
    (one) => one.kind === "regulator" && getDomain(one.email?.split("@")[1] ?? one.url ?? "") === domain,
  );
  return authority ? authority.topics.includes("privacy") : null;
}

/** The service that all these locations are on. */
function serviceOf(locations: readonly OpenLocation[]): string | null {
  const [service = null, ...others] = new Set(locations.map((location) => location.service));
  return others.length === 0 ? service : null;
}
