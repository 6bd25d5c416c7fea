import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const usual = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * A Chromium for the browser journeys: VIGIE_CHROMIUM, Playwright's own, the machine's, else one that is installed
 * now (Playwright's download, or Debian's package when root).
 * @returns its path, or null.
 */
export async function findChromium() {
  return named() ?? (await playwrights()) ?? machines() ?? (await installed());
}

function named() {
  const path = process.env.VIGIE_CHROMIUM;
  return path && existsSync(path) ? path : null;
}

async function playwrights() {
  const { chromium } = await import("playwright-core");
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : null;
}

function machines() {
  return usual.find((path) => existsSync(path)) ?? null;
}

async function installed() {
  console.log("No Chromium found: trying to install one.");
  const run = (command, args) =>
    spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] }).status === 0;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    run("apt-get", ["update", "-qq"]);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-core"]);
    if (machines()) return machines();
  }
  run(process.execPath, ["node_modules/playwright-core/cli.js", "install", "chromium"]);
  return playwrights();
}
