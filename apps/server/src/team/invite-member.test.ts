import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { openSealed, sealTo } from "../vault/sealed-box.ts";
import { inviteMember } from "./invite-member.ts";
import { joinTeam } from "./join-team.ts";
import { openInvitation } from "./open-invitation.ts";
import { readSession } from "./read-session.ts";
import { useTeam } from "./test-team.ts";
import { unlockSession } from "./unlock-session.ts";

const database = useDatabase();
const team = useTeam(database);

async function requesterOf(sessionToken: string) {
  const requester = await readSession(team.vigie, sessionToken);
  if (!requester) throw new Error("no session");
  return requester;
}

async function unlockedRequester(member: { sessionToken: string; passphrase: string }) {
  const { sessionToken, passphrase } = member;
  await unlockSession(team.vigie, { requester: await requesterOf(sessionToken), sessionToken, passphrase });
  return requesterOf(sessionToken);
}

test("the team key passes from the one who invites to the one who joins, and to no observer", async () => {
  const requester = await unlockedRequester(await team.enrol("admin"));
  const { link, expiresAt } = await inviteMember(team.vigie, {
    requester,
    name: "Ines",
    role: "analyst",
    topics: null,
  });
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:8080\/desk\/join#[\w-]{43}$/);
  expect(expiresAt.getTime() - team.vigie.clock.now().getTime()).toBe(72 * 3_600_000);

  const token = link.split("#")[1] ?? "";
  const invitation = await openInvitation(team.vigie, { token });
  expect(invitation).toMatchObject({ name: "Ines", role: "analyst", first: false });
  expect(invitation.totpUri).toContain("Ligne%20d'essai");
  const secrets = { password: "mot de passe long", passphrase: "phrase tout autre" };
  const code = await team.codeNow(invitation.totpSecret);
  const joined = await joinTeam(team.vigie, { token, name: "Ines", ...secrets, code, language: "en" });
  const analyst = await unlockedRequester({ ...joined, ...secrets });
  const box = sealTo(team.vigie.teamPublicKey, "mots");
  expect(openSealed(await analyst.teamKey(), box)?.toString("utf8")).toBe("mots");

  await inviteMember(team.vigie, { requester, name: "Olivier", role: "observer", topics: null });
  const row = await database.db
    .selectFrom("invitations")
    .select("team_key_wrapped")
    .where("name", "=", "Olivier")
    .executeTakeFirst();
  expect(row).toEqual({ team_key_wrapped: null });
});

test("a locked session can invite an observer and nobody else", async () => {
  const requester = await requesterOf((await team.enrol("admin")).sessionToken);
  await expect(
    inviteMember(team.vigie, { requester, name: "Ada", role: "analyst", topics: null }),
  ).rejects.toMatchObject({
    code: "session.locked",
  });
  await inviteMember(team.vigie, { requester, name: "Ada", role: "observer", topics: null });
});

test("somebody already in the team is not invited again under the same name", async () => {
  await team.enrol("analyst", "Marin");
  const requester = await requesterOf((await team.enrol("admin")).sessionToken);
  for (const [name, code] of [
    ["marin", "member.name_taken"],
    ["\u200b", "request.malformed"],
  ] as const) {
    await expect(
      inviteMember(team.vigie, { requester, name, role: "observer", topics: null }),
    ).rejects.toMatchObject({
      code,
    });
  }
});
