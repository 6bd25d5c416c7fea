import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { readSession } from "./read-session.ts";
import { signIn } from "./sign-in.ts";
import { type Enrolled, useTeam } from "./test-team.ts";

const database = useDatabase();
const team = useTeam(database);

async function attempt(member: Pick<Enrolled, "name" | "password">, code: string): Promise<string> {
  try {
    await signIn(team.vigie, { name: member.name, password: member.password, code });
    return "signed in";
  } catch (error) {
    if (error instanceof Error && "code" in error) return String(error.code);
    throw error;
  }
}

test("name, password and code together open a session that is still locked", async () => {
  const member = await team.enrol("analyst", "Zoé");
  const code = await team.freshCode(member);
  const { sessionToken } = await signIn(team.vigie, { name: " zOÉ", password: member.password, code });
  const requester = await readSession(team.vigie, sessionToken);
  expect(requester).toMatchObject({ memberId: member.memberId, name: "Zoé", unlocked: false });
  await expect(requester?.teamKey()).rejects.toMatchObject({ code: "session.locked" });
});

test("a wrong name, password or code get one and the same answer", async () => {
  const member = await team.enrol("analyst");
  expect(await attempt({ ...member, name: "personne" }, await team.freshCode(member))).toBe(
    "session.wrong_credentials",
  );
  expect(await attempt({ ...member, password: member.passphrase }, await team.freshCode(member))).toBe(
    "session.wrong_credentials",
  );
  const code = await team.freshCode(member);
  const wrong = code === "123456" ? "654321" : "123456";
  expect(await attempt(member, wrong)).toBe("session.wrong_credentials");
});

test("a code works once, and not after a later one", async () => {
  const member = await team.enrol("analyst");
  const earlier = await team.freshCode(member);
  team.advance(30_000);
  const code = await team.codeNow(member.totpSecret);
  expect(await attempt(member, code)).toBe("signed in");
  expect(await attempt(member, code)).toBe("session.wrong_credentials");
  expect(await attempt(member, earlier)).toBe("session.wrong_credentials");
  expect(await attempt(member, await team.freshCode(member))).toBe("signed in");
});

test("one code sent twice at once opens one session", async () => {
  const member = await team.enrol("analyst");
  const code = await team.freshCode(member);
  const outcomes = await Promise.all([attempt(member, code), attempt(member, code)]);
  expect(outcomes.sort()).toEqual(["session.wrong_credentials", "signed in"]);
});

test("after three failures even the right password waits, and waiting is enough", async () => {
  const member = await team.enrol("analyst");
  const code = await team.freshCode(member);
  const stranger = { ...member, password: "pas le bon mot" };
  for (let i = 0; i < 3; i += 1) expect(await attempt(stranger, code)).toBe("session.wrong_credentials");
  await expect(signIn(team.vigie, { ...member, code })).rejects.toMatchObject({
    code: "session.slow_down",
    details: { seconds: 1 },
  });
  team.advance(1000);
  expect(await attempt(stranger, code)).toBe("session.wrong_credentials");
  team.advance(1000);
  expect(await attempt(member, code)).toBe("session.slow_down");
  team.advance(1000);
  expect(await attempt(member, code)).toBe("signed in");
  expect(await attempt(stranger, code)).toBe("session.wrong_credentials");
});

test("many guesses sent at once get no further than three", async () => {
  const member = await team.enrol("analyst");
  const stranger = { ...member, password: "pas le bon mot" };
  const outcomes = await Promise.all(Array.from({ length: 12 }, () => attempt(stranger, "000000")));
  expect(outcomes.filter((outcome) => outcome === "session.wrong_credentials")).toHaveLength(3);
  expect(outcomes.filter((outcome) => outcome === "session.slow_down")).toHaveLength(9);
});

test("a name nobody has is slowed down like that of a member", async () => {
  const nobody = { name: "Nul Part", password: "pas le bon mot" };
  const outcomes: string[] = [];
  for (let i = 0; i < 4; i += 1) outcomes.push(await attempt(nobody, "000000"));
  expect(outcomes).toEqual([
    "session.wrong_credentials",
    "session.wrong_credentials",
    "session.wrong_credentials",
    "session.slow_down",
  ]);
});

test("the log says who signed in by number, never by name", async () => {
  const member = await team.enrol("analyst", "Nom Reconnaissable");
  await attempt(member, await team.freshCode(member));
  const events = await database.db
    .selectFrom("events")
    .select(["type", "actor", "details"])
    .where("actor", "=", member.memberId)
    .execute();
  expect(events.map(({ type }) => type)).toEqual(["session.started", "session.started"]);
  expect(JSON.stringify(events)).not.toContain("Reconnaissable");
});
