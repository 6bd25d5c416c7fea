import { readFile, stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { InstallationError } from "./installation-error.ts";

/** The system user that PostgreSQL runs as. */
export type PostgresAccount = { uid: number; gid: number; name: string };

// `nobody` comes last: whatever else runs as nobody could connect to the socket.
const preferredNames = ["vigie", "postgres", "nobody"];

/**
 * Whom PostgreSQL runs as: undefined means "as ourselves". PostgreSQL refuses root, so root hands it to an
 * unprivileged user; a folder that already has an owner keeps it.
 * @throws InstallationError when there is nobody to hand it to, or when the folder belongs to someone else.
 */
export async function choosePostgresAccount(dataFolder: string): Promise<PostgresAccount | undefined> {
  const self = process.getuid?.();
  const owner = await stat(dataFolder).catch(() => undefined);
  if (self !== 0) {
    if (owner !== undefined && self !== undefined && owner.uid !== self)
      throw foreignFolder(dataFolder, owner.uid, self);
    if (owner === undefined) requireUserName(dataFolder);
    return undefined;
  }
  const known = await readAccounts();
  if (owner !== undefined && owner.uid !== 0) {
    const account = known.find((one) => one.uid === owner.uid);
    return account ?? { uid: owner.uid, gid: owner.gid, name: String(owner.uid) };
  }
  for (const name of preferredNames) {
    const account = known.find((one) => one.name === name && one.uid !== 0);
    if (account !== undefined) return account;
  }
  throw new InstallationError(
    "postgres.no_unprivileged_user",
    `PostgreSQL does not run as root, and this system has none of the users ${preferredNames.join(", ")} to run it as. ` +
      "Create a user named vigie, start Vigie as an ordinary user, or set DATABASE_URL to a PostgreSQL you have.",
  );
}

function foreignFolder(folder: string, owner: number, self: number): InstallationError {
  return new InstallationError(
    "postgres.not_owner",
    `The database folder ${folder} belongs to user number ${owner}, and Vigie runs as user number ${self}. ` +
      "Start Vigie as the user that created it (or as root), give the folder to the present user with chown -R, " +
      "or set DATABASE_URL to a PostgreSQL you have.",
  );
}

/** initdb insists on a name for the present user, which containers with a free uid do not have. */
function requireUserName(folder: string): void {
  try {
    userInfo();
  } catch (cause) {
    throw new InstallationError(
      "postgres.no_user_name",
      `User number ${process.getuid?.()} has no name on this system (no line in /etc/passwd), so PostgreSQL cannot create ` +
        `its folder ${folder}. Add a line for this user, run as a user that has one, or set DATABASE_URL to a PostgreSQL you have.`,
      { cause },
    );
  }
}

async function readAccounts(): Promise<PostgresAccount[]> {
  const lines = (await readFile("/etc/passwd", "utf8").catch(() => "")).split("\n");
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(":");
    if (name === undefined || !/^\d+$/.test(uid ?? "") || !/^\d+$/.test(gid ?? "")) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}
