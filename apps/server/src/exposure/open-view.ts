import { randomUUID } from "node:crypto";
import {
  type ExposedView,
  largestReveal,
  type MediumProblem,
  type MediumView,
  mostMediaOfView,
  type OpenViewBody,
  Refusal,
} from "@vigie/contract";
import { recordEvents } from "../audit/record-event.ts";
import { turnsOf } from "../evidence/print-turns.ts";
import type { Vigie } from "../vigie.ts";
import { contentToView } from "./content-to-view.ts";
import type { TakenPicture } from "./decoder-orders.ts";
import type { HeldMedium } from "./held-views.ts";
import { viewMinutes } from "./held-views.ts";
import { budgetView, readMemberBudget } from "./member-budget.ts";
import { mediaOfPage } from "./page-media-rules.ts";

/** Media that one page is asked for. */
const mostMediaOfPage = 12;
/** At once, for one view: each may be of 25 MB. */
const readAtOnce = 2;
/** A person waits. What has not come by then is told as too slow. */
const longestOpeningMs = 25_000;

// Views that are opened together in a process: each holds up to two whole files meanwhile.
const turns = turnsOf({ atOnce: 3, ofOne: 4, waiting: 24 });

type Context = Pick<Vigie, "db" | "clock" | "config" | "fetcher" | "exposure">;

/**
 * Opens a view: reads the content, or the media that its page names, has them decoded in another process and keeps what
 * comes of it in memory. The answer holds nothing but small grey blurred pictures. Under handling `restricted` the
 * request is recorded with its reason and who asked; under `normal` without a name.
 * @throws Refusal `content.unknown`, `exposure.view_forbidden`, `exposure.opted_out`, `exposure.reason_missing`,
 * `service.busy`
 */
export async function openView(
  vigie: Context,
  { contentId, memberId, reason }: { contentId: string; memberId: string } & OpenViewBody,
): Promise<ExposedView> {
  const { db, clock, exposure } = vigie;
  const content = await contentToView(db, { contentId, memberId });
  const isLogged = content.handling === "restricted";
  if (isLogged && !reason) throw new Refusal("exposure.reason_missing");
  await db.transaction().execute((trx) =>
    recordEvents(trx, [
      {
        type: "exposure.view_opened",
        at: clock.now(),
        caseId: content.caseId,
        contentId,
        actor: isLogged ? memberId : null,
        details: { handling: content.handling, ...(isLogged && reason ? { reason } : {}) },
      },
    ]),
  );
  const found = await turns.take(memberId, () => readMedia(vigie, { contentId, logged: isLogged }));
  if (found === "full") throw new Refusal("service.busy");
  const { pictures, problems, more } = found;
  const media: HeldMedium[] = pictures.map(({ bytes, width, height }) => {
    const held = { bytes: Buffer.from(bytes), width, height };
    bytes.fill(0);
    return held;
  });
  // Media take a while to come: what is known by now decides what is shown.
  const { handling, severity, topic, caseId } = await contentToView(db, { contentId, memberId });
  if (handling === "restricted" && !isLogged) throw new Refusal("exposure.reason_missing");
  const viewId = randomUUID();
  exposure.views.hold({ viewId, memberId, contentId, caseId, severity, topic, media });
  const budget = await readMemberBudget(vigie, db, memberId);
  return {
    viewId,
    contentId,
    severity,
    largestReveal: largestReveal[severity],
    expiresAt: new Date(clock.now().getTime() + viewMinutes * 60_000).toISOString(),
    media: pictures.map(mediumView),
    problems,
    more,
    budget: budgetView(budget),
  };
}

/** A picture with the video it is a frame of. */
type FoundPicture = TakenPicture & { video: number | null };

function mediumView(picture: FoundPicture, medium: number): MediumView {
  const { width, height, preview, video, timeMs } = picture;
  return {
    medium,
    kind: video === null ? "picture" : "frame",
    video,
    timeMs,
    width,
    height,
    preview: Buffer.from(preview).toString("base64"),
  };
}

interface FoundMedia {
  pictures: FoundPicture[];
  problems: MediumProblem[];
  more: boolean;
}

async function readMedia(
  vigie: Context,
  content: { contentId: string; logged: boolean },
): Promise<FoundMedia> {
  const signal = AbortSignal.timeout(longestOpeningMs);
  const first = await vigie.fetcher.fetchMedium({ ...content, signal });
  if (first.kind !== "answered") return { pictures: [], problems: [problemOf(first)], more: false };
  if (first.bodyText === "") {
    const taken = await takeMedium(vigie, first);
    return collect([taken], false);
  }
  const { urls, more } = mediaOfPage(first.bodyText, { pageUrl: first.finalUrl, most: mostMediaOfPage });
  const taken: Taken[] = [];
  const waiting = urls.entries();
  const readOn = async () => {
    for (const [at, url] of waiting) {
      const answer = await vigie.fetcher.fetchMedium({ ...content, url, signal });
      taken[at] =
        answer.kind === "answered" ? await takeMedium(vigie, answer) : { problem: problemOf(answer) };
    }
  };
  await Promise.all(Array.from({ length: readAtOnce }, readOn));
  return collect(taken, more);
}

type Taken = { pictures: TakenPicture[] } | { problem: MediumProblem };
type Answer = Awaited<ReturnType<Context["fetcher"]["fetchMedium"]>>;

async function takeMedium(
  { exposure }: Context,
  answer: Extract<Answer, { kind: "answered" }>,
): Promise<Taken> {
  if (answer.truncated) return { problem: truncations[answer.truncated] };
  if (answer.status >= 400) return { problem: "not_reached" };
  const taken = await exposure.decoder.take(answer.bytes);
  answer.bytes.fill(0);
  return taken;
}

const truncations = {
  size: "too_large",
  time: "too_slow",
  broken: "not_reached",
  media: "not_allowed",
} as const satisfies Record<string, MediumProblem>;

function problemOf(answer: Exclude<Answer, { kind: "answered" }>): MediumProblem {
  if (answer.kind === "refused") return "not_allowed";
  return answer.reason === "timeout" ? "too_slow" : "not_reached";
}

function collect(all: readonly Taken[], isMore: boolean): FoundMedia {
  const found: FoundMedia = { pictures: [], problems: [], more: isMore };
  let videos = 0;
  for (const taken of all) {
    if ("problem" in taken) {
      found.problems.push(taken.problem);
      continue;
    }
    const isVideo = taken.pictures[0]?.timeMs !== null;
    for (const picture of taken.pictures) {
      if (found.pictures.length < mostMediaOfView) {
        found.pictures.push({ ...picture, video: isVideo ? videos : null });
      } else found.more = true;
    }
    if (isVideo) videos += 1;
  }
  return found;
}
