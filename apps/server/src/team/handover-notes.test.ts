import { randomUUID } from "node:crypto";
import type { Topic } from "@vigie/contract";
import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { expireHandoverNotes } from "./expire-handover-notes.ts";
import { listHandovers, readHandover, takeBackHandover, writeHandover } from "./handover-notes.ts";
import { setMember } from "./set-member.ts";
import { type Enrolled, useTeam } from "./test-team.ts";

const database = useDatabase();
const team = useTeam(database);

async function addCase(topics: Topic[]): Promise<string> {
  const id = randomUUID();
  const at = team.vigie.clock.now();
  await database.db
    .insertInto("cases")
    .values({
      id,
      number: id.slice(0, 8),
      status: "received",
      handling: "unknown",
      urgency: "P2",
      next_step: "assess",
      topics,
      first_reported_at: at,
      last_reported_at: at,
      expires_at: at,
    })
    .execute();
  return id;
}

const write = (requester: Enrolled, text: string, to: Enrolled | null = null, caseId: string | null = null) =>
  writeHandover(team.vigie, { requester, text, to: to?.memberId ?? null, caseId });
const textsFor = async (requester: Enrolled) =>
  (await listHandovers(team.vigie, { requester, limit: 20 })).notes.map(({ text }) => text);

test("a note to the team is there for each until they read it; one to a colleague for them alone", async () => {
  const [author, one, two] = [
    await team.enrol("analyst", "Autrice"),
    await team.enrol("analyst", "Une"),
    await team.enrol("manager"),
  ];
  await write(author, "Les références du site sont arrivées.");
  team.advance(1000);
  const { noteId } = await write(author, "Pour toi seule.", one);
  expect(await textsFor(one)).toEqual(["Pour toi seule.", "Les références du site sont arrivées."]);
  expect(await textsFor(two)).toEqual(["Les références du site sont arrivées."]);
  expect(await textsFor(author)).toHaveLength(2);
  const [shown] = (await listHandovers(team.vigie, { requester: one, limit: 1 })).notes;
  expect(shown).toMatchObject({ by: "Autrice", to: "Une", mine: false, case: null });

  const other = { requester: two, noteId };
  await expect(readHandover(team.vigie, other)).rejects.toMatchObject({ code: "request.not_found" });
  await expect(takeBackHandover(team.vigie, other)).rejects.toMatchObject({ code: "request.not_found" });
  await readHandover(team.vigie, { requester: one, noteId });
  await readHandover(team.vigie, { requester: one, noteId });
  expect(await textsFor(one)).toEqual(["Les références du site sont arrivées."]);
  await takeBackHandover(team.vigie, { requester: author, noteId });
  expect(await textsFor(author)).toEqual(["Les références du site sont arrivées."]);
  const details = await database.db
    .selectFrom("events")
    .select(["type", "details"])
    .where("subject_id", "=", noteId)
    .execute();
  expect(details).toEqual([
    { type: "handover.written", details: {} },
    { type: "handover.read", details: {} },
    { type: "handover.taken_back", details: {} },
  ]);

  team.advance(14 * 86_400_000);
  expect(await textsFor(two)).toEqual([]);
  expect(await expireHandoverNotes(team.vigie)).toBe(1);
});

test("a note about a case that is not somebody's to see does not exist for them", async () => {
  const manager = await team.enrol("manager");
  const [author, limited] = [await team.enrol("analyst"), await team.enrol("analyst")];
  const caseId = await addCase(["minors"]);
  await setMember(team.vigie, {
    requester: manager,
    memberId: limited.memberId,
    role: "analyst",
    topics: ["hate"],
  });
  const { noteId } = await write(author, "À reprendre ce soir.", null, caseId);
  expect(await textsFor(manager)).toEqual(["À reprendre ce soir."]);
  expect(await textsFor(limited)).toEqual([]);
  await expect(readHandover(team.vigie, { requester: limited, noteId })).rejects.toMatchObject({
    code: "request.not_found",
  });
  await expect(write(limited, "Vu ?", null, caseId)).rejects.toMatchObject({ code: "case.unknown" });
  await expect(write(author, "Vu ?", null, randomUUID())).rejects.toMatchObject({ code: "case.unknown" });
  await expect(write(author, "Vu ?", limited, caseId)).rejects.toMatchObject({
    code: "member.not_permitted",
  });
  const observer = await team.enrol("observer");
  await expect(write(author, "Vu ?", observer)).rejects.toMatchObject({ code: "request.not_found" });
});

test("notes come by pages without a gap, also where many were written at one moment", async () => {
  const [author, reader] = [await team.enrol("analyst"), await team.enrol("analyst")];
  for (let count = 0; count < 7; count += 1) await write(author, `Note ${count}`, reader);
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await listHandovers(team.vigie, {
      requester: reader,
      limit: 3,
      ...(after ? { after } : {}),
    });
    seen.push(...page.notes.map(({ text }) => text).filter((text) => text.startsWith("Note")));
    after = page.next ?? undefined;
  } while (after !== undefined);
  expect(seen.sort()).toEqual([0, 1, 2, 3, 4, 5, 6].map((count) => `Note ${count}`));
  for (const cursor of [
    "x",
    `0000-01-01T00:00:00.000Z~${randomUUID()}`,
    `2026-99-99T00:00:00.000Z~${randomUUID()}`,
  ])
    await expect(
      listHandovers(team.vigie, { requester: reader, limit: 3, after: cursor }),
    ).rejects.toMatchObject({ code: "request.malformed" });
});
