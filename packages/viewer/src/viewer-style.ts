/** The element's own look. Colours come from the page by custom properties; without them, from the system. */
export const viewerStyle = `
:host {
  display: block;
  --ink: var(--vigie-media-ink, CanvasText);
  --quiet: var(--vigie-media-quiet, CanvasText);
  --ground: var(--vigie-media-ground, Canvas);
  --line: var(--vigie-media-line, GrayText);
  --accent: var(--vigie-media-accent, Highlight);
  --wash: var(--vigie-media-wash, Canvas);
  color: var(--ink);
}
[hidden] { display: none !important; }
.viewer { display: grid; gap: 0.75rem; }
.media { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 0; padding: 0; list-style: none; }
.media button {
  display: grid; place-items: center; gap: 0.25rem; min-inline-size: 4.5rem; padding: 0.25rem;
}
.media canvas { display: block; max-inline-size: 4rem; max-block-size: 3rem; }
button {
  min-block-size: 2rem; padding: 0.125rem 0.625rem; border: 1px solid var(--line); border-radius: 6px;
  background: var(--ground); color: var(--ink); font: inherit; font-size: 0.8125rem; cursor: pointer;
}
button[aria-pressed="true"] { border-color: var(--accent); background: var(--wash); box-shadow: inset 0 0 0 1px var(--accent); }
button:focus-visible, .cell:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.bar { display: flex; flex-wrap: wrap; gap: 0.75rem 1.5rem; }
.choices { display: flex; flex-wrap: wrap; align-items: center; gap: 0.375rem; }
.choices > span { font-size: 0.8125rem; font-weight: 600; }
.caption, .help { margin: 0; color: var(--quiet); font-size: 0.8125rem; }
.stage {
  position: relative; inline-size: 100%; overflow: hidden; border: 1px solid var(--line); border-radius: 6px;
  background: #808080; user-select: none; -webkit-user-select: none; -webkit-touch-callout: none;
}
.preview { display: block; inline-size: 100%; block-size: 100%; image-rendering: pixelated; pointer-events: none; }
.shown { position: absolute; display: grid; place-items: center; pointer-events: none; }
.shown canvas { inline-size: 100%; block-size: 100%; }
.shown.smaller { background: #808080; }
.shown.smaller canvas { inline-size: 50%; block-size: 50%; }
.grid { position: absolute; inset: 0; display: grid; }
.row { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; }
.cell { cursor: pointer; box-shadow: inset 0 0 0 0.5px rgb(255 255 255 / 55%), inset 0 0 0 1px rgb(0 0 0 / 35%); touch-action: pan-y; }
.cell:hover { box-shadow: inset 0 0 0 2px rgb(255 255 255 / 85%), inset 0 0 0 3px rgb(0 0 0 / 60%); }
.cell:focus-visible { outline-offset: -3px; outline-width: 3px; outline-color: #fff; box-shadow: inset 0 0 0 6px #16233f; }
.cell.asking { background: rgb(255 255 255 / 30%); cursor: progress; }
.says { min-block-size: 1.375em; margin: 0; }
.says.refused { padding-inline-start: 0.625rem; border-inline-start: 3px solid var(--vigie-media-look, var(--accent)); }
@media print { :host { display: none !important; } }
`;
