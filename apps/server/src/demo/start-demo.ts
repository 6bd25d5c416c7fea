import { mkdir } from "node:fs/promises";
import { type RunningVigie, type StartOptions, startVigie } from "../app.ts";
import type { Config } from "../config.ts";
import { startDemoSite } from "./demo-site.ts";
import { type DemoClock, seedDemo } from "./seed-demo.ts";

/**
 * A whole Vigie with an invented hotline, a story in every state, and a small forum on the next port that plays the
 * host. Notices go to the outbox folder, never by mail.
 */
export async function startDemo(
  config: Config,
  options: Omit<StartOptions, "clock">,
): Promise<RunningVigie & { receipts: string[]; site: string }> {
  await mkdir(config.dataDir, { recursive: true });
  const site = await startDemoSite({ port: config.port + 1, dataDir: config.dataDir });
  const demo: Config = {
    ...config,
    smtpUrl: undefined,
    fetchAllow: `127.0.0.1:${config.port + 1}`,
    hotline: {
      ...config.hotline,
      name: "Ligne des Lucioles (inventée)",
      email: "signalement@lucioles.example",
    },
  };
  const clock = demoClock();
  const running = await startVigie(demo, { ...options, clock });
  const receipts = await seedDemo(running.vigie, clock, site);
  return {
    ...running,
    receipts,
    site: site.origin,
    async stop() {
      await running.stop();
      await site.stop();
    },
  };
}

function demoClock(): DemoClock {
  let hoursAgo = 0;
  return {
    now: () => new Date(Date.now() - hoursAgo * 3_600_000),
    setHoursAgo(hours) {
      hoursAgo = hours;
    },
  };
}
