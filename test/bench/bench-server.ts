import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findEmbeddedPostgres } from "../../apps/server/src/db/embedded-postgres.ts";

/**
 * The built server, with PostgreSQL and data in a folder of its own, until `stop`.
 * @param env on top of this process's own.
 */
export async function startServer(root: string, env: Record<string, string>) {
  const dataDir = await mkdtemp(join(tmpdir(), "vigie-bench-"));
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, [join(root, "apps/server/dist/main.js")], {
    env: {
      ...process.env,
      VIGIE_DATA_DIR: dataDir,
      VIGIE_PORT: String(port),
      VIGIE_LOG_LEVEL: "error",
      ...env,
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  for (let tries = 0; ; tries += 1) {
    const up = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (up) break;
    if (tries > 300) throw new Error("the server did not start");
    await sleep(100);
  }
  const connection = await findEmbeddedPostgres(dataDir);
  if (!connection) throw new Error("the embedded PostgreSQL was not found");
  return {
    port,
    connection,
    async stop() {
      child.kill("SIGTERM");
      await new Promise((resolve) => child.on("exit", resolve));
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
