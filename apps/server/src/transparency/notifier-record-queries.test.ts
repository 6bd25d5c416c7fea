import type { AnswerState, NoticeChannel, NoticeStatus } from "@vigie/contract";
import { beforeEach, expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { newId } from "../db/new-id.ts";
import { channelRecords, readNotifierRecord } from "./notifier-record-queries.ts";

const database = useDatabase({ max: 2 });
const memberId = newId();
const caseId = newId();
const sentAt = new Date("2026-03-02T08:00:00Z");
const after = (hours: number) => new Date(sentAt.getTime() + hours * 3_600_000);

beforeEach(async () => {
  const { db } = database;
  await db.deleteFrom("cases").execute();
  await db.deleteFrom("members").execute();
  await db
    .insertInto("members")
    .values({
      id: memberId,
      name: "Alix",
      name_key: "alix",
      role: "analyst",
      language: "fr",
      password_hash: "",
      totp_sealed: Buffer.alloc(0),
      blocked_until: null,
      team_key_wrapped: null,
      joined_at: sentAt,
    })
    .execute();
  await db
    .insertInto("cases")
    .values({
      id: caseId,
      number: "2026-000001",
      status: "notified",
      handling: "normal",
      concern: null,
      urgency: "P3",
      next_step: "wait",
      first_reported_at: sentAt,
      last_reported_at: sentAt,
      minor_reported_at: null,
      assessed_at: sentAt,
      due_at: null,
      closed_reason: null,
      closed_at: null,
      danger_at: null,
      expires_at: after(10_000),
    })
    .execute();
});

interface Told {
  provider?: string;
  channel?: NoticeChannel;
  channelId?: string | null;
  grounds?: string[];
  status?: NoticeStatus;
  answer?: AnswerState;
  acknowledged?: number | null;
  decided?: number | null;
  removed?: (number | null)[];
}

async function notify({
  provider = "example.org",
  channel = "email",
  channelId = null,
  grounds = ["hate-incitement"],
  status = "sent",
  answer = "none",
  acknowledged = null,
  decided = null,
  removed = [],
}: Told): Promise<void> {
  const { db } = database;
  const id = newId();
  await db
    .insertInto("notices")
    .values({
      id,
      case_id: caseId,
      member_id: memberId,
      provider,
      channel,
      channel_id: channelId,
      status,
      to_name: "Desk",
      to_email: "abuse@example.org",
      language: "en",
      explanation: "x",
      grounds,
      subject: "x",
      body: "x",
      message_id: `${id}@ligne.example`,
      failure: null,
      answer,
      acknowledged_at: acknowledged === null ? null : after(acknowledged),
      decided_at: decided === null ? null : after(decided),
      created_at: sentAt,
      sent_at: status === "sent" ? sentAt : null,
    })
    .execute();
  for (const [position, hours] of removed.entries()) {
    const contentId = newId();
    await db
      .insertInto("contents")
      .values({
        id: contentId,
        case_id: caseId,
        kind: "url",
        key_mac: Buffer.from(contentId),
        key: contentId,
        url: "https://example.org/",
        readable_url: null,
        host: "example.org",
        domain: "example.org",
        service: null,
        object: null,
        address_sealed: null,
        created_at: sentAt,
      })
      .execute();
    await db
      .insertInto("notice_contents")
      .values({ notice_id: id, content_id: contentId, position: position + 1, outcome: "included" })
      .execute();
    await db
      .insertInto("watches")
      .values({
        content_id: contentId,
        status: hours === null ? "watching" : "removed",
        started_at: sentAt,
        last_verdict: null,
        last_check_at: null,
        next_check_at: null,
        removed_at: hours === null ? null : after(hours),
        leased_until: null,
      })
      .execute();
  }
}

test("without notices the record is empty", async () => {
  expect(await readNotifierRecord(database.db)).toEqual({ rows: [] });
  expect(await channelRecords(database.db)).toEqual(new Map());
});

test("notices count by provider, ground and channel; precision counts decisions only; times are from the notice", async () => {
  await notify({ answer: "acted", acknowledged: 1, decided: 10, removed: [12, 20] });
  await notify({ answer: "acted", acknowledged: 3, decided: 30, removed: [12, null] });
  await notify({ answer: "refused", decided: 20 });
  await notify({ answer: "acknowledged", acknowledged: 2 });
  await notify({});
  await notify({ status: "failed" });
  await notify({ status: "queued" });
  const { rows } = await readNotifierRecord(database.db);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    provider: "example.org",
    name: "example.org",
    ground: "hate-incitement",
    channel: "email",
    sent: 6,
    acknowledged: 4,
    acted: 2,
    refused: 1,
    undecided: 2,
    failed: 1,
    removed: 1,
    precision: 2 / 3,
    hoursToDecide: { median: 20 },
    hoursToRemoval: { median: 20, p90: 20 },
  });
  // A decision without an acknowledgement acknowledges.
  expect(rows[0]?.hoursToAcknowledge?.median).toBeCloseTo(2.5);
});

test("a notice on two grounds counts under each, and a service has its own name", async () => {
  await notify({ provider: "bluesky", grounds: ["hate-incitement", "insult-public"] });
  const { rows } = await readNotifierRecord(database.db);
  expect(rows.map(({ ground, name, precision }) => [ground, name, precision])).toEqual([
    ["hate-incitement", "Bluesky", null],
    ["insult-public", "Bluesky", null],
  ]);
});

test("the choice of routes learns of channels from decisions alone", async () => {
  await notify({ channelId: "x.form.1", answer: "acted", decided: 4 });
  await notify({ channelId: "x.form.1", answer: "refused", decided: 8 });
  await notify({ channelId: "x.form.1", answer: "acknowledged", acknowledged: 1 });
  await notify({ answer: "acted", decided: 4 });
  expect(await channelRecords(database.db)).toEqual(
    new Map([["x.form.1", { decided: 2, acted: 1, hours: 6 }]]),
  );
});
