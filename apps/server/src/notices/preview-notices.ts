import type { NoticeDraft } from "@vigie/contract";
import type { Vigie } from "../vigie.ts";
import { draftNotices, type NoticeDraftRequest } from "./draft-notices.ts";
import { readNoticeCase } from "./notice-case.ts";

/**
 * The notices as their recipients would read them, but for the part that names each one to answer it. Stores and sends
 * nothing; the explanation may still be empty, and the person concerned unnamed.
 * @throws Refusal as `draftNotices`, and `case.unknown`
 */
export async function previewNotices(
  vigie: Pick<Vigie, "db" | "config" | "clock">,
  { caseId, ...request }: NoticeDraftRequest & { caseId: string },
): Promise<NoticeDraft[]> {
  const noticeCase = await readNoticeCase(vigie.db, { caseId });
  const { drafts } = await draftNotices(vigie.db, vigie, noticeCase, request, { newTag: () => "" });
  return drafts.map(({ tag: _tag, provider: _provider, channelId: _channelId, ...draft }) => draft);
}
