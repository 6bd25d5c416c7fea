import type { NoticeRequestBody } from "@vigie/contract";
import { readNotice } from "../compose-notice.ts";
import { queueNotices } from "../queue-notices.ts";
import type { CaseOptions, TestDesk } from "../test-desk.ts";
import type { OutgoingNotice } from "./channel-port.ts";

type Options = Partial<NoticeRequestBody["recipients"][number]> &
  Pick<CaseOptions, "places" | "handling" | "privateReported"> &
  Partial<Pick<NoticeRequestBody, "identity" | "explanation">>;

/** A notice of a new case as a channel gets it: queued by the real use case, and nothing of it gone. */
export async function outgoingNotice(
  desk: TestDesk,
  { identity = null, explanation = "Sans l’accord de la personne filmée.", ...options }: Options = {},
): Promise<OutgoingNotice> {
  const { places, handling, privateReported, ...recipient } = options;
  const opened = await desk.openCase({
    ...(places ? { places } : {}),
    ...(handling ? { handling } : {}),
    ...(privateReported ? { privateReported } : {}),
  });
  const { noticeIds } = await queueNotices(desk.vigie, {
    ...opened,
    recipients: [{ host: "*", name: "Hôte", email: "abuse@hote.example", language: "fr", ...recipient }],
    explanation,
    identity,
    memberId: desk.memberId,
    teamKey: async () => desk.teamKey,
  });
  const notice = await desk.vigie.db
    .selectFrom("notices")
    .selectAll()
    .where("id", "=", noticeIds[0] ?? "")
    .executeTakeFirstOrThrow();
  const texts = readNotice(notice.body, notice).locations;
  return {
    ...notice,
    locations: opened.contentIds.map((contentId, index) => ({ contentId, text: texts[index] ?? "" })),
  };
}
