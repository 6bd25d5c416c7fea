import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, readdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";
import { makeTemporaryFolder } from "./temporary-folder.ts";

/** A mailbox of its own on a real IMAP server. */
export interface TestMailbox {
  /** `imap://user:password@127.0.0.1:port/INBOX` */
  readonly url: string;
  /** Puts a message into it, as a mail server would. Lines end with CRLF. */
  deliver(raw: string | Buffer, options?: { receivedAt?: Date }): Promise<void>;
  /** Names of its files with their flags, as Maildir writes them (`:2,S` is seen). */
  files(): Promise<string[]>;
  /** Gives it another UIDVALIDITY, as a restored backup would. UIDs begin anew. */
  renumber(): Promise<void>;
}

export interface TestDovecot {
  readonly port: number;
  openMailbox(): Promise<TestMailbox>;
  /** Ends it, so that connections are refused until `start`. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

const password = "mot-de-passe";
const binary = ["/usr/sbin/dovecot", "/usr/local/sbin/dovecot", "/opt/homebrew/sbin/dovecot"].find(
  existsSync,
);

/**
 * The machine's Dovecot for the tests of a file, on loopback, with a configuration of its own.
 * @returns null, and says so aloud, when the machine has none.
 * @example const dovecot = useDovecot(); test.skipIf(!dovecot)("…", …)
 */
export function useDovecot(): TestDovecot | null {
  if (!binary) {
    process.stderr.write(
      "!! No Dovecot was found (Debian: dovecot-imapd): THE TESTS WITH A REAL MAILBOX ARE SKIPPED.\n",
    );
    return null;
  }
  let folder = "";
  let port = 0;
  let guard: ChildProcess | undefined;

  async function start(): Promise<void> {
    // Dovecot ends when this process does, however that happens: the pipe closes.
    guard = spawn(
      "/bin/sh",
      [
        "-c",
        '"$0" -F -c "$1" & pid=$!; cat >/dev/null; kill $pid; wait $pid',
        binary ?? "",
        join(folder, "dovecot.conf"),
      ],
      {
        stdio: ["pipe", "ignore", "inherit"],
      },
    );
    for (const until = Date.now() + 20_000; !(await listens(port)); await sleep(50)) {
      if (Date.now() > until) {
        throw new Error(
          `Dovecot did not start: ${await readFile(join(folder, "log"), "utf8").catch(() => "")}`,
        );
      }
    }
  }
  async function stop(): Promise<void> {
    const ending = guard;
    if (!ending || ending.exitCode !== null) return;
    const ended = new Promise((resolve) => ending.once("exit", resolve));
    ending.stdin?.end();
    await ended;
  }

  beforeAll(async () => {
    folder = makeTemporaryFolder("vigie-dovecot-");
    await chmod(folder, 0o755);
    port = await freePort();
    await writeFile(join(folder, "dovecot.conf"), configuration(folder, port));
    await start();
  });
  afterAll(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  return {
    get port() {
      return port;
    },
    start,
    stop,
    async openMailbox() {
      const user = `boite-${randomBytes(6).toString("hex")}`;
      const maildir = join(folder, "mail", user);
      for (const part of ["", "cur", "new", "tmp"])
        await ours(mkdir(join(maildir, part), { recursive: true }), join(maildir, part));
      let delivered = 0;
      return {
        url: `imap://${user}:${password}@127.0.0.1:${port}/INBOX`,
        async deliver(raw, { receivedAt } = {}) {
          delivered += 1;
          const name = `${1_700_000_000 + delivered}.${randomBytes(8).toString("hex")}.loopback`;
          const file = join(maildir, "tmp", name);
          await ours(writeFile(file, raw), file);
          if (receivedAt) await utimes(file, receivedAt, receivedAt);
          await rename(file, join(maildir, "new", name));
        },
        files: async () => [
          ...(await readdir(join(maildir, "new"))),
          ...(await readdir(join(maildir, "cur"))),
        ],
        async renumber() {
          const file = join(maildir, "dovecot-uidlist");
          const list = await readFile(file, "utf8");
          const validity = Number(/ V(\d+) /.exec(list)?.[1]);
          await ours(writeFile(file, `3 V${validity + 1} N1 G${randomBytes(16).toString("hex")}\n`), file);
          for (const name of await readdir(maildir)) {
            if (name.startsWith("dovecot.index")) await rm(join(maildir, name), { force: true });
          }
        },
      };
    },
  };
}

const root = process.getuid?.() === 0;
/** As root, the mail belongs to nobody: Dovecot serves no mail of root's. */
const owner = root ? { uid: 65_534, gid: 65_534 } : { uid: userInfo().uid, gid: userInfo().gid };

async function ours(made: Promise<unknown>, path: string): Promise<void> {
  await made;
  if (root) await chown(path, owner.uid, owner.gid);
}

function configuration(folder: string, port: number): string {
  const { username } = userInfo();
  return `
base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${folder}/mail/%u
maildir_copy_with_hardlinks = yes
first_valid_uid = 1
first_valid_gid = 1
default_vsz_limit = 256M
mail_fsync = never
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${folder}/mail/%u
}
service imap-login {
  chroot =
  process_min_avail = 0
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
${root ? "" : `default_internal_user = ${username}\ndefault_login_user = ${username}\ndefault_internal_group = ${groupName()}`}
`;
}

function groupName(): string {
  return spawnSync("id", ["-gn"], { encoding: "utf8" }).stdout.trim();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("data", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
    socket.setTimeout(2_000, () => {
      socket.destroy();
      resolve(false);
    });
  });
}
