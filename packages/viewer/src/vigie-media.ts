import { type Cell, type Grid, gridsOf, movedCell, regionOf, usualGrid } from "./region-rules.ts";
import {
  type CoverReason,
  filters,
  type MediaToShow,
  type MediumFilter,
  type MediumToShow,
  type Reveal,
} from "./view-protocol.ts";
import { viewerStyle } from "./viewer-style.ts";
import { languageOf, refusalInWords, type ViewerWords, wordsOf } from "./viewer-words.ts";

/** A press shorter than this asks for nothing: a click by mistake costs no time of anybody's budget. */
const holdMs = 200;

/** Detail of the event `vigie-covered`: why, and how long pixels had been there, in ms. */
export interface VigieCovered {
  why: CoverReason;
  shownMs: number;
}

/** A region that somebody holds: from the press until it is covered. */
interface Hold {
  cell: HTMLElement;
  abort: AbortController;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** When its pixels were drawn; null before. */
  shownAt: number | null;
}

/**
 * `<vigie-media>`: media covered by a grey blurred picture, and one region while it is held.
 * Set `view` and `reveal`; the README says what a server owes it.
 */
export class VigieMedia extends HTMLElement {
  static readonly observedAttributes = ["lang"];

  #view: MediaToShow | null = null;
  #filters: MediumFilter[] = [];
  #place = 0;
  #grid: Grid = { columns: 3, rows: 3 };
  #cell: Cell = { column: 0, row: 0 };
  #hold: Hold | null = null;
  /** The only place where revealed pixels ever are. */
  readonly #canvas = make("canvas");
  readonly #shown = make("div", { class: "shown", "aria-hidden": "true" });
  readonly #says = make("p", { class: "says", role: "status" });
  readonly #root: ShadowRoot;
  #listening: AbortController | null = null;

  /** Asks the server for a region. Without it nothing can be revealed. */
  reveal: Reveal | null = null;

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(viewerStyle);
    this.#root.adoptedStyleSheets = [sheet];
    this.#shown.append(this.#canvas);
    this.#wipe();
  }

  /** What may be looked at, covered. A new one covers whatever is shown. */
  get view(): MediaToShow | null {
    return this.#view;
  }
  set view(view: MediaToShow | null) {
    if (view === this.#view) return;
    this.#cover("changed");
    this.#view = view;
    this.#choose(0);
  }

  /** Filters that are asked for with each region; the person can change them. */
  get filters(): readonly MediumFilter[] {
    return this.#filters;
  }
  set filters(wanted: readonly MediumFilter[]) {
    const chosen = filters.filter((filter) => wanted.includes(filter));
    if (chosen.join() === this.#filters.join()) return;
    this.#cover("changed");
    this.#filters = chosen;
    this.#draw();
  }

  connectedCallback(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    // On the way down and first of all: nothing on the page can keep these from covering.
    const first = { capture: true, signal };
    const covers = (target: EventTarget, type: string, why: CoverReason) =>
      target.addEventListener(type, () => this.#cover(why), first);
    covers(window, "blur", "blur");
    covers(window, "pagehide", "pagehide");
    covers(window, "beforeprint", "print");
    covers(window, "pointerup", "released");
    covers(window, "pointercancel", "released");
    covers(document, "visibilitychange", "hidden");
    covers(document, "freeze", "frozen");
    covers(document, "fullscreenchange", "fullscreen");
    window.addEventListener(
      "keydown",
      ({ key }) => {
        if (key === "Escape") this.#cover("escape");
      },
      first,
    );
    window.addEventListener(
      "keyup",
      ({ key }) => {
        if (key === " " || key === "Enter") this.#cover("released");
      },
      first,
    );
    this.#draw();
  }

  disconnectedCallback(): void {
    this.#cover("removed");
    this.#listening?.abort();
  }

  attributeChangedCallback(): void {
    this.#draw();
  }

  #words(): ViewerWords {
    return wordsOf(languageOf(this.lang));
  }

  #medium(): MediumToShow | undefined {
    return this.#view?.media[this.#place];
  }

  #choose(place: number): void {
    this.#cover("changed");
    this.#place = place;
    const medium = this.#medium();
    if (medium && this.#view) this.#grid = usualGrid(gridsOf(medium, this.#view.largestReveal)) ?? this.#grid;
    this.#cell = { column: 0, row: 0 };
    this.#says.textContent = "";
    this.#draw();
  }

  /* ---- revealing ---- */

  #press(cell: HTMLElement, waitMs: number): void {
    if (this.#hold || !document.hasFocus() || document.visibilityState !== "visible") return;
    const hold: Hold = { cell, abort: new AbortController(), timer: undefined, shownAt: null };
    this.#hold = hold;
    hold.timer = setTimeout(() => void this.#ask(hold), waitMs);
  }

  async #ask(hold: Hold): Promise<void> {
    const medium = this.#medium();
    if (!medium || !this.reveal) return this.#cover("changed");
    const { signal } = hold.abort;
    const words = this.#words();
    const region = regionOf(this.#grid, this.#cell);
    hold.cell.classList.add("asking");
    this.#say(words.asking);
    // Counted from here, the region is covered before the server's own end of it, whatever two clocks say.
    const askedAt = performance.now();
    let bitmap: ImageBitmap;
    let seconds: number;
    try {
      const answer = await this.reveal(
        { medium: medium.medium, ...region, filters: [...this.#filters] },
        signal,
      );
      if (signal.aborted) return;
      if (answer.kind !== "shown") {
        const says =
          answer.kind === "failed" ? answer.says : refusalInWords(answer, languageOf(this.lang), Date.now());
        return this.#giveUp(hold, says);
      }
      seconds = answer.seconds;
      const decoded = await decode(answer.picture);
      if (decoded === null) return this.#giveUp(hold, words.damaged);
      bitmap = decoded;
    } catch {
      if (!signal.aborted) this.#giveUp(hold, words.failed);
      return;
    }
    const leftMs = seconds * 1_000 - (performance.now() - askedAt);
    if (signal.aborted || leftMs <= 0) {
      bitmap.close();
      if (!signal.aborted) this.#giveUp(hold, words.late);
      return;
    }
    this.#show(hold, bitmap, region);
    hold.timer = setTimeout(() => this.#cover("over"), leftMs);
    this.#say(words.shown(Math.ceil(leftMs / 1_000)));
  }

  #show(
    hold: Hold,
    bitmap: ImageBitmap,
    region: { x: number; y: number; width: number; height: number },
  ): void {
    const { style } = this.#shown;
    style.insetInlineStart = style.insetBlockStart = "auto";
    style.left = percent(region.x);
    style.top = percent(region.y);
    style.width = percent(region.width);
    style.height = percent(region.height);
    this.#shown.classList.toggle("smaller", this.#filters.includes("smaller"));
    this.#canvas.width = bitmap.width;
    this.#canvas.height = bitmap.height;
    this.#canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
    bitmap.close();
    this.#shown.hidden = false;
    hold.cell.classList.remove("asking");
    hold.shownAt = performance.now();
    this.dispatchEvent(new CustomEvent("vigie-shown", { bubbles: true, composed: true }));
  }

  /** A canvas without size has no pixels: its memory is given back here and now. */
  #wipe(): void {
    this.#canvas.width = 0;
    this.#canvas.height = 0;
    this.#shown.hidden = true;
  }

  /** Covers at once, in the very event that asks for it. An answer that is still on its way is thrown away. */
  #cover(why: CoverReason): void {
    const hold = this.#hold;
    if (!hold) return;
    this.#wipe();
    this.#hold = null;
    hold.abort.abort();
    clearTimeout(hold.timer);
    hold.cell.classList.remove("asking");
    if (hold.shownAt === null) this.#say("");
    else {
      this.#say(this.#words().covered);
      const detail: VigieCovered = { why, shownMs: performance.now() - hold.shownAt };
      this.dispatchEvent(new CustomEvent("vigie-covered", { detail, bubbles: true, composed: true }));
    }
  }

  #giveUp(hold: Hold, says: string): void {
    if (this.#hold !== hold) return;
    this.#cover("changed");
    this.#say(says, true);
  }

  #say(text: string, isRefused = false): void {
    // What was refused stays readable after the key is let go.
    this.#says.classList.toggle("refused", isRefused);
    this.#says.textContent = text;
  }

  /* ---- drawing ---- */

  #draw(): void {
    if (!this.isConnected) return;
    this.#cover("changed");
    const medium = this.#medium();
    if (!medium || !this.#view) {
      this.#root.replaceChildren();
      return;
    }
    const focused = this.#root.activeElement?.getAttribute("data-focus");
    const words = this.#words();
    const viewer = make("div", { class: "viewer" });
    if (this.#view.media.length > 1) viewer.append(this.#mediaList(this.#view.media));
    viewer.append(this.#bar(medium, this.#view.largestReveal));
    const of = this.#view.media.length;
    const caption = make("p", { class: "caption" });
    caption.textContent = `${words.medium(this.#place + 1, of, medium)}, ${words.size(medium.width, medium.height)}`;
    const help = make("p", { class: "help", id: "help" });
    help.textContent = words.help;
    viewer.append(caption, this.#stage(medium), this.#says, help);
    this.#root.replaceChildren(viewer);
    if (focused) this.#root.querySelector<HTMLElement>(`[data-focus="${focused}"]`)?.focus();
  }

  #mediaList(media: readonly MediumToShow[]): HTMLElement {
    const words = this.#words();
    const list = make("ul", { class: "media", "aria-label": words.view });
    for (const [place, medium] of media.entries()) {
      const button = make("button", {
        type: "button",
        "aria-pressed": String(place === this.#place),
        "data-focus": `medium-${place}`,
        "aria-label": words.medium(place + 1, media.length, medium),
      });
      const number = make("span", { "aria-hidden": "true" });
      number.textContent = String(place + 1);
      button.append(previewOf(medium), number);
      button.addEventListener("click", () => this.#choose(place));
      const entry = make("li");
      entry.append(button);
      list.append(entry);
    }
    return list;
  }

  #bar(medium: MediumToShow, largestReveal: number): HTMLElement {
    const words = this.#words();
    const bar = make("div", { class: "bar" });
    const grids = gridsOf(medium, largestReveal);
    bar.append(
      choices(
        words.filters,
        filters.map((filter) => ({
          name: filter,
          text: words.filter[filter],
          isOn: this.#filters.includes(filter),
          toggle: () => {
            this.filters = this.#filters.includes(filter)
              ? this.#filters.filter((other) => other !== filter)
              : [...this.#filters, filter];
          },
        })),
      ),
      choices(
        words.sizes,
        grids.map((grid) => ({
          name: `part-${grid.columns * grid.rows}`,
          text: words.part(grid.columns * grid.rows),
          isOn: grid.columns === this.#grid.columns && grid.rows === this.#grid.rows,
          toggle: () => {
            this.#grid = grid;
            this.#cell = { column: 0, row: 0 };
            this.#draw();
          },
        })),
      ),
    );
    return bar;
  }

  #stage(medium: MediumToShow): HTMLElement {
    const stage = make("div", { class: "stage" });
    stage.style.aspectRatio = `${medium.width} / ${medium.height}`;
    // As high as most of a window, at most: no region is out of sight.
    stage.style.maxInlineSize = `calc(65vh * ${medium.width / medium.height})`;
    const preview = previewOf(medium);
    preview.className = "preview";
    stage.append(preview, this.#shown, this.#regions());
    stage.addEventListener("contextmenu", (event) => event.preventDefault());
    stage.addEventListener("dragstart", (event) => event.preventDefault());
    return stage;
  }

  #regions(): HTMLElement {
    const words = this.#words();
    const { columns, rows } = this.#grid;
    const grid = make("div", {
      class: "grid",
      role: "grid",
      "aria-label": words.grid,
      "aria-describedby": "help",
    });
    for (let row = 0; row < rows; row += 1) {
      const line = make("div", { class: "row", role: "row" });
      for (let column = 0; column < columns; column += 1) line.append(this.#region({ column, row }));
      grid.append(line);
    }
    grid.addEventListener("keydown", (event) => this.#keyDown(event));
    return grid;
  }

  #region(place: Cell): HTMLElement {
    const { column, row } = place;
    const { columns, rows } = this.#grid;
    const isCurrent = column === this.#cell.column && row === this.#cell.row;
    const cell = make("div", {
      class: "cell",
      role: "gridcell",
      tabindex: isCurrent ? "0" : "-1",
      "data-focus": `cell-${column}-${row}`,
      "aria-label": this.#words().region(row + 1, rows, column + 1, columns),
    });
    cell.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      this.#select(place);
      this.#press(cell, holdMs);
    });
    cell.addEventListener("pointerleave", () => this.#cover("left"));
    cell.addEventListener("click", (event) => {
      // Neither a pointer nor a key: assistive technology, which cannot hold. Its next click covers.
      if (event.detail !== 0) return;
      if (this.#hold) this.#cover("released");
      else {
        this.#select(place);
        this.#press(cell, 0);
      }
    });
    return cell;
  }

  #keyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      const cell = this.#cellAt(this.#cell);
      if (!event.repeat && cell) this.#press(cell, holdMs);
      return;
    }
    const next = movedCell(this.#grid, this.#cell, event.key);
    if (!next) return;
    event.preventDefault();
    this.#cover("left");
    this.#select(next);
  }

  #select(place: Cell): void {
    this.#cellAt(this.#cell)?.setAttribute("tabindex", "-1");
    this.#cell = place;
    const cell = this.#cellAt(place);
    cell?.setAttribute("tabindex", "0");
    cell?.focus();
  }

  #cellAt({ column, row }: Cell): HTMLElement | null {
    return this.#root.querySelector(`[data-focus="cell-${column}-${row}"]`);
  }
}

/** Makes `<vigie-media>` known to the page. Twice does no harm. */
export function defineVigieMedia(): void {
  if (!customElements.get("vigie-media")) customElements.define("vigie-media", VigieMedia);
}

interface ToggleChoice {
  name: string;
  text: string;
  isOn: boolean;
  toggle: () => void;
}

function choices(label: string, all: readonly ToggleChoice[]): HTMLElement {
  const group = make("div", { class: "choices", role: "group", "aria-label": label });
  const title = make("span", { "aria-hidden": "true" });
  title.textContent = label;
  group.append(title);
  for (const { name, text, isOn, toggle } of all) {
    const button = make("button", { type: "button", "aria-pressed": String(isOn), "data-focus": name });
    button.textContent = text;
    button.addEventListener("click", toggle);
    group.append(button);
  }
  return group;
}

/** The small picture that came with the view. It is the cover itself: it may stay. */
function previewOf({ preview }: MediumToShow): HTMLCanvasElement {
  const canvas = make("canvas", { "aria-hidden": "true" });
  void decode(preview).then((bitmap) => {
    if (bitmap === null) return;
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
    bitmap.close();
  });
  return canvas;
}

/** No address is ever made of a picture: neither a data nor a blob one, which a page could open or keep. */
async function decode(base64: string): Promise<ImageBitmap | null> {
  try {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return await createImageBitmap(new Blob([bytes]));
  } catch {
    return null;
  }
}

const percent = (part: number) => `${part * 100}%`;

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  return element;
}
