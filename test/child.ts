import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { removeWhenWeEnd } from "./temporary-folder.ts";

/** A Node process of our own code, that a test may kill. */
export type Child = {
  process: ChildProcess;
  pid: number;
  /** The next line it wrote, parsed as JSON; rejects when it ends first. */
  nextLine(): Promise<unknown>;
  /** Exit code, or the signal that ended it. */
  ended: Promise<number | string>;
  kill(signal?: NodeJS.Signals): Promise<void>;
};

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Bundles TypeScript for several children: Node 20 does not run it by itself. The bundle lies where the
 * packages of the repository can be found from.
 * @param source a module; its relative imports start at the folder of `from` (an `import.meta.url`).
 */
export async function bundleForChildren(
  source: string,
  from: string,
): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(root, "node_modules", ".vigie-test-"));
  removeWhenWeEnd(folder);
  // Some children run as another user.
  await chmod(folder, 0o755);
  const path = join(folder, "child.mjs");
  await build({
    stdin: { contents: source, resolveDir: dirname(fileURLToPath(from)), loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    // A child does not outlive the test that started it.
    banner: { js: 'process.stdin.resume().once("end", () => process.exit()); process.stdin.unref();' },
    outfile: path,
    logLevel: "error",
  });
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Starts a bundle; it speaks to the test in lines of JSON on standard output. */
export function startChild(
  path: string,
  args: string[] = [],
  options: { uid?: number; gid?: number } = {},
): Child {
  const child = spawn(process.execPath, [path, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
    ...options,
  });
  const ended = new Promise<number | string>((settle) => {
    child.once("exit", (code, signal) => settle(code ?? signal ?? "unknown"));
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    pid: child.pid ?? 0,
    async nextLine() {
      const line = await lines.next();
      if (line.done) throw new Error(`the child ended (${await ended}) before it wrote another line`);
      return JSON.parse(line.value) as unknown;
    },
    ended,
    async kill(signal = "SIGKILL") {
      child.kill(signal);
      await ended;
    },
  };
}
