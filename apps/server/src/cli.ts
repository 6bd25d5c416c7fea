import { Command } from "commander";
import { openVigie } from "./app.ts";
import { runDoctor } from "./audit/doctor.ts";
import { type Config, readConfig } from "./config.ts";
import { runCanonCommand } from "./contents/canon-command.ts";
import { migrateToLatest } from "./db/migrate.ts";
import { explainStartFailure } from "./explain-start-failure.ts";
import { migrateJobs } from "./jobs/run-jobs.ts";
import { runTeamCommand } from "./team/team-command.ts";
import type { Vigie } from "./vigie.ts";

const program = new Command("vigie")
  .description(
    "Takes reports of illegal content, notifies whoever can remove it, and checks until it is gone.",
  )
  .showHelpAfterError();

program
  .command("start")
  .description("start everything (the same as npm start)")
  .option("--demo", "add an invented hotline with invented content")
  .action(async () => {
    await import("./main.ts");
  });

program
  .command("migrate")
  .description("bring the database to this version")
  .action(() =>
    withVigie(async (vigie) => {
      const applied = await migrateToLatest(vigie.db, vigie.log);
      await migrateJobs(vigie);
      process.stdout.write(
        `${applied.length === 0 ? "Already up to date." : `Applied: ${applied.join(", ")}`}\n`,
      );
      return 0;
    }),
  );

program
  .command("team [words...]")
  .description("the team: `vigie team list [--json]`")
  .allowUnknownOption()
  .action((words: string[]) => withVigie((vigie) => runTeamCommand(vigie, words)));

program
  .command("doctor")
  .description("verify the event chain and the installation")
  .option("--json", "one JSON object")
  .action(({ json = false }: { json?: boolean }) =>
    withVigie((vigie) => runDoctor(vigie, { json, stdout: process.stdout, stderr: process.stderr })),
  );

program
  .command("canon [addresses...]")
  .description("canonical key of each address; reads standard input when none is given")
  .option("--json", "one JSON object a line")
  .action(async (addresses: string[], { json = false }: { json?: boolean }) => {
    process.exitCode = await runCanonCommand(addresses, {
      stdin: process.stdin,
      stdout: process.stdout,
      json,
    });
  });

/** A command that needs the database: beside a running server it uses that server's PostgreSQL. */
async function withVigie(work: (vigie: Vigie) => Promise<number>): Promise<void> {
  try {
    const config: Config = readConfig({ VIGIE_LOG_LEVEL: "warn", VIGIE_RECEIPT_POOL: "0", ...process.env });
    const { vigie, close } = await openVigie(config, { beside: true });
    try {
      process.exitCode = await work(vigie);
    } finally {
      await close();
    }
  } catch (error) {
    process.stderr.write(`${explainStartFailure(error)}\n`);
    process.exitCode = 1;
  }
}

await program.parseAsync();
