import { randomUUID } from "node:crypto";
import type { OwnSettingsBody } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { backOn, dayOf, startOfDay } from "./absence-rules.ts";
import { listColleagues } from "./list-colleagues.ts";
import { listTeam } from "./list-team.ts";
import { optOutsOf } from "./opt-outs-of.ts";
import { ownActivity } from "./own-activity.ts";
import { ownSettings, saveOwnSettings } from "./own-settings.ts";
import { setMember } from "./set-member.ts";
import { useTeam } from "./test-team.ts";

const database = useDatabase();
const team = useTeam(database);

const settings: OwnSettingsBody = {
  optOuts: ["minors", "terrorism"],
  languagesRead: ["fr", "ar"],
  viewing: { usual: ["grey", "smaller"], byTopic: { hate: ["edges"] } },
  absence: null,
};

test("what a member sets comes back to them", async () => {
  const requester = await team.enrol("analyst");
  expect(await ownSettings(team.vigie, { requester })).toEqual({
    topics: null,
    optOuts: [],
    languagesRead: [],
    viewing: { usual: ["grey"], byTopic: {} },
    absence: null,
  });
  await saveOwnSettings(team.vigie, { requester, settings });
  expect(await ownSettings(team.vigie, { requester })).toEqual({ topics: null, ...settings });
  expect(await optOutsOf(database.db, requester.memberId)).toEqual(["minors", "terrorism"]);
});

test("opt-outs stand in no event and in nothing that anybody else is shown", async () => {
  const requester = await team.enrol("analyst", "Discrète");
  await saveOwnSettings(team.vigie, { requester, settings });
  const events = await database.db
    .selectFrom("events")
    .select(["type", "details"])
    .where("actor", "=", requester.memberId)
    .where("type", "=", "member.settings_changed")
    .execute();
  expect(events).toEqual([{ type: "member.settings_changed", details: {} }]);
  const seen = JSON.stringify([await listTeam(team.vigie), await listColleagues(team.vigie)]);
  expect(seen).toContain("Discrète");
  for (const word of ["minors", "terrorism", "optOuts", "viewing"]) expect(seen).not.toContain(word);
});

async function claim(memberId: string): Promise<string> {
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
      topics: ["hate"],
      first_reported_at: at,
      last_reported_at: at,
      expires_at: at,
      claimed_by: memberId,
      claimed_until: new Date(at.getTime() + 60_000),
    })
    .execute();
  return id;
}

const holderOf = async (id: string) =>
  (await database.db.selectFrom("cases").select("claimed_by").where("id", "=", id).executeTakeFirstOrThrow())
    .claimed_by;

test("colleagues learn when somebody is back, and their cases are free from the first day on", async () => {
  const requester = await team.enrol("analyst", "Voyageuse");
  const colleague = async () =>
    (await listColleagues(team.vigie)).find(({ id }) => id === requester.memberId)?.backOn;
  const today = dayOf(team.vigie.clock.now(), "Europe/Paris");
  const later = (days: number) => dayOf(new Date(Date.parse(today) + days * 86_400_000), "UTC");
  const held = await claim(requester.memberId);
  await saveOwnSettings(team.vigie, {
    requester,
    settings: { ...settings, absence: { from: later(1), backOn: later(3) } },
  });
  expect(await colleague()).toBeNull();
  expect(await holderOf(held)).toBe(requester.memberId);
  await saveOwnSettings(team.vigie, {
    requester,
    settings: { ...settings, absence: { from: today, backOn: later(2) } },
  });
  expect(await colleague()).toBe(later(2));
  expect(await holderOf(held)).toBeNull();
  team.advance(2 * 86_400_000);
  expect(await colleague()).toBeNull();
  expect((await ownSettings(team.vigie, { requester })).absence).toBeNull();
});

test("a day comes back as it was given, in every zone and across turned clocks", () => {
  const zones = ["Europe/Paris", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Africa/Cairo"];
  fc.assert(
    fc.property(
      fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }),
      fc.constantFrom(...zones),
      (moment, timeZone) => {
        const day = dayOf(moment, timeZone);
        const start = startOfDay(day, timeZone);
        expect(dayOf(new Date(start.getTime() + 3_600_000), timeZone)).toBe(day);
        expect(start.getTime()).toBeLessThanOrEqual(moment.getTime() + 3_600_000);
      },
    ),
  );
  const absence = {
    absent_from: startOfDay("2026-03-28", "Europe/Paris"),
    absent_until: startOfDay("2026-03-30", "Europe/Paris"),
  };
  const at = (now: string) => backOn(absence, { now: new Date(now), timeZone: "Europe/Paris" });
  expect([at("2026-03-27T22:59:59Z"), at("2026-03-27T23:00:00Z")]).toEqual([null, "2026-03-30"]);
  expect([at("2026-03-29T21:59:59Z"), at("2026-03-29T22:00:00Z")]).toEqual(["2026-03-30", null]);
});

test("one's own activity is one's own alone, by pages, and names no case that is not one's to see", async () => {
  const manager = await team.enrol("manager");
  const requester = { ...(await team.enrol("analyst")), role: "analyst" } as const;
  const caseId = await claim(requester.memberId);
  await database.db
    .insertInto("events")
    .values([
      { type: "case.claimed", at: new Date(), actor: requester.memberId, case_id: caseId, details: "{}" },
      { type: "case.claimed", at: new Date(), actor: manager.memberId, case_id: caseId, details: "{}" },
    ])
    .execute();
  await saveOwnSettings(team.vigie, { requester, settings });
  const all = await ownActivity(team.vigie, { requester, limit: 50 });
  expect(all.events.map(({ type }) => type)).toEqual([
    "member.settings_changed",
    "case.claimed",
    "session.started",
  ]);
  expect(all.events[1]).toMatchObject({ caseId, caseNumber: caseId.slice(0, 8) });
  const first = await ownActivity(team.vigie, { requester, limit: 2 });
  const second = await ownActivity(team.vigie, { requester, limit: 2, before: first.next ?? 0 });
  expect([...first.events, ...second.events]).toEqual(all.events);
  expect(second.next).toBeNull();

  await setMember(team.vigie, {
    requester: manager,
    memberId: requester.memberId,
    role: "analyst",
    topics: ["fraud"],
  });
  const after = await ownActivity(team.vigie, { requester, limit: 50 });
  expect(after.events[1]).toMatchObject({ caseId: null, caseNumber: null });
});
