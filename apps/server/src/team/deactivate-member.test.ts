import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { deactivateMember } from "./deactivate-member.ts";
import { listTeam } from "./list-team.ts";
import { openInvitation } from "./open-invitation.ts";
import { readSession } from "./read-session.ts";
import { signIn } from "./sign-in.ts";
import { runTeamCommand } from "./team-command.ts";
import { useTeam } from "./test-team.ts";

const database = useDatabase();
const team = useTeam(database);

test("somebody whose access ends is out at once, and no secret of theirs is left", async () => {
  const admin = await team.enrol("admin");
  const member = await team.enrol("analyst", "Partie");
  const deactivate = () => deactivateMember(team.vigie, { requester: admin, memberId: member.memberId });
  const filter = { id: randomUUID(), member_id: member.memberId, name: "Les miens", filter: "{}" };
  await database.db
    .insertInto("saved_filters")
    .values({ ...filter, created_at: team.vigie.clock.now() })
    .execute();
  await deactivate();
  await deactivate();
  expect(await database.db.selectFrom("saved_filters").selectAll().execute()).toEqual([]);

  expect(await readSession(team.vigie, member.sessionToken)).toBeNull();
  const code = await team.freshCode(member);
  await expect(signIn(team.vigie, { ...member, code })).rejects.toMatchObject({
    code: "session.wrong_credentials",
  });
  const row = await database.db
    .selectFrom("members")
    .selectAll()
    .where("id", "=", member.memberId)
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({ active: false, name: "Partie", team_key_wrapped: null });
  expect(row.password_hash).not.toContain("argon2");
  expect(row.totp_sealed).toHaveLength(0);
  const events = await database.db
    .selectFrom("events")
    .select(["type", "actor"])
    .where("subject_id", "=", member.memberId)
    .where("actor", "=", admin.memberId)
    .execute();
  expect(events.map(({ type }) => type)).toEqual(["member.deactivated", "session.ended"]);
  expect(await readSession(team.vigie, admin.sessionToken)).not.toBeNull();
  await deactivateMember(team.vigie, { requester: admin, memberId: (await team.enrol("admin")).memberId });
});

test("the last administrator stays, also when two end each other's access at once", async () => {
  const admins = (await listTeam(team.vigie)).filter(({ role, active }) => role === "admin" && active);
  const [one, two] = [{ memberId: admins[0]?.id ?? "" }, await team.enrol("admin")];
  expect(admins).toHaveLength(1);
  const outcomes = await Promise.allSettled([
    deactivateMember(team.vigie, { requester: one, memberId: two.memberId }),
    deactivateMember(team.vigie, { requester: two, memberId: one.memberId }),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "member.last_admin" },
  });
});

test("links an administrator may have kept end with their access", async () => {
  const [one, two] = [await team.enrol("admin"), await team.enrol("admin")];
  const token = await team.invite("admin");
  await deactivateMember(team.vigie, { requester: one, memberId: two.memberId });
  await expect(openInvitation(team.vigie, { token })).rejects.toMatchObject({ code: "invitation.unusable" });
});

test("somebody who does not exist cannot be deactivated", async () => {
  const admin = await team.enrol("admin");
  await expect(
    deactivateMember(team.vigie, { requester: admin, memberId: randomUUID() }),
  ).rejects.toMatchObject({ code: "request.not_found" });
});

test("the command line lists the team, and explains itself when it understands nothing", async () => {
  let written = "";
  const write = (text: string) => {
    written += text;
  };
  expect(await runTeamCommand(team.vigie, ["list"], write)).toBe(0);
  expect(written).toMatch(/analyst +access ended +Partie\n/);
  written = "";
  expect(await runTeamCommand(team.vigie, ["list", "--json"], write)).toBe(0);
  expect(JSON.parse(written)).toEqual({ members: await listTeam(team.vigie) });
  expect(await runTeamCommand(team.vigie, ["dance"], write)).toBe(2);
});
