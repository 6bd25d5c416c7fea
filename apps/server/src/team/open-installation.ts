import { type Kysely, sql } from "kysely";
import { errorCode } from "../db/installation-error.ts";
import { inTransaction } from "../db/retry-transaction.ts";
import type { Database } from "../db/schema.ts";
import { newKeyPair } from "../vault/sealed-box.ts";
import { tokenHash } from "../vault/secret-token.ts";
import { KeysFolderError } from "../vault/service-keys.ts";
import type { Vigie } from "../vigie.ts";
import { createInvitation, invitationPath } from "./create-invitation.ts";
import { readFirstLink, removeFirstLink, writeFirstLink } from "./first-link-file.ts";

interface Installation {
  teamPublicKey: Uint8Array;
  /** Path and fragment of the link that creates the first account; null once it was used. */
  firstLink: string | null;
}

type Context = Pick<Vigie, "db" | "keys" | "clock" | "log"> & { config: Pick<Vigie["config"], "keysDir"> };

// Any number will do, as long as it is always this one.
const installationLock = 7_210_502;

// Until somebody joins, the team's private key exists under this link only: it must not lapse.
const firstLinkYears = 100;

/**
 * Finds the team key of this database, and makes it on the very first start. Every process calls it at start; of
 * several that start together, the first makes it and the others find it.
 * @throws KeysFolderError when the keys folder belongs to another database, or cannot be written on the first start.
 */
export async function openInstallation(context: Context): Promise<Installation> {
  const { db, keys, config } = context;
  const installed = await inTransaction(db, async (trx) => {
    await sql`select pg_advisory_xact_lock(${installationLock})`.execute(trx);
    return (await readInstallation(trx)) ?? (await install(trx, context));
  });
  if (installed.keys_fingerprint !== keys.fingerprint) throw foreignKeys(config.keysDir);
  return { teamPublicKey: installed.team_public_key, firstLink: await findFirstLink(context) };
}

function readInstallation(db: Kysely<Database>) {
  return db.selectFrom("installation").select(["team_public_key", "keys_fingerprint"]).executeTakeFirst();
}

async function install(trx: Kysely<Database>, { keys, clock, config }: Context) {
  const teamKey = newKeyPair();
  const installation = {
    team_public_key: Buffer.from(teamKey.publicKey),
    keys_fingerprint: keys.fingerprint,
  };
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt);
  expiresAt.setUTCFullYear(createdAt.getUTCFullYear() + firstLinkYears);
  await trx.insertInto("installation").values(installation).execute();
  const token = await createInvitation(trx, {
    keys,
    name: null,
    role: "manager",
    topics: null,
    teamKey,
    first: true,
    createdAt,
    expiresAt,
  });
  teamKey.privateKey.fill(0);
  // Before the commit: a crash in between leaves a file that opens nothing and is written over, never a team key
  // that nobody can reach.
  try {
    await writeFirstLink(config.keysDir, token);
  } catch (cause) {
    throw keysFolderClosed(config.keysDir, cause);
  }
  return installation;
}

async function findFirstLink({ db, config, log }: Context): Promise<string | null> {
  const unused = await db
    .selectFrom("invitations")
    .select("token_hash")
    .where("first", "=", true)
    .where("used_at", "is", null)
    .executeTakeFirst();
  const token = await readFirstLink(config.keysDir);
  if (!unused) {
    // A crash between the use and the removal leaves it behind.
    if (token !== null) await removeFirstLink(config.keysDir);
    return null;
  }
  if (token !== null && tokenHash(token).equals(unused.token_hash)) return invitationPath(token);
  log.warn(
    { keysDir: config.keysDir },
    "nobody has joined yet and the file first-link of this keys folder is missing or of another database: " +
      "use the link of the process that was started first, or start again with an empty data folder",
  );
  return null;
}

function foreignKeys(keysDir: string): KeysFolderError {
  return new KeysFolderError(
    `The keys in ${keysDir} are not those of this database: one of the two was exchanged or restored alone. ` +
      "Put back the keys folder this database was first started with (VIGIE_KEYS_DIR names it), or use the database that goes with these keys.",
  );
}

function keysFolderClosed(keysDir: string, cause: unknown): KeysFolderError {
  return new KeysFolderError(
    `The first start keeps the link of the first account in ${keysDir}, and cannot write there (${errorCode(cause) ?? "unknown"}). ` +
      "Let the account that runs Vigie write in that folder until somebody has joined, then start again.",
    { cause },
  );
}
