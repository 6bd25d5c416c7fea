import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

/** One Vigie as it is deployed: the built program, in a process of its own. */
export interface VigieProcess {
  pid: number;
  /** Where it listens; null for a worker. */
  url: string | null;
  /** Path of the link that creates the first account, when it printed one. */
  firstLink: string | null;
  /** Exit code, or the signal that ended it. */
  ended: Promise<number | string>;
  running(): boolean;
  /** What it wrote last, for the message of a test that failed. */
  lastWords(): string;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<number | string>;
}

const main = fileURLToPath(new URL("../../apps/server/dist/main.js", import.meta.url));

// A process does not outlive the test that started it: its standard input closes with us.
const leash =
  "data:text/javascript,process.stdin.resume().once('end',()=>process.exit());process.stdin.unref();";

/**
 * Starts a Vigie and waits until it says that it is ready.
 * @param settings its whole environment, on top of what tests always need.
 * @throws Error with its last words when it ends before.
 */
export async function startVigieProcess(settings: Record<string, string>): Promise<VigieProcess> {
  const child = spawn(process.execPath, ["--import", leash, main], {
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"] ?? "",
      TMPDIR: process.env["TMPDIR"] ?? "/tmp",
      ...defaults,
      ...settings,
    },
  });
  const said = lastLinesOf(child);
  const ended = new Promise<number | string>((settle) => {
    child.once("exit", (code, signal) => settle(code ?? signal ?? "unknown"));
  });
  // Its side of the pipe may be gone before ours.
  child.stdin.on("error", () => undefined);
  const started: VigieProcess = {
    pid: child.pid ?? 0,
    url: null,
    firstLink: null,
    ended,
    running: () => child.exitCode === null && child.signalCode === null,
    lastWords: said.text,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
  const first = await Promise.race([said.waitFor(/^Vigie: (http\S+|at work)/m), ended]);
  if (typeof first !== "object") {
    throw new Error(`Vigie ended (${first}) before it was ready. It said:\n${said.text()}`);
  }
  if (first[1] === undefined || first[1] === "at work") return started;
  started.url = first[1];
  started.firstLink = /\s(\/\S*#\S+)/.exec(said.text().replaceAll(started.url, ""))?.[1] ?? null;
  return started;
}

const defaults = {
  VIGIE_LOG_LEVEL: "warn",
  VIGIE_RECEIPT_MEMORY_KIB: "64",
  VIGIE_RECEIPT_PASSES: "1",
  VIGIE_FETCH_ALLOW: "127.0.0.1",
  VIGIE_HOTLINE_NAME: "Ligne d'essai",
  VIGIE_HOTLINE_EMAIL: "signalement@ligne.example",
  VIGIE_DATABASE_CONNECTIONS: "8",
};

const mostKept = 20_000;

function lastLinesOf(child: ChildProcess): {
  text(): string;
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
} {
  let text = "";
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      text = (text + chunk).slice(-mostKept);
      for (const look of waiting) look();
    });
  }
  return {
    text: () => text,
    waitFor: (pattern) =>
      new Promise((found) => {
        const look = () => {
          const match = pattern.exec(text);
          if (!match) return;
          waiting.delete(look);
          // The lines after it arrive in the same write or the next.
          setTimeout(() => found(match), 20);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** A loopback port nobody listens on now. A process that starts again keeps its own. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === "string") throw new Error("the loopback gave no port");
  return address.port;
}
