import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { newToken, tokenHash } from "../vault/secret-token.ts";
import { expireSessions } from "./expire-sessions.ts";
import { readSession } from "./read-session.ts";
import { signOut } from "./sign-out.ts";
import { useTeam } from "./test-team.ts";

const database = useDatabase();
const team = useTeam(database);
const minute = 60_000;

async function lastSeen(token: string): Promise<Date | undefined> {
  const row = await database.db
    .selectFrom("sessions")
    .select("last_seen_at")
    .where("token_hash", "=", tokenHash(token))
    .executeTakeFirst();
  return row?.last_seen_at;
}

test("half an hour without a sign ends a session", async () => {
  const { sessionToken } = await team.enrol("analyst");
  team.advance(29 * minute);
  expect(await readSession(team.vigie, sessionToken)).not.toBeNull();
  team.advance(29 * minute);
  expect(await readSession(team.vigie, sessionToken)).not.toBeNull();
  team.advance(30 * minute);
  expect(await readSession(team.vigie, sessionToken)).toBeNull();
});

test("twelve hours end a session that is used all the time", async () => {
  const { sessionToken } = await team.enrol("analyst");
  for (let passed = 20; passed < 12 * 60; passed += 20) {
    team.advance(20 * minute);
    expect(await readSession(team.vigie, sessionToken)).not.toBeNull();
  }
  team.advance(20 * minute);
  expect(await readSession(team.vigie, sessionToken)).toBeNull();
});

test("that a session was seen is written once a minute at most", async () => {
  const { sessionToken } = await team.enrol("analyst");
  const first = await lastSeen(sessionToken);
  team.advance(59_000);
  await readSession(team.vigie, sessionToken);
  expect(await lastSeen(sessionToken)).toEqual(first);
  team.advance(1000);
  await readSession(team.vigie, sessionToken);
  expect(await lastSeen(sessionToken)).toEqual(team.vigie.clock.now());
});

test("a cookie that is no token, or of no session, is nobody", async () => {
  for (const token of [null, "", "x", newToken(), "../../etc", "é".repeat(43)]) {
    expect(await readSession(team.vigie, token)).toBeNull();
  }
});

test("each session has its own token against forged requests, the same at every reading", async () => {
  const [one, other] = [await team.enrol("analyst"), await team.enrol("analyst")];
  const read = async (token: string) => (await readSession(team.vigie, token))?.csrf;
  expect(await read(one.sessionToken)).toBe(await read(one.sessionToken));
  expect(await read(one.sessionToken)).not.toBe(await read(other.sessionToken));
  expect(await read(one.sessionToken)).not.toContain(one.sessionToken);
});

test("signing out ends this session and no other", async () => {
  const [one, other] = [await team.enrol("analyst"), await team.enrol("analyst")];
  const requester = await readSession(team.vigie, one.sessionToken);
  if (!requester) throw new Error("no session");
  await signOut(team.vigie, { requester });
  await signOut(team.vigie, { requester });
  expect(await readSession(team.vigie, one.sessionToken)).toBeNull();
  expect(await readSession(team.vigie, other.sessionToken)).not.toBeNull();
  const ended = await database.db
    .selectFrom("events")
    .select(["actor", "details"])
    .where("type", "=", "session.ended")
    .where("subject_id", "=", one.memberId)
    .execute();
  expect(ended).toEqual([{ actor: one.memberId, details: { why: "signed_out" } }]);
});

test("sessions that are over are deleted, those in use are kept", async () => {
  await expireSessions(team.vigie);
  const idle = await team.enrol("analyst");
  team.advance(20 * minute);
  const live = await team.enrol("analyst");
  team.advance(10 * minute);
  await expireSessions(team.vigie);
  expect(await lastSeen(idle.sessionToken)).toBeUndefined();
  expect(await lastSeen(live.sessionToken)).toBeDefined();
  expect(await expireSessions(team.vigie)).toBe(0);
});
