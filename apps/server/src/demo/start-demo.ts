import { access, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type RunningVigie, type StartOptions, startVigie } from "../app.ts";
import type { Config } from "../config.ts";
import { errorCode, InstallationError } from "../db/installation-error.ts";
import { startDemoSite } from "./demo-site.ts";
import { type DemoClock, seedDemo } from "./seed-demo.ts";

/**
 * A whole Vigie with an invented hotline, a story in every state, and a small forum on the next port that plays the
 * host. Notices go to the outbox folder, never by mail. It works on nothing but a new folder or its own.
 * @throws InstallationError on the database or the folder of anything else, before anything is touched.
 */
export async function startDemo(
  config: Config,
  options: Omit<StartOptions, "clock">,
): Promise<RunningVigie & { receipts: string[]; site: string }> {
  await refuseRealInstallation(config);
  await mkdir(config.dataDir, { recursive: true });
  const site = await startDemoSite({ port: config.port + 1, dataDir: config.dataDir });
  await writeFile(markerOf(config), "This folder holds an invented hotline.\n");
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

/**
 * What the demo made is invented: a hotline that is started on it would count and send it.
 * @throws InstallationError
 */
export async function refuseDemoFolder(config: Pick<Config, "dataDir">): Promise<void> {
  if (!(await exists(markerOf(config)))) return;
  throw new InstallationError(
    "demo.installation",
    `the data folder ${config.dataDir} holds the invented hotline of the demo. Add --demo to see it again, or choose another folder with VIGIE_DATA_DIR; if nobody needs the demo any more, delete this folder.`,
  );
}

async function refuseRealInstallation(
  config: Pick<Config, "dataDir" | "keysDir" | "databaseUrl">,
): Promise<void> {
  const { dataDir, keysDir, databaseUrl } = config;
  if (databaseUrl !== undefined) {
    throw new InstallationError(
      "demo.external_database",
      "the demo writes invented reports and does not use the database of DATABASE_URL. Start it without DATABASE_URL, in an empty folder, e.g. VIGIE_DATA_DIR=.vigie/demo.",
    );
  }
  if (await exists(markerOf(config))) return;
  for (const folder of [join(dataDir, "postgres"), join(dataDir, "outbox"), keysDir]) {
    if (await isEmpty(folder)) continue;
    throw new InstallationError(
      "demo.not_empty",
      `the demo writes invented reports, and ${folder} belongs to an installation that the demo did not make. Choose an empty folder, e.g. VIGIE_DATA_DIR=.vigie/demo${folder === keysDir ? " and no VIGIE_KEYS_DIR" : ""}.`,
    );
  }
}

/** Present where the demo has made the installation. A folder `demo` may lie beside it. */
function markerOf({ dataDir }: Pick<Config, "dataDir">): string {
  return join(dataDir, "demo-installation");
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}

async function isEmpty(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return true;
    throw error;
  }
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
