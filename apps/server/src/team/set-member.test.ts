import { randomUUID } from "node:crypto";
import { type Role, type Topic, topics } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { deactivateMember } from "./deactivate-member.ts";
import { inviteMember } from "./invite-member.ts";
import { joinTeam } from "./join-team.ts";
import { openInvitation } from "./open-invitation.ts";
import { permittedTopics } from "./permitted-topics.ts";
import { readSession } from "./read-session.ts";
import { setMember } from "./set-member.ts";
import { type Enrolled, useTeam } from "./test-team.ts";
import { mayGive } from "./topic-rules.ts";
import { unlockSession } from "./unlock-session.ts";

const database = useDatabase();
const team = useTeam(database);

async function requesterOf({ sessionToken }: Pick<Enrolled, "sessionToken">) {
  const requester = await readSession(team.vigie, sessionToken);
  if (!requester) throw new Error("no session");
  return requester;
}

const change = (
  requester: { memberId: string },
  { memberId }: { memberId: string },
  role: Role,
  given: Topic[] | null,
) => setMember(team.vigie, { requester, memberId, role, topics: given });

test("role and topics hold at once, on a session that runs, and are written in the log", async () => {
  const manager = await team.enrol("manager");
  const member = await team.enrol("analyst");
  expect(await permittedTopics(database.db, member.memberId)).toBeNull();
  await change(manager, member, "reviewer", ["hate", "fraud"]);
  expect(await requesterOf(member)).toMatchObject({ role: "reviewer" });
  expect(await permittedTopics(database.db, member.memberId)).toEqual(["hate", "fraud"]);
  await change(manager, member, "reviewer", ["fraud", "hate"]);
  const events = await database.db
    .selectFrom("events")
    .select(["actor", "subject_id", "details"])
    .where("type", "=", "member.changed")
    .execute();
  expect(events).toEqual([
    {
      actor: manager.memberId,
      subject_id: member.memberId,
      details: { role: "reviewer", topics: "hate fraud" },
    },
  ]);
});

test("whoever becomes an observer loses the team key, in their session too, and gets none back", async () => {
  const manager = await team.enrol("manager");
  const member = await team.enrol("analyst");
  const { sessionToken, passphrase } = member;
  await unlockSession(team.vigie, { requester: await requesterOf(member), sessionToken, passphrase });
  expect(await requesterOf(member)).toMatchObject({ unlocked: true });
  await change(manager, member, "observer", null);
  expect(await requesterOf(member)).toMatchObject({ role: "observer", unlocked: false });
  await expect(
    unlockSession(team.vigie, { requester: await requesterOf(member), sessionToken, passphrase }),
  ).rejects.toMatchObject({ code: "role.forbidden" });
  await expect(change(manager, member, "analyst", null)).rejects.toMatchObject({
    code: "member.no_team_key",
  });
});

test("nobody changes themselves, or somebody who is not there", async () => {
  const manager = await team.enrol("manager");
  await expect(change(manager, manager, "admin", null)).rejects.toMatchObject({
    code: "member.own_permissions",
  });
  await expect(change(manager, { memberId: randomUUID() }, "analyst", null)).rejects.toMatchObject({
    code: "request.not_found",
  });
});

test("two who take the team from each other at once leave one who may invite, and links end", async () => {
  const others = await database.db
    .selectFrom("members")
    .select("id")
    .where("role", "in", ["manager", "admin"])
    .execute();
  const [one, two] = [await team.enrol("manager"), await team.enrol("admin")];
  for (const { id } of others) await change(one, { memberId: id }, "analyst", null);
  const token = await team.invite("manager");
  const outcomes = await Promise.allSettled([
    change(one, two, "analyst", null),
    change(two, one, "analyst", null),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const runners = await database.db
    .selectFrom("members")
    .select("id")
    .where("role", "in", ["manager", "admin"])
    .execute();
  expect(runners).toHaveLength(1);
  await expect(openInvitation(team.vigie, { token })).rejects.toMatchObject({ code: "invitation.unusable" });
});

test("somebody limited to topics opens no others to anybody, by a change or by an invitation", async () => {
  const manager = await team.enrol("manager");
  const limited = await team.enrol("manager");
  const member = await team.enrol("analyst");
  await change(manager, limited, "manager", ["hate"]);
  const beyond = { code: "member.beyond_own_topics" };
  for (const given of [null, ["hate"]] satisfies (Topic[] | null)[])
    await expect(change(limited, member, "reviewer", given)).rejects.toMatchObject(beyond);
  await change(manager, member, "analyst", ["hate"]);
  await change(limited, member, "reviewer", ["hate"]);
  await expect(change(limited, member, "reviewer", null)).rejects.toMatchObject(beyond);
  await expect(change(limited, member, "reviewer", ["hate", "minors"])).rejects.toMatchObject(beyond);

  const { sessionToken, passphrase } = limited;
  await unlockSession(team.vigie, { requester: await requesterOf(limited), sessionToken, passphrase });
  const requester = await requesterOf(limited);
  const invitation = { requester, name: "Ines", role: "analyst" } as const;
  await expect(inviteMember(team.vigie, { ...invitation, topics: null })).rejects.toMatchObject(beyond);
  const { link } = await inviteMember(team.vigie, { ...invitation, topics: ["hate"] });
  const token = link.split("#")[1] ?? "";
  const { totpSecret } = await openInvitation(team.vigie, { token });
  const { memberId } = await joinTeam(team.vigie, {
    token,
    name: "Ines",
    password: "mot de passe long",
    passphrase: "phrase tout autre",
    code: await team.codeNow(totpSecret),
    language: "fr",
  });
  expect(await permittedTopics(database.db, memberId)).toEqual(["hate"]);
});

/** Leaves nobody who sees all topics among those who run the team but these. */
async function limitOthers(kept: readonly Enrolled[]) {
  await database.db
    .updateTable("members")
    .set({ topics: ["fraud"] })
    .where(
      "id",
      "not in",
      kept.map(({ memberId }) => memberId),
    )
    .execute();
}

test("whoever is limited takes nothing from somebody who sees all, and the last who does keeps it", async () => {
  const [whole, other, limited] = [
    await team.enrol("manager"),
    await team.enrol("admin"),
    await team.enrol("manager"),
  ];
  await limitOthers([whole, other]);
  const beyond = { code: "member.beyond_own_topics" };
  await expect(change(limited, whole, "analyst", ["fraud"])).rejects.toMatchObject(beyond);
  const last = { code: "member.last_admin" };
  const outcomes = await Promise.allSettled([
    change(whole, other, "admin", ["fraud"]),
    change(other, whole, "manager", ["fraud"]),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const [kept] = (await permittedTopics(database.db, whole.memberId)) ? [other] : [whole];
  for (const [role, given] of [
    ["analyst", null],
    ["manager", ["fraud"]],
  ] satisfies [Role, Topic[] | null][])
    await expect(change(limited, kept, role, given)).rejects.toMatchObject(beyond);
  await expect(
    deactivateMember(team.vigie, { requester: limited, memberId: kept.memberId }),
  ).rejects.toMatchObject(last);
  await change(kept, limited, "manager", null);
  await change(limited, kept, "manager", ["fraud"]);
});

test("open invitations that give more than their inviter may now end with the topics that are taken", async () => {
  const [manager, inviter] = [await team.enrol("manager"), await team.enrol("manager")];
  const { sessionToken, passphrase } = inviter;
  await unlockSession(team.vigie, { requester: await requesterOf(inviter), sessionToken, passphrase });
  const requester = await requesterOf(inviter);
  const tokenFor = async (name: string, given: Topic[] | null) => {
    const { link } = await inviteMember(team.vigie, { requester, name, role: "analyst", topics: given });
    return link.split("#")[1] ?? "";
  };
  const ended = [await tokenFor("Toute", null), await tokenFor("Deux", ["hate", "minors"])];
  const open = await tokenFor("Une", ["hate"]);
  await change(manager, inviter, "manager", ["hate", "fraud"]);
  for (const token of ended)
    await expect(openInvitation(team.vigie, { token })).rejects.toMatchObject({
      code: "invitation.unusable",
    });
  expect(await openInvitation(team.vigie, { token: open })).toMatchObject({ name: "Une" });
});

test("what is given is never more than what one has, to nobody who sees more", () => {
  const some = fc.option(fc.subarray([...topics], { minLength: 1 }));
  fc.assert(
    fc.property(some, some, some, (own, wanted, current) => {
      if (!mayGive({ own, wanted, current })) return;
      const had = (list: Topic[] | null, topic: Topic) => list === null || list.includes(topic);
      for (const topic of wanted ?? topics) expect(had(own, topic)).toBe(true);
      for (const topic of current ?? topics) expect(had(own, topic)).toBe(true);
    }),
  );
});
