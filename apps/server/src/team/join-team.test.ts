import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { openSealed, sealTo } from "../vault/sealed-box.ts";
import { unlockTeamKeyForMember } from "../vault/team-key.ts";
import { expireInvitations } from "./expire-invitations.ts";
import { joinTeam, type NewMember } from "./join-team.ts";
import { openInstallation } from "./open-installation.ts";
import { openInvitation } from "./open-invitation.ts";
import { readSession } from "./read-session.ts";
import { signIn } from "./sign-in.ts";
import { useTeam } from "./test-team.ts";

const database = useDatabase();
const team = useTeam(database);
const secrets = { password: "mot de passe long", passphrase: "phrase tout autre" };

async function newMember(token: string, change: Partial<NewMember> = {}): Promise<NewMember> {
  const { totpSecret } = await openInvitation(team.vigie, { token });
  const code = await team.codeNow(totpSecret);
  return { token, name: "Camille", ...secrets, code, language: "fr", ...change };
}

test("the first link makes a manager who holds the real team key, and is gone afterwards", async () => {
  const { vigie } = team;
  const file = join(vigie.config.keysDir, "first-link");
  expect(existsSync(file)).toBe(true);
  const box = sealTo(vigie.teamPublicKey, "les mots du signalant");

  const { sessionToken, memberId } = await joinTeam(vigie, await newMember(team.firstToken));

  expect(await readSession(vigie, sessionToken)).toMatchObject({
    memberId,
    name: "Camille",
    role: "manager",
    unlocked: false,
  });
  const row = await database.db.selectFrom("members").selectAll().executeTakeFirstOrThrow();
  const copy = { box: row.team_key_wrapped ?? Buffer.of(), publicKey: vigie.teamPublicKey };
  const unlocked = await unlockTeamKeyForMember(copy, secrets.passphrase);
  if (unlocked.kind !== "unlocked") throw new Error(unlocked.kind);
  expect(openSealed(unlocked.teamKey, box)?.toString("utf8")).toBe("les mots du signalant");
  expect(existsSync(file)).toBe(false);
  expect((await openInstallation(vigie)).firstLink).toBeNull();
});

test("the code that joined does not sign in", async () => {
  const token = await team.invite("analyst");
  const member = await newMember(token, { name: "Pressée" });
  await joinTeam(team.vigie, member);
  await expect(signIn(team.vigie, member)).rejects.toMatchObject({ code: "session.wrong_credentials" });
});

test("joining is written in the event log by number, never by name", async () => {
  const token = await team.invite("reviewer");
  const { memberId } = await joinTeam(team.vigie, await newMember(token, { name: "Nom Reconnaissable" }));
  const events = await database.db
    .selectFrom("events")
    .select(["type", "subject_id", "details"])
    .where("actor", "=", memberId)
    .orderBy("seq")
    .execute();
  expect(events).toEqual([
    { type: "member.joined", subject_id: memberId, details: { role: "reviewer" } },
    { type: "session.started", subject_id: memberId, details: {} },
  ]);
});

test("a used invitation opens nothing, says so, and keeps no key", async () => {
  const token = await team.invite("analyst");
  const member = await newMember(token, { name: "Une fois" });
  await joinTeam(team.vigie, member);
  await expect(joinTeam(team.vigie, { ...member, name: "Deux fois" })).rejects.toMatchObject({
    code: "invitation.unusable",
  });
  await expect(openInvitation(team.vigie, { token })).rejects.toMatchObject({ code: "invitation.unusable" });
  const used = await database.db
    .selectFrom("invitations")
    .selectAll()
    .where("used_at", "is not", null)
    .execute();
  expect(used.every((row) => row.team_key_wrapped === null && row.totp_sealed.length === 0)).toBe(true);
  expect(await expireInvitations(team.vigie)).toBe(used.length);
});

test("one invitation used by two people at once makes one account", async () => {
  const token = await team.invite("analyst");
  const one = await newMember(token, { name: "Première" });
  const outcomes = await Promise.allSettled([
    joinTeam(team.vigie, one),
    joinTeam(team.vigie, { ...one, name: "Seconde" }),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const made = await database.db
    .selectFrom("members")
    .select("name")
    .where("name", "in", ["Première", "Seconde"])
    .execute();
  expect(made).toHaveLength(1);
});

test("an invitation lapses after its time", async () => {
  const token = await team.invite("analyst");
  const member = await newMember(token, { name: "Trop tard" });
  team.advance(72 * 3_600_000);
  await expect(joinTeam(team.vigie, member)).rejects.toMatchObject({ code: "invitation.unusable" });
});

test("what is wrong with an account is said, and the invitation stays usable", async () => {
  const { vigie } = team;
  const token = await team.invite("analyst");
  await team.enrol("analyst", "Prise");
  const member = await newMember(token, { name: "Libre" });
  for (const [change, code] of [
    [{ name: " PRISE " }, "member.name_taken"],
    [{ name: "   " }, "request.malformed"],
    [{ password: "court" }, "member.weak_secret"],
    [{ passphrase: secrets.password }, "member.weak_secret"],
    [{ code: "000000" }, "member.wrong_code"],
    [{ token: "inconnu" }, "invitation.unusable"],
  ] as const) {
    await expect(joinTeam(vigie, { ...member, ...change })).rejects.toMatchObject({ code });
  }
  await joinTeam(vigie, await newMember(token, { name: "Libre" }));
});

test("two people who take the same name at once do not both get it, and the loser keeps the invitation", async () => {
  const tokens = [await team.invite("analyst"), await team.invite("analyst")];
  const members = await Promise.all(tokens.map((token) => newMember(token, { name: "Sosie" })));
  const outcomes = await Promise.allSettled(members.map((member) => joinTeam(team.vigie, member)));
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  expect(failed).toMatchObject({ reason: { code: "member.name_taken" } });
  const loser = tokens[outcomes.findIndex(({ status }) => status === "rejected")] ?? "";
  expect(await openInvitation(team.vigie, { token: loser })).toMatchObject({ role: "analyst" });
});

test("an observer gets no team key", async () => {
  const token = await team.invite("observer");
  const { memberId } = await joinTeam(team.vigie, await newMember(token, { name: "Regard" }));
  const row = await database.db
    .selectFrom("members")
    .select(["role", "team_key_wrapped"])
    .where("id", "=", memberId)
    .executeTakeFirst();
  expect(row).toEqual({ role: "observer", team_key_wrapped: null });
});
