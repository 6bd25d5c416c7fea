import { type InboxNotice, inboxNotice, inboxReceipt } from "@vigie/contract";
import { findGround } from "../../catalogue/installed-catalogue.ts";
import { ownLabel } from "../../labels/own-label.ts";
import { signRequest } from "../../labels/sign-request.ts";
import type { Vigie } from "../../vigie.ts";
import { answerToken } from "../answer-token.ts";
import { readNoticeCase } from "../notice-case.ts";
import { dueOf } from "../notice-outcomes.ts";
import { openIdentity } from "../open-identity.ts";
import type { ChannelPort, OutgoingNotice } from "./channel-port.ts";
import { failureOfPost } from "./post-outcome-rules.ts";

/**
 * A signed post to an inbox of the contract's shape (`inboxNotice`). The inbox knows a notice by its id, so one whose
 * answer was lost is sent again by the machine and never in doubt.
 */
export const apiChannel: ChannelPort = {
  async deliver(vigie, notice, { beforeLastByte }) {
    if (notice.to_url === null) throw new Error("a notice by an interface has its address");
    const body = Buffer.from(JSON.stringify(await inboxNoticeOf(vigie, notice)));
    const url = notice.to_url;
    const headers = { "content-type": "application/json" };
    const signed = await signRequest(vigie, { method: "POST", url, headers, body });
    const outcome = await vigie.fetcher.post({
      url,
      headers: { ...headers, ...signed },
      body,
      beforeLastByte,
    });
    const failure = failureOfPost(outcome, { repeatable: true });
    if (failure) return failure;
    const receipt = outcome.kind === "answered" ? readReceipt(outcome.bodyText) : null;
    // What agrees to everything is a page, not an inbox: without a receipt nobody can say that it has the notice.
    if (receipt?.id !== notice.id) {
      return { kind: "refused", permanent: true, response: "what answered gave no receipt of an inbox" };
    }
    return { kind: "accepted", reference: receipt.reference };
  },
  traceOf: async () => "may_repeat",
};

async function inboxNoticeOf(vigie: Vigie, notice: OutgoingNotice): Promise<InboxNotice> {
  const { config, db, clock, keys, publicUrl } = vigie;
  const { number, assessment } = await readNoticeCase(db, { caseId: notice.case_id });
  const { jws: label } = await ownLabel(vigie);
  const at = clock.now();
  return inboxNotice.parse({
    version: 1,
    id: notice.id,
    sentAt: at.toISOString(),
    notice: {
      kind: notice.kind,
      language: notice.language,
      reference: number,
      grounds: notice.grounds.flatMap((slug) => {
        const ground = findGround(slug);
        if (!ground) return [];
        return [
          { slug, label: ground.label[notice.language], law: [ground.law.text, ...ground.law.articles] },
        ];
      }),
      manifest: assessment?.manifest,
      explanation: notice.explanation,
      locations: notice.locations.map(({ text }) => ({ url: text })),
      goodFaith: true,
      text: notice.body,
    },
    identity: {
      name: config.hotline.name,
      email: config.hotline.email,
      text: openIdentity(vigie, notice),
    },
    label,
    answer: {
      url: `${publicUrl}/api/v1/answers`,
      token: answerToken(keys, notice.id),
      due: dueOf(config, { ...notice, sentAt: at })?.toISOString() ?? null,
    },
    follows: notice.follows,
  } satisfies Record<keyof InboxNotice, unknown>);
}

function readReceipt(bodyText: string): { id: string; reference: string | null } | null {
  try {
    return inboxReceipt.parse(JSON.parse(bodyText));
  } catch {
    return null;
  }
}
