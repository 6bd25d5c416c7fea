import { type BankProvenance, bankProvenances, type Language, languages } from "@vigie/contract";
import { Argument, Command, Option } from "commander";
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
import { type LabelAction, runLabelCommand } from "./labels/label-command.ts";
import { type RevocationReason, revocationReasons } from "./labels/label-rules.ts";
import { runVerifyLabel } from "./labels/verify-label-command.ts";
import { languageTemplate, runLanguagesCheck } from "./languages/languages-command.ts";
import { type BankAction, runBankCommand } from "./matching/bank-command.ts";
import { runHashCommand } from "./matching/hash-command.ts";
import { runMatchCommand } from "./matching/match-command.ts";
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
  .command("hash")
  .description("fingerprints of pictures and videos, a line a file; needs no server and no network")
  .argument("<files...>", "files, and folders with all that is in them")
  .option("--json", "one JSON object a line")
  .action((paths: string[], { json = false }: { json?: boolean }) =>
    explained(() =>
      runHashCommand({
        paths,
        json,
        searchPath: process.env["PATH"] ?? "",
        stdout: process.stdout,
        stderr: process.stderr,
      }),
    ),
  );

program
  .command("match")
  .description("look hashes, lists of hashes, pictures or videos up in the banks of this installation")
  .argument(
    "<wanted...>",
    "- for hashes from standard input, hashes (which lists of running commands and histories show), lists (.jsonl, .csv), pictures, videos",
  )
  .option("--bank <name...>", "banks to look in; none: all that stand")
  .option("--json", "one JSON object a line")
  .action((wanted: string[], { bank: banks = [], json = false }: { bank?: string[]; json?: boolean }) =>
    withVigie((vigie) =>
      runMatchCommand(
        vigie,
        { wanted, banks, searchPath: process.env["PATH"] ?? "" },
        { json, stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
      ),
    ),
  );

const bank = program.command("bank").description("banks of fingerprints, and who may ask them");

bank
  .command("add")
  .description("make a bank")
  .argument("<name>", "short: a-z, 0-9 and hyphens")
  .requiredOption("--title <words>", "its name for people")
  .requiredOption("--owner <name>", "whose fingerprints they are")
  .requiredOption("--purpose <words>", "what they are kept for")
  .requiredOption("--expires <date>", "when it is deleted, e.g. 2027-12-31")
  .addOption(
    new Option("--from <provenance>", "made on devices, or the list of an authorised body")
      .choices(bankProvenances)
      .makeOptionMandatory(),
  )
  .option("--distance <bits>", "of PDQ that count as near, 31 at most", Number, 31)
  .option("--json", "one JSON object")
  .action((slug: string, { title, from, json = false, ...rest }: AddBankOptions) =>
    onBanks({ action: "add", slug, name: title, provenance: from, ...rest }, json),
  );

bank
  .command("import")
  .description("read a list, JSON lines or CSV: pdq, quality, gradient, md5, sha1, sha256, tags, ref")
  .argument("<name>", "of the bank")
  .argument("<file>", "the list")
  .requiredOption("--source <words>", "where the list comes from")
  .option("--whole", "this is the whole list: what it does not hold ends")
  .option("--dated <date>", "when the list was made; now unless told")
  .option("--json", "one JSON object; bad lines one each on standard error")
  .action((slug: string, file: string, { source, whole = false, dated, json = false }: ImportOptions) =>
    onBanks({ action: "import", slug, file, source, whole, dated: dated ?? null }, json),
  );

bank
  .command("export")
  .description("the standing entries, JSON lines unless told otherwise")
  .argument("<name>", "of the bank")
  .option("--csv", "as CSV")
  .action((slug: string, { csv = false }: { csv?: boolean }) =>
    onBanks({ action: "export", slug, csv }, false),
  );

bank
  .command("stat")
  .description("entries, matches and imports")
  .argument("[name]", "of the bank; none: all")
  .option("--json", "one JSON object")
  .action((slug: string | undefined, { json = false }: { json?: boolean }) =>
    onBanks({ action: "stat", slug: slug ?? null }, json),
  );

for (const [action, description] of [
  ["suspend", "match nothing with it until it is resumed"],
  ["resume", "match with it again"],
  ["accept", "take its newest import out of quarantine"],
  ["rollback", "take its newest import back: the bank is as it was before"],
] as const) {
  bank
    .command(action)
    .description(description)
    .argument("<name>", "of the bank")
    .option("--json", "one JSON object")
    .action((slug: string, { json = false }: { json?: boolean }) => onBanks({ action, slug }, json));
}

bank
  .command("give")
  .description("add the fingerprints of a report to a bank made on devices")
  .argument("<name>", "of the bank")
  .requiredOption("--report <id>", "the report")
  .option("--json", "one JSON object")
  .action((slug: string, { report, json = false }: { report: string; json?: boolean }) =>
    onBanks({ action: "give", slug, reportId: report }, json),
  );

bank
  .command("withdraw")
  .description("take entries out for good; no list brings them back")
  .argument("<name>", "of the bank")
  .addArgument(
    new Argument(
      "[-]",
      "any hash of each entry, one a line from standard input, where nothing shows it",
    ).choices(["-"]),
  )
  .option("--report <id>", "the report they were given with")
  .option("--json", "one JSON object")
  .action(
    (slug: string, hashes: "-" | undefined, { report, json = false }: WithdrawOptions, command: Command) => {
      if ((hashes === undefined) === (report === undefined)) {
        command.error("error: give - for hashes from standard input, or --report <id>, one of them", {
          exitCode: 2,
        });
      }
      return onBanks(
        { action: "withdraw", slug, by: report === undefined ? "hashes" : { reportId: report } },
        json,
      );
    },
  );

const partner = bank.command("partner").description("organisations with a key for POST /api/v1/match");

partner
  .command("add")
  .description("let an organisation ask; prints its key, once")
  .argument("<name>", "of the organisation")
  .requiredOption("--bank <name...>", "the banks it may ask")
  .option("--json", "one JSON object")
  .action((name: string, { bank: banks, json = false }: { bank: string[]; json?: boolean }) =>
    onBanks({ action: "partner_add", name, banks }, json),
  );

partner
  .command("disable")
  .description("its key opens nothing any more")
  .argument("<name>", "of the organisation")
  .option("--json", "one JSON object")
  .action((name: string, { json = false }: { json?: boolean }) =>
    onBanks({ action: "partner_disable", name }, json),
  );

partner
  .command("list")
  .description("who may ask, and what")
  .option("--json", "one JSON object")
  .action(({ json = false }: { json?: boolean }) => onBanks({ action: "partner_list" }, json));

function onBanks(action: BankAction, json: boolean): Promise<void> {
  return withVigie(async (vigie) => {
    // What becomes searchable orders its comparison, also before the first start.
    await migrateJobs(vigie);
    return runBankCommand(vigie, action, {
      json,
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
    });
  });
}

program
  .command("verify")
  .description("whether a bundle is as it was made; needs no server and no network")
  .argument("<bundle>", "the .zip file, as it was downloaded")
  .option("--key <hex>", "the public key one expects, as /api/v1/keys of the installation shows it")
  .option("--json", "one JSON object")
  .action((file: string, { key = null, json = false }: { key?: string | null; json?: boolean }) =>
    explained(() => runVerifyCommand({ file, key, json, stdout: process.stdout, stderr: process.stderr })),
  );

const label = program.command("label").description("the label: a hotline's standing, signed");

label
  .command("issue")
  .description("our own label; with --key, a label that vouches for another hotline's key")
  .option("--key <file>", "public key of the other, or its vigie-label.json")
  .option("--name <name>", "of whoever holds that key")
  .option("--country <code>", "its country, two letters")
  .option("--area <family...>", "families of grounds that it covers; none: all")
  .option("--days <number>", "how long it is valid, 400 at most", Number, 365)
  .option("--json", "one JSON object")
  .action(({ key, name, country, area = [], days, json = false }: IssueOptions) => {
    if (key === undefined) return onLabels({ action: "issue", for: null }, json);
    if (name === undefined || country === undefined) {
      return label.error("With --key, say whose key it is: --name and --country.", { exitCode: 2 });
    }
    return onLabels({ action: "issue", for: { key, name, country, areas: area, days } }, json);
  });

label
  .command("carry")
  .description("show a label that another issued for us, in place of our own")
  .argument("<file>", "the label")
  .requiredOption("--trust <file>", "public key of its issuer, or its vigie-label.json")
  .option("--json", "one JSON object")
  .action((file: string, { trust, json = false }: { trust: string; json?: boolean }) =>
    onLabels({ action: "carry", file, trust }, json),
  );

label
  .command("revoke")
  .description("take a label back; readers of our list refuse it from then on")
  .argument("<number>", "as `vigie label list` shows it")
  .addOption(new Option("--why <reason>", "published").choices(revocationReasons).makeOptionMandatory())
  .option("--json", "one JSON object")
  .action((id: string, { why, json = false }: { why: RevocationReason; json?: boolean }) =>
    onLabels({ action: "revoke", id, why }, json),
  );

label
  .command("list")
  .description("labels that were issued or are carried here, and our key")
  .option("--json", "one JSON object")
  .action(({ json = false }: { json?: boolean }) => onLabels({ action: "list" }, json));

label
  .command("verify")
  .description("whether a label, or a mail that carries one, holds; needs no server and no network")
  .argument("<file>", "a label, its vigie-label.json, or a message as .eml")
  .option("--trust <file...>", "public keys that you trust as issuers")
  .option("--revocations <file>", "the issuer's list of revocations")
  .option("--register <file>", "keys that you matched to the public register")
  .option("--area <family>", "a family of grounds that it must cover")
  .option("--json", "one JSON object")
  .action((file: string, { trust = [], revocations, register, area, json = false }: VerifyLabelFlags) =>
    explained(() =>
      runVerifyLabel({
        file,
        trust,
        register: register ?? null,
        revocations: revocations ?? null,
        area: area ?? null,
        json,
        now: new Date(),
        stdout: process.stdout,
        stderr: process.stderr,
      }),
    ),
  );

function onLabels(action: LabelAction, json: boolean): Promise<void> {
  return withVigie((vigie) =>
    runLabelCommand(vigie, action, { json, stdout: process.stdout, stderr: process.stderr }),
  );
}

interface AddBankOptions {
  title: string;
  owner: string;
  purpose: string;
  expires: string;
  from: BankProvenance;
  distance: number;
  json?: boolean;
}

interface ImportOptions {
  source: string;
  whole?: boolean;
  dated?: string;
  json?: boolean;
}

interface WithdrawOptions {
  report?: string;
  json?: boolean;
}

interface IssueOptions {
  key?: string;
  name?: string;
  country?: string;
  area?: string[];
  days: number;
  json?: boolean;
}

interface VerifyLabelFlags {
  trust?: string[];
  revocations?: string;
  register?: string;
  area?: string;
  json?: boolean;
}

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
