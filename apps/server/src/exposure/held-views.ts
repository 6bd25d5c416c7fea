import type { Severity, Topic } from "@vigie/contract";

/** A picture as the decoder made it anew: upright, without metadata. */
export interface HeldMedium {
  bytes: Buffer;
  width: number;
  height: number;
}

/** What a member has opened. Its pictures are in this process's memory and nowhere else. */
export interface HeldView {
  viewId: string;
  memberId: string;
  contentId: string;
  caseId: string;
  severity: Severity;
  topic: Topic;
  media: readonly HeldMedium[];
}

export interface HeldViews {
  hold(view: HeldView): void;
  /** Only whoever opened a view finds it. */
  find(viewId: string, memberId: string): HeldView | null;
  /** Overwrites its pictures. */
  forget(viewId: string): void;
  forgetAll(): void;
  readonly bytes: number;
}

/** A view is kept so long, whether it is used or not. */
export const viewMinutes = 15;
/** Of all views of a process: some hundred large pictures. */
const defaultMostBytes = 192 * 1024 * 1024;

/** Keeps views, the least recently used going first when there is no room. */
export function createHeldViews({ mostBytes = defaultMostBytes }: { mostBytes?: number } = {}): HeldViews {
  // In the order of use.
  const views = new Map<string, { view: HeldView; end: NodeJS.Timeout; bytes: number }>();
  let bytes = 0;

  const forget = (viewId: string) => {
    const held = views.get(viewId);
    if (!held) return;
    clearTimeout(held.end);
    views.delete(viewId);
    bytes -= held.bytes;
    for (const medium of held.view.media) medium.bytes.fill(0);
  };
  return {
    hold(view) {
      const size = view.media.reduce((sum, medium) => sum + medium.bytes.length, 0);
      for (const oldest of views.keys()) {
        if (bytes + size <= mostBytes) break;
        forget(oldest);
      }
      const end = setTimeout(() => forget(view.viewId), viewMinutes * 60_000).unref();
      views.set(view.viewId, { view, end, bytes: size });
      bytes += size;
    },
    find(viewId, memberId) {
      const held = views.get(viewId);
      if (!held || held.view.memberId !== memberId) return null;
      views.delete(viewId);
      views.set(viewId, held);
      return held.view;
    },
    forget,
    forgetAll() {
      for (const viewId of [...views.keys()]) forget(viewId);
    },
    get bytes() {
      return bytes;
    },
  };
}
