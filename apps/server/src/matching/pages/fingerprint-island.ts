// The island of the fingerprint page: bundled to one file that the page loads. It hashes what is chosen, shows what will
// be sent, and asks the network for nothing.
import type { Fingerprint } from "@vigie/contract";
import { fingerprintOf } from "./fingerprint-of-file.ts";
import { isCanvasTrue } from "./read-pixels.ts";

const form = byId("make", HTMLFormElement);
/** By the line that names the file. */
const kept = new Map<HTMLLIElement, Fingerprint>();
let pending = 0;
let work = Promise.resolve();
let requests = 0;
let since = Number.POSITIVE_INFINITY;

if (isCanvasTrue()) begin();
else byId("without", HTMLElement).textContent = say("noise");

function begin(): void {
  byId("without", HTMLElement).remove();
  form.hidden = false;
  for (const radio of form.querySelectorAll<HTMLInputElement>("#age input")) {
    radio.checked = false;
    radio.addEventListener("change", showForAge);
  }
  const files = byId("files", HTMLInputElement);
  files.addEventListener("change", () => {
    if (since === Number.POSITIVE_INFINITY) since = performance.now();
    take([...(files.files ?? [])]);
    files.value = "";
  });
  new PerformanceObserver((list) => {
    requests += list.getEntries().filter(isRequest).length;
    showSent();
  }).observe({ type: "resource", buffered: true });
}

// What was chosen before concerns the page itself; a blob is in memory.
function isRequest({ name, startTime }: PerformanceEntry): boolean {
  return startTime >= since && /^https?:/.test(name);
}

function showForAge({ target }: Event): void {
  byId("minors", HTMLElement).hidden = !(target instanceof HTMLInputElement) || target.value === "no";
  byId("rest", HTMLElement).hidden = false;
}

function take(files: readonly File[]): void {
  const most = Number(form.dataset["most"]);
  const list = byId("list", HTMLUListElement);
  const progress = byId("progress", HTMLProgressElement);
  byId("too-many", HTMLElement).textContent = "";
  for (const file of files) {
    if (list.childElementCount >= most) {
      byId("too-many", HTMLElement).textContent = say("filesMost");
      break;
    }
    const line = document.createElement("li");
    const state = document.createElement("span");
    state.textContent = say("fileWaiting", { name: file.name });
    line.append(state, " ", removal(line, file.name));
    list.append(line);
    progress.hidden = false;
    pending += 1;
    // One after the other: a telephone has memory for one picture.
    work = work.then(async () => {
      if (line.isConnected) {
        const made = await fingerprintOf(file, (share) => {
          progress.value = share;
        });
        state.textContent = say(sentences[made.state], { name: file.name });
        if (made.fingerprint && line.isConnected) kept.set(line, made.fingerprint);
      }
      pending -= 1;
      progress.hidden = pending === 0;
      showSent();
    });
  }
  showSent();
}

function removal(line: HTMLLIElement, name: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = say("fileRemove");
  button.setAttribute("aria-label", `${say("fileRemove")} ${name}`);
  button.addEventListener("click", () => {
    kept.delete(line);
    line.remove();
    byId("files", HTMLInputElement).focus();
    showSent();
  });
  return button;
}

const sentences = {
  ready: "fileReady",
  weak: "fileWeak",
  exact: "fileExact",
  large: "fileLarge",
  failed: "fileFailed",
} as const;

function showSent(): void {
  byId("requests", HTMLElement).textContent = say("sentRequests", { requests });
  // Copies of one file are one fingerprint.
  const once = new Map([...kept.values()].map((fingerprint) => [JSON.stringify(fingerprint), fingerprint]));
  const fingerprints = [...once.values()];
  const hidden = form.elements.namedItem("fingerprints");
  if (hidden instanceof HTMLInputElement)
    hidden.value = fingerprints.length > 0 ? JSON.stringify(fingerprints) : "";
  byId("shown", HTMLOListElement).replaceChildren(
    ...fingerprints.map((fingerprint) => {
      const line = document.createElement("li");
      line.textContent = shortened(fingerprint);
      return line;
    }),
  );
  const submit = form.querySelector<HTMLButtonElement>("#rest > button");
  if (submit) submit.disabled = pending > 0 || fingerprints.length === 0;
}

/** Every hash by its first eight digits, as it will be sent. */
function shortened(fingerprint: Fingerprint): string {
  return Object.entries(fingerprint)
    .map(([name, value]) => {
      if (Array.isArray(value)) return `${name} × ${value.length}`;
      return `${name} ${typeof value === "string" && value.length > 8 ? `${value.slice(0, 8)}…` : value}`;
    })
    .join(", ");
}

function say(key: string, places: Record<string, string | number> = {}): string {
  return (form.dataset[key] ?? "").replace(/\{(\w+)\}/g, (_, place: string) => String(places[place] ?? ""));
}

function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}
