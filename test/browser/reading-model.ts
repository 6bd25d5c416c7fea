import type { CDPSession, Page } from "playwright-core";

/** Of a frightened reader: calm adults read about 240 English words a minute in silence (Brysbaert 2019). */
export const wordsPerMinute = 180;
/** With thumbs, an address letter by letter. */
export const charactersPerSecond = 2;
/** Name look-up, connection and TLS: three journeys there and back that a server on this machine does not need. */
export const connectionRoundTrips = 3;

/** A slow mobile network of the third generation. */
export const slowNetwork = { latencyMs: 400, bitsPerSecond: 400_000 };
/** How many times slower than this machine the telephone is. */
export const slowProcessor = 4;

/** One screen of a journey, as it was measured. */
export interface Screen {
  name: string;
  /** From the press that asked for it until it had loaded. */
  loadMs: number;
  /** That came over the network for it, headers included; what the browser kept of the screens before is not. */
  bytes: number;
  /** Read before the way on is found. */
  words: number;
  /** Of the whole screen, whether the person reads them or not. */
  wordsInAll: number;
  typedCharacters: number;
}

/** Seconds that a journey takes a person, and what they are made of. */
export interface JourneySeconds {
  loading: number;
  reading: number;
  typing: number;
  total: number;
  /** With every word of every screen read. */
  totalReadingAll: number;
}

/**
 * The model by which a journey is timed without a person:
 * - every visible word that stands before the way on is read, the way on included, at 180 words a minute: the header
 *   of the page, and on the screen with a form all of the form down to its button. Where the way on leads down the same page,
 *   what it skips is not read. On the last screen, everything down to the number.
 * - the address is typed at 2 characters a second.
 * - screens load as measured, with the network and the processor made slow, and three round trips more for the first.
 *
 * Not in it: finding the words for what happened, fear, a second reading, copying the number.
 */
export function journeySeconds(screens: readonly Screen[]): JourneySeconds {
  const sum = (of: (screen: Screen) => number) => screens.reduce((total, screen) => total + of(screen), 0);
  const loading = (sum(({ loadMs }) => loadMs) + connectionRoundTrips * slowNetwork.latencyMs) / 1_000;
  const typing = sum(({ typedCharacters }) => typedCharacters) / charactersPerSecond;
  const reading = (sum(({ words }) => words) / wordsPerMinute) * 60;
  const readingAll = (sum(({ wordsInAll }) => wordsInAll) / wordsPerMinute) * 60;
  return {
    loading,
    reading,
    typing,
    total: loading + reading + typing,
    totalReadingAll: loading + readingAll + typing,
  };
}

/** From where to where a person reads, as selectors; without `from`, from the top of the page. */
export interface ReadPart {
  from?: string;
  to: string;
}

/**
 * Visible words of these parts of the page, the elements at both ends included. A word is what spaces part, with a
 * letter or a digit in it: "qu’on" is one, "?" none. What is folded is not visible.
 */
export async function wordsRead(page: Page, parts: readonly ReadPart[]): Promise<number> {
  return page.evaluate((asked) => {
    const one = (selector: string): Element => {
      const found = document.querySelector(selector);
      if (!found) throw new Error(`nothing on this page is ${selector}`);
      return found;
    };
    const isBefore = (a: Node, b: Node) =>
      (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
    const isShown = (node: Node) => {
      if (!node.parentElement?.checkVisibility({ visibilityProperty: true })) return false;
      const range = document.createRange();
      range.selectNode(node);
      // Links for screen readers stand outside the page until they have the focus.
      return [...range.getClientRects()].some(
        ({ width, right, bottom }) => width > 1 && right > 0 && bottom + scrollY > 0,
      );
    };
    const read = new Set<Node>();
    for (const { from, to } of asked) {
      const [start, end] = [from === undefined ? document.body : one(from), one(to)];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const begun = start.contains(node) || isBefore(start, node);
        const over = !end.contains(node) && isBefore(end, node);
        if (begun && !over && isShown(node)) read.add(node);
      }
    }
    const words = [...read].flatMap((node) => (node.textContent ?? "").split(/\s+/));
    return words.filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  }, parts);
}

/** Makes the network and the processor of a page slow, and counts what comes over the network. */
export async function slowDown(page: Page): Promise<{ takeBytes(): number }> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: slowNetwork.latencyMs,
    downloadThroughput: slowNetwork.bitsPerSecond / 8,
    uploadThroughput: slowNetwork.bitsPerSecond / 8,
  });
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowProcessor });
  let bytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  return {
    takeBytes() {
      const taken = bytes;
      bytes = 0;
      return taken;
    },
  };
}
