import { rmSync } from "node:fs";
import type { CaseList, CaseView, MeView, ReceiptView } from "@vigie/contract";
import { generate } from "otplib";
import { afterAll, beforeAll } from "vitest";
import { type RunningVigie, startVigie } from "../apps/server/src/app.ts";
import { sealEvents } from "../apps/server/src/audit/seal-events.ts";
import { readConfig } from "../apps/server/src/config.ts";
import type { Connection } from "../apps/server/src/db/open-database.ts";
import { scheduleChecks } from "../apps/server/src/watches/schedule-checks.ts";
import { type TestDatabase, useDatabase } from "./database.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

/** Somebody of the team, signed in, with what they need to sign in again. */
export interface Desk {
  name: string;
  me: MeView;
  /** Calls the desk's API; throws with the problem document when it refuses. */
  call<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  /** The bare answer, for refusals. */
  fetch(method: string, path: string, body?: unknown): Promise<Response>;
  /** Sessions end when the clock moves on: signs in again with a code nobody used. */
  signInAgain(): Promise<void>;
  unlock(): Promise<void>;
  cookie: string;
  passphrase: string;
  totpSecret: string;
}

export interface TestVigie {
  readonly url: string;
  readonly running: RunningVigie;
  readonly database: TestDatabase;
  readonly dataDir: string;
  /** Moves the installation's clock. The database's own clock stays. */
  advance(ms: number): void;
  now(): Date;
  report(body: unknown, headers?: Record<string, string>): Promise<{ receipt: string; status_url: string }>;
  openReceipt(receipt: string): Promise<ReceiptView>;
  /** The first account (an admin), made with the one-time link; the second time, the same person. */
  firstAdmin(): Promise<Desk>;
  /** Somebody invited by the first admin. */
  member(role: "analyst" | "reviewer" | "manager" | "admin" | "observer", name: string): Promise<Desk>;
  /** Lets everything that is due happen: jobs, checks, sealing. */
  settle(): Promise<void>;
}

const password = "un mot de passe long";
const passphrase = "une phrase de passe longue";

/**
 * A whole Vigie on a loopback port, on a database of its own, with a clock that tests move.
 * @param settings environment variables on top of those for tests.
 */
export function useVigie(settings: Record<string, string> = {}): TestVigie {
  const database = useDatabase({ max: 4 });
  const dataDir = makeTemporaryFolder();
  let offset = 0;
  let running: RunningVigie | undefined;
  let admin: Desk | undefined;
  let firstLink: string | null = null;
  const clock = { now: () => new Date(Date.now() + offset) };

  beforeAll(async () => {
    const config = readConfig({
      VIGIE_DATA_DIR: dataDir,
      DATABASE_URL: connectionUrl(database.connection),
      VIGIE_PORT: "0",
      VIGIE_LOG_LEVEL: "warn",
      VIGIE_RECEIPT_MEMORY_KIB: "64",
      VIGIE_RECEIPT_PASSES: "1",
      VIGIE_RECEIPT_POOL: "4",
      VIGIE_FETCH_ALLOW: "127.0.0.1",
      // Nobody listens there: tests that want a name server or a registry bring one.
      VIGIE_DNS_SERVERS: "127.0.0.1:9",
      VIGIE_RDAP_BOOTSTRAP: "http://127.0.0.1:9/rdap/",
      VIGIE_HOTLINE_NAME: "Ligne d'essai",
      VIGIE_HOTLINE_EMAIL: "signalement@ligne.example",
      VIGIE_DATABASE_CONNECTIONS: "8",
      ...settings,
    });
    running = await startVigie(config, { clock, assetsDir: builtFolder });
    firstLink = running.firstLink;
  });
  afterAll(async () => {
    await running?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const started = (): RunningVigie => {
    if (!running) throw new Error("the test Vigie exists inside tests and hooks only");
    return running;
  };
  const base = () => started().url ?? "";
  const codeFor = (secret: string) => generate({ secret, epoch: Math.floor(clock.now().getTime() / 1000) });

  async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${base()}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  }

  async function join(token: string, name: string): Promise<Desk> {
    const invitation = await good<{ totpSecret: string }>(
      await post("/api/v1/desk/invitations/open", { token }),
    );
    const { totpSecret } = invitation;
    const response = await post("/api/v1/desk/join", {
      token,
      name,
      password,
      passphrase,
      code: await codeFor(totpSecret),
      language: "fr",
    });
    const desk: Desk = {
      name,
      me: await good<MeView>(response.clone()),
      cookie: cookieOf(response),
      passphrase,
      totpSecret,
      async fetch(method, path, body) {
        return fetch(`${base()}/api/v1/desk${path}`, {
          method,
          headers: {
            cookie: desk.cookie,
            "x-vigie-csrf": desk.me.csrf,
            ...(body === undefined ? {} : { "content-type": "application/json" }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
      },
      async call<Answer>(method: string, path: string, body?: unknown) {
        return good<Answer>(await desk.fetch(method, path, body));
      },
      async signInAgain() {
        // A code works once: the next step has another.
        offset += 31_000;
        const again = await post("/api/v1/desk/session", { name, password, code: await codeFor(totpSecret) });
        desk.me = await good<MeView>(again.clone());
        desk.cookie = cookieOf(again);
      },
      async unlock() {
        desk.me = { ...desk.me, unlocked: true };
        await desk.call("POST", "/session/unlock", { passphrase });
      },
    };
    return desk;
  }

  return {
    get url() {
      return base();
    },
    get running() {
      return started();
    },
    database,
    dataDir,
    advance(ms) {
      offset += ms;
    },
    now: () => clock.now(),
    report: async (body, headers) => good(await post("/api/v1/reports", body, headers)),
    openReceipt: async (receipt) => good(await post("/api/v1/receipts/open", { receipt })),
    async firstAdmin() {
      if (!admin) {
        admin = await join(firstLink?.split("#")[1] ?? "", "Première");
        await admin.signInAgain();
      }
      return admin;
    },
    async member(role, name) {
      const inviter = await this.firstAdmin();
      await inviter.signInAgain();
      await inviter.unlock();
      const { link } = await inviter.call<{ link: string }>("POST", "/team/invitations", { name, role });
      const desk = await join(link.split("#")[1] ?? "", name);
      await desk.signInAgain();
      return desk;
    },
    async settle() {
      const { vigie } = started();
      for (let turn = 0; turn < 200; turn += 1) {
        await scheduleChecks(vigie);
        await sealEvents(vigie);
        const { rows } = await vigie.pool.query<{ waiting: number }>(
          `select count(*)::int as waiting from graphile_worker._private_jobs
           where run_at <= now() + interval '1 second' and attempts < max_attempts`,
        );
        if ((rows[0]?.waiting ?? 0) === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error("the jobs did not come to an end");
    },
  };
}

/** The open case whose list entry matches, whole. */
export async function findCase(
  desk: Desk,
  where: (summary: CaseList["cases"][number]) => boolean,
): Promise<CaseView> {
  const list = await desk.call<CaseList>("GET", "/cases?limit=100");
  const found = list.cases.find(where);
  if (!found) throw new Error("no such case in the list");
  return desk.call<CaseView>("GET", `/cases/${found.id}`);
}

export const builtFolder = new URL("../apps/server/dist/", import.meta.url).pathname;

/** A connection as `DATABASE_URL` writes it, a socket folder included. */
export function connectionUrl(connection: Connection): string {
  if ("connectionString" in connection) return connection.connectionString;
  const { host, user, database, port, password: secret } = connection;
  const url = new URL(`postgres://localhost/${database}`);
  url.searchParams.set("host", host);
  url.username = user;
  if (secret) url.password = secret;
  if (port) url.searchParams.set("port", String(port));
  return url.href;
}

async function good<Answer>(response: Response): Promise<Answer> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${response.url}: ${text}`);
  return (text ? JSON.parse(text) : undefined) as Answer;
}

function cookieOf(response: Response): string {
  return (response.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
}
