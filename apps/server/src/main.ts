import { fileURLToPath } from "node:url";
import { startVigie } from "./app.ts";
import { readConfig } from "./config.ts";
import { refuseDemoFolder, startDemo } from "./demo/start-demo.ts";
import { explainStartFailure } from "./explain-start-failure.ts";
import { failureFacts } from "./failure-facts.ts";

const assetsDir = fileURLToPath(new URL(".", import.meta.url));

try {
  const config = readConfig();
  const wantsDemo = process.argv.includes("--demo");
  if (!wantsDemo) await refuseDemoFolder(config);
  const demo = wantsDemo ? await startDemo(config, { assetsDir }) : null;
  const running = demo ?? (await startVigie(config, { assetsDir }));
  if (running.url) {
    const lines = [`Vigie: ${running.url}`, `  desk:  ${running.url}/desk`];
    if (demo) lines.push(`  demo:  an invented hotline; the forum that plays the host is at ${demo.site}`);
    for (const receipt of demo?.receipts ?? []) lines.push(`  receipt for the tour: ${receipt}`);
    if (running.firstLink)
      lines.push("", "First account, one-time link:", `  ${running.url}${running.firstLink}`);
    process.stdout.write(`${lines.join("\n")}\n`);
  } else {
    process.stdout.write("Vigie: at work; this process serves no pages.\n");
  }
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        running.vigie.log.error(failureFacts(error), "the stop was not clean");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
} catch (error) {
  process.stderr.write(`${explainStartFailure(error)}\n`);
  process.exit(1);
}
