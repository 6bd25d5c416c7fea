import { z } from "zod";
import { findGround } from "../../catalogue/installed-catalogue.ts";
import type { Config } from "../../config.ts";
import type { Vigie } from "../../vigie.ts";
import type { NoticeRow } from "../notice-outcomes.ts";
import type { ChannelOutcome, ChannelPort, OutgoingNotice } from "./channel-port.ts";
import { failureOfPost } from "./post-outcome-rules.ts";

/**
 * The documented interface of a service that wants an account or an agreement first. The only one so far is the report
 * of the AT Protocol, `com.atproto.moderation.createReport`, as Bluesky documents it; it has been tried against a local
 * double, never against the service. Nothing there recognises a report that was sent before: a lost answer is doubt.
 */
export const agreementChannel: ChannelPort = {
  async deliver(vigie, notice, { beforeLastByte }) {
    const account = accountOf(vigie.config, notice);
    if ("why" in account) return refusal(account.why[notice.language]);
    const subject = await subjectOf(vigie, account, notice);
    if (!("$type" in subject)) return subject;
    const token = await signIn(vigie, account);
    if (token === null) return { kind: "unreachable", why: "sign_in" };
    const outcome = await vigie.fetcher.post({
      url: methodUrl(account, "com.atproto.moderation.createReport"),
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: Buffer.from(JSON.stringify(reportOf(vigie.config, notice, subject))),
      beforeLastByte,
    });
    const failure = failureOfPost(outcome, { repeatable: false });
    if (failure) return failure;
    const answer = outcome.kind === "answered" ? readAs(createdReport, outcome.bodyText) : null;
    return { kind: "accepted", reference: answer ? String(answer.id) : null };
  },
  traceOf: async () => "unknown",
};

type Sentence = { fr: string; en: string };

/** Why the interface of this provider cannot be used here; null when it can. Fills `{why}` of `notice.channel_unusable`. */
export function whyNoAgreement(config: Config, notice: Pick<NoticeRow, "provider">): Sentence | null {
  const account = accountOf(config, notice);
  return "why" in account ? account.why : null;
}

interface Account {
  origin: string;
  identifier: string;
  password: string;
}

function accountOf(
  { agreements }: Config,
  { provider }: Pick<NoticeRow, "provider">,
): Account | { why: Sentence } {
  if (provider !== "bluesky") {
    return {
      why: {
        fr: "Vigie ne connaît pas l’interface de ce service. Choisissez un autre canal.",
        en: "Vigie does not know the interface of this service. Choose another channel.",
      },
    };
  }
  const url = agreements.bluesky === undefined ? null : new URL(agreements.bluesky);
  if (!url?.username || !url.password) {
    return {
      why: {
        fr: "ce service demande un compte. Ouvrez-en un pour votre structure, puis inscrivez-le dans VIGIE_BLUESKY_URL.",
        en: "this service wants an account. Open one for your hotline, then set it in VIGIE_BLUESKY_URL.",
      },
    };
  }
  return {
    origin: url.origin,
    identifier: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}

type Subject =
  | { $type: "com.atproto.repo.strongRef"; uri: string; cid: string }
  | { $type: "com.atproto.admin.defs#repoRef"; did: string };

const place = /^https:\/\/bsky\.app\/profile\/([\w.:%-]+)(?:\/post\/([a-z2-7]{13}))?$/;
const placesAtMost = 10;

/** A report is about one post or one account: several posts of one account are a report about it that names them. */
async function subjectOf(
  vigie: Vigie,
  account: Account,
  { locations, language }: OutgoingNotice,
): Promise<Subject | ChannelOutcome> {
  const places = locations.map(({ text }) => place.exec(text));
  const [first] = locations;
  const actor = places[0]?.[1];
  if (!first || !actor || places.length > placesAtMost || places.some((found) => found?.[1] !== actor)) {
    return refusal(oneAccountOnly[language]);
  }
  const post = places.length === 1 ? places[0]?.[2] : undefined;
  const { contentId } = first;
  if (post !== undefined) {
    const query = { repo: actor, collection: "app.bsky.feed.post", rkey: post };
    const record = await ask(vigie, { account, contentId, query }, "com.atproto.repo.getRecord", knownRecord);
    return "kind" in record ? record : { $type: "com.atproto.repo.strongRef", ...record };
  }
  if (actor.startsWith("did:")) return { $type: "com.atproto.admin.defs#repoRef", did: actor };
  const query = { handle: actor };
  const found = await ask(
    vigie,
    { account, contentId, query },
    "com.atproto.identity.resolveHandle",
    knownHandle,
  );
  return "kind" in found ? found : { $type: "com.atproto.admin.defs#repoRef", ...found };
}

const oneAccountOnly: Sentence = {
  fr: "cette interface prend un seul compte par signalement, ou dix publications d’un même compte",
  en: "this interface takes one account in a report, or ten posts of one account",
};

const knownRecord = z.object({ uri: z.string().startsWith("at://did:"), cid: z.string().min(1) });
const knownHandle = z.object({ did: z.string().startsWith("did:") });
const session = z.object({ accessJwt: z.string().min(1) });
const createdReport = z.object({ id: z.int() });

/** A question to the interface about a content: the fetcher asks for its handling first. */
async function ask<Answer extends object>(
  { fetcher }: Vigie,
  { account, contentId, query }: { account: Account; contentId: string; query: Record<string, string> },
  method: string,
  shape: z.ZodType<Answer>,
): Promise<Answer | ChannelOutcome> {
  const url = `${methodUrl(account, method)}?${new URLSearchParams(query)}`;
  const outcome = await fetcher.askRegistry({ contentId, url, accept: "application/json" });
  if (outcome.kind === "unreachable") return { kind: "unreachable", why: outcome.reason };
  if (outcome.kind === "refused") return refusal(`not asked: ${outcome.reason}`);
  const failure = failureOfPost({ ...outcome, released: true }, { repeatable: true });
  return failure ?? readAs(shape, outcome.bodyText) ?? refusal("the interface answered something else");
}

/** @returns null when it does not let us in now: that is ours to mend and says nothing about the notice. */
async function signIn({ fetcher }: Vigie, account: Account): Promise<string | null> {
  const { identifier, password } = account;
  const outcome = await fetcher.post({
    url: methodUrl(account, "com.atproto.server.createSession"),
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify({ identifier, password })),
    beforeLastByte: async () => undefined,
  });
  if (outcome.kind !== "answered" || outcome.status !== 200) return null;
  return readAs(session, outcome.bodyText)?.accessJwt ?? null;
}

// Of the interface; counted as a reader counts.
const longestReason = 2_000;

function reportOf({ hotline }: Config, notice: OutgoingNotice, subject: Subject): object {
  const grounds = notice.grounds.flatMap((slug) => {
    const ground = findGround(slug);
    return ground
      ? [`${ground.label[notice.language]} (${[ground.law.text, ...ground.law.articles].join(", ")})`]
      : [];
  });
  const reason = [
    notice.subject,
    `${hotline.name}, ${hotline.email}`,
    grounds.join("\n"),
    notice.locations.map(({ text }) => text).join("\n"),
    notice.explanation,
  ].join("\n\n");
  return {
    // “Direct violation of server rules, laws, terms of service”.
    reasonType: "com.atproto.moderation.defs#reasonViolation",
    reason: cut(reason),
    subject,
    modTool: { name: "vigie", meta: { notice: notice.id } },
  };
}

function cut(text: string): string {
  const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  return characters.length <= longestReason ? text : `${characters.slice(0, longestReason - 1).join("")}…`;
}

function methodUrl({ origin }: Account, method: string): string {
  return `${origin}/xrpc/${method}`;
}

function readAs<Answer>(shape: z.ZodType<Answer>, bodyText: string): Answer | null {
  try {
    return shape.parse(JSON.parse(bodyText));
  } catch {
    return null;
  }
}

function refusal(response: string): ChannelOutcome {
  return { kind: "refused", permanent: true, response };
}
