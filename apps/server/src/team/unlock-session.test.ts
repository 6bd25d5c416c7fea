import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { openSealed, sealTo } from "../vault/sealed-box.ts";
import { lockSession } from "./lock-session.ts";
import { readSession } from "./read-session.ts";
import { signIn } from "./sign-in.ts";
import { type Enrolled, useTeam } from "./test-team.ts";
import { unlockSession } from "./unlock-session.ts";

const database = useDatabase();
const team = useTeam(database);

async function requesterOf(sessionToken: string) {
  const requester = await readSession(team.vigie, sessionToken);
  if (!requester) throw new Error("no session");
  return requester;
}

async function unlock({ sessionToken }: Enrolled, passphrase: string): Promise<void> {
  await unlockSession(team.vigie, { requester: await requesterOf(sessionToken), sessionToken, passphrase });
}

test("the passphrase unlocks this session only, and what was sealed to the team opens", async () => {
  const member = await team.enrol("analyst");
  const box = sealTo(team.vigie.teamPublicKey, "les mots du signalant");
  await unlock(member, member.passphrase);

  const requester = await requesterOf(member.sessionToken);
  expect(requester.unlocked).toBe(true);
  expect(openSealed(await requester.teamKey(), box)?.toString("utf8")).toBe("les mots du signalant");

  const code = await team.freshCode(member);
  const { sessionToken } = await signIn(team.vigie, { ...member, code });
  expect((await requesterOf(sessionToken)).unlocked).toBe(false);
});

test("locking takes the key away and leaves the session", async () => {
  const member = await team.enrol("analyst");
  await unlock(member, member.passphrase);
  await lockSession(team.vigie, { requester: await requesterOf(member.sessionToken) });
  const requester = await requesterOf(member.sessionToken);
  expect(requester.unlocked).toBe(false);
  await expect(requester.teamKey()).rejects.toMatchObject({ code: "session.locked" });
});

test("the password does not unlock", async () => {
  const member = await team.enrol("analyst");
  await expect(unlock(member, member.password)).rejects.toMatchObject({ code: "session.wrong_passphrase" });
  expect((await requesterOf(member.sessionToken)).unlocked).toBe(false);
});

test("guessing the passphrase is slowed down, and a right one forgives", async () => {
  const member = await team.enrol("analyst");
  for (let i = 0; i < 3; i += 1) {
    await expect(unlock(member, "une fausse phrase")).rejects.toMatchObject({
      code: "session.wrong_passphrase",
    });
  }
  await expect(unlock(member, member.passphrase)).rejects.toMatchObject({ code: "session.slow_down" });
  team.advance(1000);
  await unlock(member, member.passphrase);
  await expect(unlock(member, "une fausse phrase")).rejects.toMatchObject({
    code: "session.wrong_passphrase",
  });
});

test("an observer has nothing to unlock", async () => {
  const observer = await team.enrol("observer");
  await expect(unlock(observer, observer.passphrase)).rejects.toMatchObject({ code: "role.forbidden" });
});

test("a session that ended meanwhile is not unlocked", async () => {
  const member = await team.enrol("analyst");
  const requester = await requesterOf(member.sessionToken);
  await database.db.deleteFrom("sessions").where("member_id", "=", member.memberId).execute();
  const { sessionToken, passphrase } = member;
  await expect(unlockSession(team.vigie, { requester, sessionToken, passphrase })).rejects.toMatchObject({
    code: "session.required",
  });
});
