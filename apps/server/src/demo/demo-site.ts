import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import sharp from "sharp";

export interface DemoSite {
  origin: string;
  /** Takes a page down, or puts it back, as its owner would. */
  setGone(path: string, gone: boolean): Promise<void>;
  stop(): Promise<void>;
}

const pollMs = 1_000;

/**
 * A small invented forum on loopback that plays the host. It reads the notices that Vigie writes to its outbox
 * and takes down the pages they name, a moment later. What it took down stays down across restarts.
 */
export async function startDemoSite({ port, dataDir }: { port: number; dataDir: string }): Promise<DemoSite> {
  const stateFile = join(dataDir, "demo-site.json");
  const outbox = join(dataDir, "outbox");
  const state = await readState(stateFile);
  const gone = new Set(state.gone);
  const read = new Set(state.read);

  const save = async () => {
    await writeFile(`${stateFile}.new`, JSON.stringify({ gone: [...gone], read: [...read] }));
    await rename(`${stateFile}.new`, stateFile);
  };
  const landscape = await sharp(Buffer.from(landscapeDrawing)).png().toBuffer();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://demo").pathname;
    if (path === landscapePath) {
      response.writeHead(200, { "content-type": "image/png" });
      response.end(landscape);
      return;
    }
    const page = gone.has(path) ? undefined : pageOf(path);
    response.writeHead(page ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
    response.end(page ?? "<!doctype html><title>404</title><h1>Page introuvable</h1>");
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const origin = `http://127.0.0.1:${port}`;

  const readOutbox = async () => {
    const names = (await readdir(outbox).catch(() => [])).filter(
      (name) => name.endsWith(".eml") && !read.has(name),
    );
    for (const name of names) {
      const mail = await readFile(join(outbox, name), "utf8");
      const text = decodeQuotedPrintable(mail);
      for (const [, path] of text.matchAll(new RegExp(`${origin}(/[\\w/-]+)`, "g"))) if (path) gone.add(path);
      read.add(name);
    }
    if (names.length > 0) await save();
  };
  const timer = setInterval(() => void readOutbox().catch(() => undefined), pollMs);
  return {
    origin,
    async setGone(path, isGone) {
      if (isGone) gone.add(path);
      else gone.delete(path);
      await save();
    },
    async stop() {
      clearInterval(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pageOf(path: string): string | undefined {
  const match = /^\/(?:sujet|membre|annonce)\/([\w-]+)$/.exec(path);
  if (!match && path !== "/") return undefined;
  return `<!doctype html><html lang="fr"><title>Forum des Brumes</title><h1>Forum des Brumes</h1>
<p>Une page inventée pour la démonstration : ${match?.[1] ?? "accueil"}.</p>
<img src="${landscapePath}" alt="Un lac au matin" width="960" height="640"></html>`;
}

const landscapePath = "/image/lac.png";
/** What the pages show: a drawn lake at dawn. */
const landscapeDrawing = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="640">
<rect width="960" height="640" fill="#f6d9b5"/><circle cx="690" cy="220" r="70" fill="#fdf3d8"/>
<path d="M0 330 190 170 330 290 520 120 760 310 960 210V420H0Z" fill="#5c7399"/>
<path d="M0 370 240 280 480 360 720 290 960 370V430H0Z" fill="#33476b"/>
<rect y="420" width="960" height="220" fill="#86a3bd"/>
<path d="M120 520h240M420 480h310M560 570h260M80 600h180" stroke="#f6d9b5" stroke-width="6"/>
<path d="M330 560q70 40 150 0l-14 34H346Z" fill="#4a2f22"/><path d="M400 556V440l66 96Z" fill="#fffdf9"/></svg>`;

async function readState(file: string): Promise<{ gone: string[]; read: string[] }> {
  const text = await readFile(file, "utf8").catch(() => null);
  return text ? (JSON.parse(text) as { gone: string[]; read: string[] }) : { gone: [], read: [] };
}

function decodeQuotedPrintable(mail: string): string {
  return mail
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
