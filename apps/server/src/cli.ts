import { type Language, languages } from "@vigie/contract";
import { Command, Option } from "commander";
import { openVigie } from "./app.ts";
import { runDoctor } from "./audit/doctor.ts";
import { runCatalogueCheck } from "./catalogue/catalogue-command.ts";
import { installOverrides } from "./catalogue/install-overrides.ts";
import { type Config, readConfig } from "./config.ts";
import { runCanonCommand } from "./contents/canon-command.ts";
import { migrateToLatest } from "./db/migrate.ts";
import { runVerifyCommand } from "./evidence/verify-command.ts";
import { explainStartFailure } from "./explain-start-failure.ts";
import { parseAllowList } from "./fetch/address-rules.ts";
import { migrateJobs } from "./jobs/run-jobs.ts";
import { languageTemplate, runLanguagesCheck } from "./languages/languages-command.ts";
import { runPlanCommand } from "./plans/plan-command.ts";
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
  .action((addresses: string[], { json = false }: { json?: boolean }) =>
    explained(async () => {
      // The same keys as the server of this installation gives.
      const { problems } = await installOverrides(readConfig().catalogueDir);
      for (const { file, line, says } of problems) process.stderr.write(`${file}:${line}: ${says}\n`);
      return runCanonCommand(addresses, { stdin: process.stdin, stdout: process.stdout, json });
    }),
  );

const catalogue = program.command("catalogue").description("the facts: services, grounds, authorities");

catalogue
  .command("check")
  .description("check the catalogue and this installation's own rows; needs no server")
  .option("--links", "visit every link, and name those that are gone or have moved")
  .option("--json", "one JSON object")
  .action(({ links = false, json = false }: { links?: boolean; json?: boolean }) =>
    explained(async () => {
      const { catalogueDir, fetchAllow, lookUps } = readConfig();
      const visits = {
        allow: parseAllowList(fetchAllow),
        dnsServers: lookUps.dnsServers,
        userAgent: "Vigie/0.1 (+catalogue check)",
      };
      return runCatalogueCheck({
        overrides: catalogueDir,
        today: new Date().toISOString().slice(0, 10),
        json,
        links: links ? visits : null,
        stdout: process.stdout,
        stderr: process.stderr,
      });
    }),
  );

const addedLanguages = program
  .command("languages")
  .description("the languages that this installation adds to the public pages");

addedLanguages
  .command("check")
  .description("check the files of the added languages; needs no server")
  .option("--json", "one JSON object")
  .action(({ json = false }: { json?: boolean }) =>
    explained(() => runLanguagesCheck({ folder: readConfig().languagesDir, json, stdout: process.stdout })),
  );

addedLanguages
  .command("template")
  .description("a file to start a translation from, with every sentence of the public pages")
  .addOption(new Option("--base <language>", "to translate from").choices(languages).default("en"))
  .action(({ base }: { base: Language }) => {
    process.stdout.write(`${JSON.stringify(languageTemplate(base), null, 2)}\n`);
  });

program
  .command("plan")
  .description("the plan for some addresses, grounds and a situation; asks nobody and needs no server")
  .option("--url <address...>", "an address, or words that name an account")
  .option("--ground <slug...>", "a ground of the catalogue, e.g. ncii")
  .option("--situation <answers...>", "e.g. blackmail=threatened,minor=no,standing=victim,country=FR")
  .addOption(new Option("--language <language>", "of the sentences").choices(languages).default("fr"))
  .option("--json", "one JSON object")
  .action(({ url = [], ground = [], situation = [], language, json = false }: PlanOptions) =>
    explained(async () => {
      const { hotline, catalogueDir } = readConfig();
      const { problems } = await installOverrides(catalogueDir);
      for (const { file, line, says } of problems) process.stderr.write(`${file}:${line}: ${says}\n`);
      return runPlanCommand({
        urls: url,
        grounds: ground,
        situation,
        language,
        json,
        country: hotline.country,
        timeZone: hotline.timeZone,
        now: new Date(),
        stdout: process.stdout,
        stderr: process.stderr,
      });
    }),
  );

program
  .command("verify")
  .description("whether a bundle is as it was made; needs no server and no network")
  .argument("<bundle>", "the .zip file, as it was downloaded")
  .option("--key <hex>", "the public key one expects, as /api/v1/keys of the installation shows it")
  .option("--json", "one JSON object")
  .action((file: string, { key = null, json = false }: { key?: string | null; json?: boolean }) =>
    explained(() => runVerifyCommand({ file, key, json, stdout: process.stdout, stderr: process.stderr })),
  );

interface PlanOptions {
  url?: string[];
  ground?: string[];
  situation?: string[];
  language: Language;
  json?: boolean;
}

/** A command that needs the database: beside a running server it uses that server's PostgreSQL. */
function withVigie(work: (vigie: Vigie) => Promise<number>): Promise<void> {
  return explained(async () => {
    const config: Config = readConfig({ VIGIE_LOG_LEVEL: "warn", VIGIE_RECEIPT_POOL: "0", ...process.env });
    const { vigie, close } = await openVigie(config, { beside: true });
    try {
      return await work(vigie);
    } finally {
      await close();
    }
  });
}

/** Ends with the work's exit status, or with a sentence that says why it could not be done. */
async function explained(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    process.stderr.write(`${explainStartFailure(error)}\n`);
    process.exitCode = 1;
  }
}

await program.parseAsync();
