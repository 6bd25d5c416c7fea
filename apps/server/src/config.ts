import { Resolver } from "node:dns";
import { join, resolve } from "node:path";
import { z } from "zod";

const flag = z.stringbool().optional();
const positive = (fallback: number) => z.coerce.number().int().positive().default(fallback);

const hourOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not an hour of the day, e.g. "16:00"');

const listOf = (text: string) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

function areNameServers(servers: readonly string[]): boolean {
  try {
    new Resolver().setServers(servers);
    return true;
  } catch {
    return false;
  }
}

const environment = z.object({
  VIGIE_DATA_DIR: z.string().min(1).default("./.vigie"),
  VIGIE_KEYS_DIR: z.string().min(1).optional(),
  VIGIE_CATALOGUE_DIR: z.string().min(1).optional(),
  VIGIE_LANGUAGES_DIR: z.string().min(1).optional(),
  DATABASE_URL: z.string().min(1).optional(),
  VIGIE_ROLE: z.enum(["all", "web", "worker"]).default("all"),
  VIGIE_HOST: z.string().default("127.0.0.1"),
  VIGIE_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  PORT: z.coerce.number().int().min(0).max(65535).optional(),
  VIGIE_PUBLIC_URL: z.url().optional(),
  VIGIE_SMTP_URL: z.string().optional(),
  VIGIE_HOTLINE_NAME: z.string().default("Vigie (installation d'essai)"),
  VIGIE_HOTLINE_EMAIL: z.email().default("signalement@vigie.invalid"),
  VIGIE_NEWS_FROM: z.email().optional(),
  VIGIE_HOTLINE_PUBLIC_BODY: flag,
  VIGIE_HOTLINE_AREAS: z
    .string()
    .default("")
    .transform(listOf)
    .refine((areas) => areas.every((area) => /^[a-z][a-z_]{0,59}$/.test(area)), {
      message: 'is not a list of families of grounds, e.g. "hate, terrorism, image_based_abuse"',
    }),
  VIGIE_HOTLINE_POSTAL: z.string().default("").transform(listOf),
  VIGIE_IMAP_URL: z.string().optional(),
  VIGIE_ANSWER_ADDRESS: z
    .string()
    .regex(
      /^[^@\s]*\{tag\}[^@\s]*@[^@\s]+$/,
      "needs one address with {tag} before the @, e.g. answers+{tag}@example.org",
    )
    .optional(),
  VIGIE_MAIL_AUTHORITY: z.string().toLowerCase().optional(),
  VIGIE_BLUESKY_URL: z
    .url({
      protocol: /^https?$/,
      error: "needs an account and its app password, e.g. https://account.example.org:password@bsky.social",
    })
    .optional(),
  VIGIE_ESCALATE: z.enum(["proposed", "automatic"]).default("proposed"),
  VIGIE_TWO_PEOPLE: z
    .string()
    .default("")
    .transform(listOf)
    .refine((grounds) => grounds.every((ground) => /^[a-z][a-z0-9-]{0,99}$/.test(ground)), {
      message: 'is neither "all" nor a list of grounds of the catalogue',
    }),
  VIGIE_COUNTRY: z
    .string()
    .regex(/^[A-Za-z]{2}$/, "is not two letters (ISO 3166-1), e.g. FR")
    .toUpperCase()
    .default("FR"),
  VIGIE_TIME_ZONE: z.string().default("Europe/Paris"),
  VIGIE_EXPOSURE_DAY_MINUTES: z.coerce.number().int().min(1).max(480).default(300),
  VIGIE_EXPOSURE_BLOCK_MINUTES: z.coerce.number().int().min(1).max(120).default(60),
  VIGIE_EXPOSURE_BREAK_MINUTES: z.coerce.number().int().min(5).max(120).default(10),
  VIGIE_EXPOSURE_STOP: hourOfDay.default("16:00"),
  VIGIE_EXPOSURE_RESUME: hourOfDay.default("06:00"),
  VIGIE_FETCH_ALLOW: z.string().default(""),
  VIGIE_DNS_SERVERS: z
    .string()
    .default("")
    .transform(listOf)
    .refine(areNameServers, 'is not a list of addresses, e.g. "9.9.9.9, [2620:fe::fe]:53"'),
  VIGIE_RDAP_BOOTSTRAP: z.url({ protocol: /^https?$/ }).default("https://data.iana.org/rdap/"),
  VIGIE_ASN_ZONE: z
    .string()
    .regex(/^([a-z0-9_-]+(\.[a-z0-9_-]+)+)?$/i, "is not a name of two parts or more")
    .default("origin.asn.cymru.com"),
  VIGIE_EXIT_URL: z.url().default("https://meteofrance.com/"),
  VIGIE_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  VIGIE_REPORT_DAYS: positive(365),
  VIGIE_RECEIPT_MEMORY_KIB: positive(65_536),
  VIGIE_RECEIPT_PASSES: positive(2),
  VIGIE_RECEIPT_POOL: z.coerce.number().int().min(0).default(64),
  VIGIE_WORKER_CONCURRENCY: positive(4),
  VIGIE_DATABASE_CONNECTIONS: positive(16),
  PATH: z.string().default(""),
});

/** Everything the environment decides, read once. No other file reads it. */
export interface Config {
  /** Folder of the embedded database, keys, outgoing mail files. */
  dataDir: string;
  /** Keys that must never lie in the database's own folder or backups. */
  keysDir: string;
  /** Rows by which this installation changes the catalogue. It need not exist. */
  catalogueDir: string;
  /** Languages that this installation adds to the public pages. It need not exist. */
  languagesDir: string;
  /** PostgreSQL >= 15. Absent: Vigie starts its own. */
  databaseUrl: string | undefined;
  serves: { web: boolean; worker: boolean };
  host: string;
  port: number;
  /** Address people see, without a slash at the end. Absent: derived from host and port. */
  publicUrl: string | undefined;
  /** `smtp://` or `smtps://`. Absent: notices are written as `.eml` files in the data folder. */
  smtpUrl: string | undefined;
  hotline: {
    name: string;
    email: string;
    publicBody: boolean;
    country: string;
    timeZone: string;
    /** Families of grounds that the hotline works on; empty: all. They stand in its label. */
    areas: readonly string[];
    /** Lines of its postal address, for letters; empty: none is printed. */
    postal: readonly string[];
  };
  answers: {
    /** `imap://` or `imaps://`, with the mailbox as path. Absent: no mailbox is read. */
    imapUrl: string | undefined;
    /** Where answers go, with `{tag}` for what names the notice. */
    address: string;
    /** The server whose Authentication-Results are believed (RFC 8601, section 5); null: nobody's. */
    mailAuthority: string | null;
  };
  /** Accounts at services whose interface wants one, as `https://account:password@host`. Absent: it is not used. */
  agreements: { bluesky: string | undefined };
  /** `automatic`: the machine takes the escalations that may be taken without a person. */
  escalate: "proposed" | "automatic";
  /** Grounds whose assessments need two people, or `all`; empty: one person decides. */
  twoPeople: readonly string[];
  /**
   * How much of media a member may be shown. `stop` and `resume` are hours ("HH:MM") of the hotline's time zone: media
   * are shown from `resume` to `stop`.
   */
  exposure: { dayMinutes: number; blockMinutes: number; breakMinutes: number; stop: string; resume: string };
  /** Sender of what is written to reporters: an address that does not say what it is about. */
  newsFrom: string;
  /** Hosts or CIDR ranges the guarded fetcher may reach although they are not public. */
  fetchAllow: string;
  /** Whom "who hosts this?" asks. */
  lookUps: {
    /** Addresses of name servers, with an optional port; empty: those of this machine. */
    dnsServers: readonly string[];
    /** Folder of the RDAP bootstrap files (RFC 9224), with a slash at the end. */
    rdapBootstrap: string;
    /** Zone that answers the origin AS of a reversed address as TXT; null: nobody is asked. */
    asnZone: string | null;
  };
  exitUrl: string;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
  /** Days after the last report of a case until its rows expire. */
  reportDays: number;
  receipts: { memoryKib: number; passes: number; poolSize: number };
  workerConcurrency: number;
  databaseConnections: number;
  /** Folders in which ffmpeg is looked for, as `PATH` has them. */
  searchPath: string;
}

/**
 * Reads and checks the environment.
 * @throws Error naming each variable that is wrong, what it holds and what is accepted.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const read = environment.safeParse(env);
  if (!read.success) {
    const lines = read.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(
      `Some settings cannot be used. Correct these environment variables:\n${lines.join("\n")}`,
    );
  }
  const set = read.data;
  if (set.VIGIE_EXPOSURE_STOP === set.VIGIE_EXPOSURE_RESUME) {
    throw new Error(
      "VIGIE_EXPOSURE_STOP and VIGIE_EXPOSURE_RESUME are the same hour. Set two different ones.",
    );
  }
  const dataDir = resolve(set.VIGIE_DATA_DIR);
  return {
    dataDir,
    keysDir: set.VIGIE_KEYS_DIR ? resolve(set.VIGIE_KEYS_DIR) : join(dataDir, "keys"),
    catalogueDir: set.VIGIE_CATALOGUE_DIR ? resolve(set.VIGIE_CATALOGUE_DIR) : join(dataDir, "catalogue"),
    languagesDir: set.VIGIE_LANGUAGES_DIR ? resolve(set.VIGIE_LANGUAGES_DIR) : join(dataDir, "languages"),
    databaseUrl: set.DATABASE_URL,
    serves: { web: set.VIGIE_ROLE !== "worker", worker: set.VIGIE_ROLE !== "web" },
    host: set.VIGIE_HOST,
    port: set.VIGIE_PORT ?? set.PORT ?? 8080,
    publicUrl: set.VIGIE_PUBLIC_URL?.replace(/\/+$/, ""),
    smtpUrl: set.VIGIE_SMTP_URL,
    hotline: {
      name: set.VIGIE_HOTLINE_NAME,
      email: set.VIGIE_HOTLINE_EMAIL,
      publicBody: set.VIGIE_HOTLINE_PUBLIC_BODY ?? false,
      country: set.VIGIE_COUNTRY,
      timeZone: set.VIGIE_TIME_ZONE,
      areas: set.VIGIE_HOTLINE_AREAS,
      postal: set.VIGIE_HOTLINE_POSTAL,
    },
    answers: {
      imapUrl: set.VIGIE_IMAP_URL,
      address: set.VIGIE_ANSWER_ADDRESS ?? set.VIGIE_HOTLINE_EMAIL.replace("@", "+{tag}@"),
      mailAuthority: set.VIGIE_MAIL_AUTHORITY ?? null,
    },
    agreements: { bluesky: set.VIGIE_BLUESKY_URL },
    escalate: set.VIGIE_ESCALATE,
    twoPeople: set.VIGIE_TWO_PEOPLE,
    exposure: {
      dayMinutes: set.VIGIE_EXPOSURE_DAY_MINUTES,
      blockMinutes: set.VIGIE_EXPOSURE_BLOCK_MINUTES,
      breakMinutes: set.VIGIE_EXPOSURE_BREAK_MINUTES,
      stop: set.VIGIE_EXPOSURE_STOP,
      resume: set.VIGIE_EXPOSURE_RESUME,
    },
    newsFrom: set.VIGIE_NEWS_FROM ?? set.VIGIE_HOTLINE_EMAIL,
    fetchAllow: set.VIGIE_FETCH_ALLOW,
    lookUps: {
      dnsServers: set.VIGIE_DNS_SERVERS,
      rdapBootstrap: set.VIGIE_RDAP_BOOTSTRAP.replace(/\/*$/, "/"),
      asnZone: set.VIGIE_ASN_ZONE === "" ? null : set.VIGIE_ASN_ZONE.toLowerCase(),
    },
    exitUrl: set.VIGIE_EXIT_URL,
    logLevel: set.VIGIE_LOG_LEVEL,
    reportDays: set.VIGIE_REPORT_DAYS,
    receipts: {
      memoryKib: set.VIGIE_RECEIPT_MEMORY_KIB,
      passes: set.VIGIE_RECEIPT_PASSES,
      poolSize: set.VIGIE_RECEIPT_POOL,
    },
    workerConcurrency: set.VIGIE_WORKER_CONCURRENCY,
    databaseConnections: set.VIGIE_DATABASE_CONNECTIONS,
    searchPath: set.PATH,
  };
}
