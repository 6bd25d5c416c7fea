import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import type { Role } from "@vigie/contract";
import { generate } from "otplib";
import { afterAll, beforeAll } from "vitest";
import type { TestDatabase } from "../../../../test/database.ts";
import { quietLog } from "../../../../test/quiet-log.ts";
import { makeTemporaryFolder } from "../../../../test/temporary-folder.ts";
import { readConfig } from "../config.ts";
import { hashPassword } from "../vault/passwords.ts";
import type { SealKeyPair } from "../vault/sealed-box.ts";
import { newToken } from "../vault/secret-token.ts";
import { openServiceKeys } from "../vault/service-keys.ts";
import { unlockTeamKeyForToken, wrapTeamKeyForMember } from "../vault/team-key.ts";
import type { Vigie } from "../vigie.ts";
import { createInvitation } from "./create-invitation.ts";
import { findInvitation } from "./find-invitation.ts";
import { nameKeyOf } from "./name-rules.ts";
import { openInstallation } from "./open-installation.ts";
import { startSession } from "./start-session.ts";
import { newTotpSecret } from "./totp.ts";

const cheap = { memoryKib: 8, passes: 1 };

type TestVigie = Pick<Vigie, "db" | "clock" | "keys" | "config" | "log" | "teamPublicKey" | "publicUrl">;

export interface Enrolled {
  memberId: string;
  name: string;
  password: string;
  passphrase: string;
  totpSecret: string;
  sessionToken: string;
}

interface TestTeam {
  readonly vigie: TestVigie;
  readonly teamKey: SealKeyPair;
  readonly firstToken: string;
  /** Moves the clock, in milliseconds. */
  advance(ms: number): void;
  /** A code nobody used yet: the clock moves to the next step first. */
  freshCode(member: Pick<Enrolled, "totpSecret">): Promise<string>;
  codeNow(totpSecret: string): Promise<string>;
  /** Somebody with an account and a session, without the slow hashing that `joinTeam` does. */
  enrol(role: Role, name?: string): Promise<Enrolled>;
  /** The token of a fresh invitation. */
  invite(role: Role): Promise<string>;
}

/** An installation of its own for the tests of a file, with nobody in its team yet. */
export function useTeam(database: TestDatabase): TestTeam {
  const dataDir = makeTemporaryFolder();
  let now = Date.parse("2026-03-02T08:00:00Z");
  let ready: { vigie: TestVigie; teamKey: SealKeyPair; firstToken: string } | undefined;

  beforeAll(async () => {
    const config = readConfig({ VIGIE_DATA_DIR: dataDir, VIGIE_HOTLINE_NAME: "Ligne d'essai" });
    const base = {
      db: database.db,
      clock: { now: () => new Date(now) },
      keys: await openServiceKeys(config.keysDir),
      config,
      log: quietLog,
      publicUrl: "http://127.0.0.1:8080",
    };
    const { teamPublicKey, firstLink } = await openInstallation(base);
    const firstToken = firstLink?.split("#")[1] ?? "";
    const { team_key_wrapped: box } = await findInvitation(base, firstToken);
    const unlocked = unlockTeamKeyForToken({ box: box ?? Buffer.of(), publicKey: teamPublicKey }, firstToken);
    if (unlocked.kind !== "unlocked") throw new Error(unlocked.kind);
    ready = { vigie: { ...base, teamPublicKey }, teamKey: unlocked.teamKey, firstToken };
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  const prepared = () => {
    if (!ready) throw new Error("the test team exists inside tests and hooks only");
    return ready;
  };
  const team: TestTeam = {
    get vigie() {
      return prepared().vigie;
    },
    get teamKey() {
      return prepared().teamKey;
    },
    get firstToken() {
      return prepared().firstToken;
    },
    advance(ms) {
      now += ms;
    },
    codeNow: (secret) => generate({ secret, epoch: Math.floor(now / 1000) }),
    async freshCode({ totpSecret }) {
      now += 60_000;
      return team.codeNow(totpSecret);
    },
    invite: async (role) =>
      createInvitation(database.db, {
        keys: prepared().vigie.keys,
        name: null,
        role,
        topics: null,
        teamKey: role === "observer" ? null : prepared().teamKey,
        first: false,
        createdAt: new Date(now),
        expiresAt: new Date(now + 72 * 3_600_000),
      }),
    async enrol(role, name = `Membre ${newToken().slice(0, 8)}`) {
      const { vigie, teamKey } = prepared();
      const secrets = { name, password: `motdepasse ${newToken()}`, passphrase: `phrase ${newToken()}` };
      const memberId = randomUUID();
      const totpSecret = newTotpSecret();
      const copy = await wrapTeamKeyForMember(teamKey, secrets.passphrase, cheap);
      await database.db
        .insertInto("members")
        .values({
          id: memberId,
          name,
          name_key: nameKeyOf(name),
          role,
          language: "fr",
          password_hash: await hashPassword(secrets.password, cheap),
          totp_sealed: vigie.keys.sealToService(totpSecret),
          team_key_wrapped: role === "observer" ? null : copy,
          joined_at: new Date(now),
        })
        .execute();
      const sessionToken = await startSession(database.db, { memberId, now: new Date(now) });
      return { memberId, ...secrets, totpSecret, sessionToken };
    },
  };
  return team;
}
