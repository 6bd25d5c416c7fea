// The island of the fingerprint page: bundled to one file that the page loads. It hashes what is chosen, shows what will
// be sent, and asks the network for nothing.
import type { Fingerprint } from "@vigie/contract";
import { fingerprintOf } from "./fingerprint-of-file.ts";
import { isCanvasTrue } from "./read-pixels.ts";

const form = byId("make", HTMLFormElement);
const kept = new Map<string, Fingerprint>();
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
  for (const file of files) {
    if (list.childElementCount >= most) {
      byId("too-many", HTMLElement).textContent = say("filesMost");
      return;
    }
    const line = document.createElement("li");
    line.textContent = say("fileWaiting", { name: file.name });
    list.append(line);
    progress.hidden = false;
    // One after the other: a telephone has memory for one picture.
    work = work.then(async () => {
      const { fingerprint, state } = await fingerprintOf(file, (share) => {
        progress.value = share;
      });
      line.textContent = say(sentences[state], { name: file.name });
      if (fingerprint) kept.set(JSON.stringify(fingerprint), fingerprint);
      progress.hidden = true;
      showSent();
    });
  }
}

const sentences = {
  ready: "fileReady",
  weak: "fileWeak",
  exact: "fileExact",
  large: "fileLarge",
  failed: "fileFailed",
} as const;

function showSent(): void {
  byId("bytes", HTMLElement).textContent = say("sentBytes", { bytes: 0 });
  byId("requests", HTMLElement).textContent = say("sentRequests", { requests });
  const fingerprints = [...kept.values()];
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
  if (submit) submit.disabled = fingerprints.length === 0;
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
