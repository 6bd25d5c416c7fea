import { fileURLToPath } from "node:url";
import { startVigie } from "./app.ts";
import { readConfig } from "./config.ts";
import { explainStartFailure } from "./explain-start-failure.ts";

const assetsDir = fileURLToPath(new URL(".", import.meta.url));

try {
  const config = readConfig();
  const running = await startVigie(config, { assetsDir });
  if (running.url) {
    const lines = [`Vigie: ${running.url}`, `  desk:  ${running.url}/desk`];
    if (running.firstLink) lines.push("", "First account, one-time link:", `  ${running.url}${running.firstLink}`);
    process.stdout.write(`${lines.join("\n")}\n`);
  }
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        running.vigie.log.error({ err: error }, "the stop was not clean");
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
