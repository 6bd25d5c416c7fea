import { randomUUID } from "node:crypto";
import { errorSentence, Refusal } from "@vigie/contract";
import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { findRecipient } from "../providers/recipients-queries.ts";
import { newKeyPair } from "../vault/sealed-box.ts";
import { tokenHash } from "../vault/secret-token.ts";
import { answerToken } from "./answer-token.ts";
import { noticeViews } from "./notice-view.ts";
import { openIdentity } from "./open-identity.ts";
import { previewNotices } from "./preview-notices.ts";
import { queueNotices } from "./queue-notices.ts";
import { recordNotice } from "./record-notice.ts";
import { useDesk } from "./test-desk.ts";

const database = useDatabase();
const desk = useDesk(database);

const explanation = "La personne filmée n'a pas consenti à la diffusion.";
const to = (host: string, email = "abuse@hote.example", language: "fr" | "en" = "fr") => ({
  host,
  name: "Hôte",
  email,
  language,
});

test("one notice per recipient, for many contents and hosts, is what the preview showed", async () => {
  const { caseId, contentIds } = await desk.openCase({
    places: ["https://a.example/1", "https://b.example/2", "https://a.example/3", "https://c.example/4"],
  });
  const request = {
    caseId,
    contentIds,
    recipients: [
      to("a.example"),
      to("b.example", "Abuse@hote.example"),
      to("c.example", "abuse@else.example", "en"),
    ],
    explanation,
  };
  const drafts = await previewNotices(desk.vigie, request);
  expect(drafts.map(({ hosts }) => hosts)).toEqual([["a.example", "b.example"], ["c.example"]]);
  const { noticeIds } = await queueNotices(desk.vigie, { ...request, memberId: desk.memberId });
  const notices = await noticeViews(database.db, caseId);
  expect(notices.map(({ id }) => id)).toEqual(noticeIds);
  expect(notices.map(({ subject, body }) => ({ subject, body }))).toEqual(
    drafts.map(({ subject, body }) => ({ subject, body })),
  );
  expect(notices.map(({ language }) => language)).toEqual(["fr", "en"]);
  expect(notices[0]).toMatchObject({
    status: "queued",
    by: "Ada",
    messageId: `${noticeIds[0]}@ligne.example`,
  });
  expect(await desk.eventsOf(caseId)).toEqual([
    "notice.queued",
    "notice.queued",
    "recipient.corrected",
    "recipient.corrected",
    "recipient.corrected",
    "case.status_changed",
  ]);
  const { rows } = await database.pool.query(
    "select key from graphile_worker.jobs where key like 'notices.deliver:%' and key like any($1)",
    [noticeIds.map((id) => `%${id}`)],
  );
  expect(rows).toHaveLength(2);
});

test("a recipient that was typed once is known for the host and what lies below it", async () => {
  const { caseId, contentIds } = await desk.openCase({ places: ["https://known.example/1"] });
  const memberId = desk.memberId;
  await queueNotices(desk.vigie, {
    caseId,
    contentIds,
    recipients: [to("known.example")],
    explanation,
    memberId,
  });
  const below = await desk.openCase({ places: ["https://www.fr.known.example/2"] });
  const [draft] = await previewNotices(desk.vigie, { ...below, recipients: [], explanation });
  expect(draft?.to).toEqual({ name: "Hôte", email: "abuse@hote.example", url: null, postal: null });
  expect(await findRecipient(database.db, "known.example", null)).toMatchObject({
    source: "team",
    confidence: null,
  });
  expect(await findRecipient(database.db, "unknown.example", null)).toBeNull();
});

test("the catalogue proposes a general abuse desk, and never one for a single purpose", async () => {
  expect(await findRecipient(database.db, "t.me", "telegram")).toMatchObject({
    email: "abuse@telegram.org",
    source: "catalogue",
    confidence: "medium",
  });
  expect(await findRecipient(database.db, "reddit.com", "reddit")).toBeNull();
});

test.each([
  [{ handling: "no_fetch" as const }, "notice.needs_referral"],
  [{ handling: "unknown" as const, minorReportedAt: new Date("2026-04-01T00:00:00Z") }, "notice.not_ready"],
  [
    { handling: "unknown" as const, assessment: { grounds: ["ncii"], minor: "unsure" as const } },
    "notice.not_ready",
  ],
  [{ handling: "unknown" as const, assessment: null }, "case.not_assessed"],
])("a case that is %j gets no notice: %s", async (options, code) => {
  const { caseId, contentIds } = await desk.openCase({ places: ["https://a.example/x"], ...options });
  const request = { caseId, contentIds, recipients: [to("a.example")], explanation, memberId: desk.memberId };
  await expect(queueNotices(desk.vigie, request)).rejects.toMatchObject({ code });
  await expect(previewNotices(desk.vigie, request)).rejects.toMatchObject({ code });
  expect(await noticeViews(database.db, caseId)).toEqual([]);
  expect(await desk.eventsOf(caseId)).toEqual([]);
});

test.each([
  ["abuse@hote.example\r\nBcc: evil@example.net", "notice.recipient_invalid"],
  ["Desk <abuse@hote.example>", "notice.recipient_invalid"],
  ["abuse@hote.example\u2028", "notice.recipient_invalid"],
  ["a@hote.example, b@hote.example", "notice.recipient_invalid"],
])("the recipient %j is refused before anything is stored", async (email, code) => {
  const { caseId, contentIds } = await desk.openCase({ places: ["https://a.example/y"] });
  const request = {
    caseId,
    contentIds,
    recipients: [to("a.example", email)],
    explanation,
    memberId: desk.memberId,
  };
  await expect(queueNotices(desk.vigie, request)).rejects.toMatchObject({ code });
  expect(await noticeViews(database.db, caseId)).toEqual([]);
});

test("without an explanation, a recipient or a content of the case, nothing is queued", async () => {
  const { caseId, contentIds } = await desk.openCase({ places: ["https://nobody.example/1"] });
  const other = await desk.openCase();
  const request = { caseId, contentIds, recipients: [], explanation, memberId: desk.memberId };
  await expect(queueNotices(desk.vigie, { ...request, explanation: " \n " })).rejects.toMatchObject({
    code: "notice.explanation_missing",
  });
  await expect(queueNotices(desk.vigie, request)).rejects.toMatchObject({
    code: "notice.recipient_missing",
    details: { host: "nobody.example" },
  });
  await expect(queueNotices(desk.vigie, { ...request, contentIds: other.contentIds })).rejects.toMatchObject({
    code: "content.unknown",
  });
});

test("the same request twice, or at once, queues one notice; a reminder is possible later", async () => {
  const { caseId, contentIds } = await desk.openCase({ places: ["https://twin.example/1"] });
  const request = {
    caseId,
    contentIds,
    recipients: [to("twin.example")],
    explanation,
    memberId: desk.memberId,
  };
  const both = await Promise.allSettled([
    queueNotices(desk.vigie, request),
    queueNotices(desk.vigie, request),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(queueNotices(desk.vigie, request)).rejects.toMatchObject({ code: "request.conflict" });
  await database.db
    .updateTable("notices")
    .set({ status: "sent", sent_at: desk.vigie.clock.now() })
    .where("case_id", "=", caseId)
    .execute();
  await expect(queueNotices(desk.vigie, request)).rejects.toMatchObject({ code: "request.conflict" });
  desk.advance(11);
  expect((await queueNotices(desk.vigie, request)).noticeIds).toHaveLength(1);
});

test("an address that was sent to one person is opened with the team key only, and its host is not remembered", async () => {
  const { caseId, contentIds } = await desk.openCase({
    places: ["https://secret-host.example/one-link", { words: "compte @quelquun sur un service" }],
    sealed: true,
    handling: "unknown",
    privateReported: true,
  });
  const request = {
    caseId,
    contentIds,
    recipients: [to("secret-host.example"), to("*", "abuse@service.example")],
    explanation,
    memberId: desk.memberId,
  };
  await expect(queueNotices(desk.vigie, request)).rejects.toMatchObject({ code: "session.locked" });
  await expect(
    queueNotices(desk.vigie, { ...request, teamKey: async () => newKeyPair() }),
  ).rejects.toMatchObject({ code: "session.locked" });
  await queueNotices(desk.vigie, { ...request, teamKey: async () => desk.teamKey });
  const notices = await noticeViews(database.db, caseId);
  expect(notices.map(({ contents }) => contents.length)).toEqual([1, 2]);
  for (const { body } of notices) expect(body).toContain("https://secret-host.example/one-link");
  expect(notices[0]?.contents[0]?.url).toBe("");
  expect(await findRecipient(database.db, "secret-host.example", null)).toBeNull();
});

test("a place that a reporter told in their own words is notified without those words", async () => {
  const { caseId, contentIds } = await desk.openCase({
    places: [{ words: "compte @quelquun sur un service" }],
  });
  const recipients = [to("", "abuse@service.example")];
  const request = { caseId, contentIds, recipients, explanation, memberId: desk.memberId };
  await queueNotices(desk.vigie, request);
  const [notice] = await noticeViews(database.db, caseId);
  expect(notice?.body).not.toContain("quelquun");
  expect(notice?.body).toContain("[1] (un emplacement sans adresse, décrit dans l’explication)");
});

test("one request tells several recipients, each in its own kind and way; what a person carries is prepared", async () => {
  const { caseId, contentIds } = await desk.openCase({
    places: ["https://many.example/1", "https://other.example/2"],
  });
  const recipients = [
    { ...to("many.example"), kind: "host" as const },
    {
      ...to("*"),
      email: null,
      kind: "search_engine" as const,
      channel: "web_form" as const,
      url: "https://find.example/form",
    },
    { ...to("*"), email: null, channel: "post" as const, postal: ["1 place du Marché", " ", "59000 Lille"] },
    { ...to("other.example"), email: null, channel: "api" as const, url: "https://other.example/inbox" },
  ];
  const { noticeIds } = await queueNotices(desk.vigie, {
    caseId,
    contentIds,
    recipients,
    explanation,
    memberId: desk.memberId,
  });
  const notices = await noticeViews(database.db, caseId);
  expect(
    notices.map(({ kind, channel, status, contents }) => [kind, channel, status, contents.length]),
  ).toEqual([
    ["host", "email", "queued", 1],
    ["search_engine", "web_form", "prepared", 2],
    ["service", "post", "prepared", 2],
    ["service", "api", "queued", 1],
  ]);
  expect(notices[1]?.to).toEqual({
    name: "Hôte",
    email: null,
    url: "https://find.example/form",
    postal: null,
  });
  expect(notices[2]?.to.postal).toEqual(["1 place du Marché", "59000 Lille"]);
  expect(notices[0]?.form).toEqual([]);
  expect(
    notices[1]?.form.filter(({ label }) => label === "Adresse du contenu").map(({ value }) => value),
  ).toEqual(["https://many.example/1", "https://other.example/2"]);
  const { rows } = await database.pool.query(
    "select payload->>'noticeId' as id from graphile_worker._private_jobs where key like 'notices.deliver:%' and key like any($1)",
    [noticeIds.map((id) => `%${id}`)],
  );
  expect(rows).toHaveLength(2);
  const stored = await database.db.selectFrom("notices").selectAll().where("case_id", "=", caseId).execute();
  expect(stored.map(({ provider }) => provider).sort()).toEqual([
    "",
    "find.example",
    "hote.example",
    "other.example",
  ]);
  expect(new Set(stored.map(({ tag }) => tag)).size).toBe(4);
  for (const { id, tag, answer_token_hash, answer_token_expires_at } of stored) {
    expect(tag).toMatch(/^[a-z2-7]{20}$/);
    expect(answer_token_hash).toEqual(tokenHash(answerToken(desk.vigie.keys, id)));
    expect(answer_token_expires_at).toEqual(new Date(desk.vigie.clock.now().getTime() + 180 * 86_400_000));
  }
  expect(await desk.eventsOf(caseId)).toEqual([
    "notice.queued",
    "notice.prepared",
    "notice.prepared",
    "notice.queued",
    "recipient.corrected",
    "case.status_changed",
  ]);
  await expect(
    queueNotices(desk.vigie, {
      caseId,
      contentIds,
      recipients: recipients.slice(2, 3),
      explanation,
      memberId: desk.memberId,
    }),
  ).rejects.toMatchObject({ code: "request.conflict" });
});

test.each([
  [{ channel: "email", email: null }, "notice.channel_unusable"],
  [{ channel: "web_form", url: null }, "notice.channel_unusable"],
  [{ channel: "web_form", url: "http://form.example/" }, "notice.channel_unusable"],
  [{ channel: "api", url: "javascript:alert(1)" }, "notice.channel_unusable"],
  [{ channel: "api", url: "https://user:secret@x.example/" }, "notice.channel_unusable"],
  [{ channel: "post", postal: [" "] }, "notice.channel_unusable"],
  [{ channel: "agreement", channelId: "bluesky.api.2" }, "notice.channel_unusable"],
  [{ channel: "email", email: "nobody" }, "notice.recipient_invalid"],
] as const)("%j is refused with a reason: %s", async (change, code) => {
  const { caseId, contentIds } = await desk.openCase({ places: ["https://a.example/z"] });
  const recipients = [{ ...to("*"), ...change, postal: "postal" in change ? [...change.postal] : null }];
  const request = { caseId, contentIds, recipients, explanation, memberId: desk.memberId };
  const refused = await previewNotices(desk.vigie, request).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code });
  if (code === "notice.channel_unusable" && refused instanceof Refusal) {
    for (const language of ["fr", "en"] as const)
      expect(errorSentence(refused.code, language, refused.details)).toMatch(/Hôte.*: .{10}/);
  }
  await expect(queueNotices(desk.vigie, request)).rejects.toMatchObject({ code });
});

test("what speaks for a person wants a name and a mandate, keeps them sealed, and shows them in the preview", async () => {
  const { caseId, contentIds } = await desk.openCase({ places: ["https://a.example/p"] });
  const recipients = [
    { ...to("*"), kind: "erasure" as const },
    { ...to("*", "host@hote.example"), kind: "host" as const },
  ];
  const request = { caseId, contentIds, recipients, explanation, memberId: desk.memberId };
  for (const identity of [null, { name: "Camille Exemple", mandate: false }, { name: " ", mandate: true }]) {
    await expect(queueNotices(desk.vigie, { ...request, identity })).rejects.toMatchObject({
      code: "notice.identity_missing",
    });
  }
  const identity = { name: "Camille Exemple", mandate: true };
  const drafts = await previewNotices(desk.vigie, { ...request, identity });
  expect(drafts[0]?.identity).toContain("Camille Exemple");
  expect(drafts[1]?.identity).toBeNull();
  expect(drafts.map(({ body }) => body).join()).not.toContain("Camille");
  await queueNotices(desk.vigie, { ...request, identity });
  const stored = await database.db
    .selectFrom("notices")
    .selectAll()
    .where("case_id", "=", caseId)
    .orderBy("id")
    .execute();
  expect(JSON.stringify(stored)).not.toContain("Camille");
  expect(stored.map((notice) => openIdentity(desk.vigie, notice))).toEqual([drafts[0]?.identity, null]);
});

test("a place left to be filled is named in the preview and stops the sending", async () => {
  const { caseId, contentIds } = await desk.openCase({ places: ["https://a.example/a[[0]]"] });
  const request = {
    caseId,
    contentIds,
    recipients: [to("*")],
    explanation: "Vue le [[date]], à [[heure]].",
    memberId: desk.memberId,
  };
  const [draft] = await previewNotices(desk.vigie, request);
  expect(draft?.placeholders).toEqual(["date", "heure"]);
  await expect(queueNotices(desk.vigie, request)).rejects.toMatchObject({
    code: "notice.placeholder_unfilled",
    details: { names: "date, heure" },
  });
  expect((await queueNotices(desk.vigie, { ...request, explanation })).noticeIds).toHaveLength(1);
});

test("a notice that takes up an escalation follows the first one, tells of it, and takes it once", async () => {
  const { caseId, contentIds } = await desk.openCase({ places: ["https://a.example/e"] });
  const request = { caseId, contentIds, recipients: [to("*")], explanation, memberId: desk.memberId };
  const { noticeIds } = await queueNotices(desk.vigie, request);
  const [noticeId = ""] = noticeIds;
  const at = desk.vigie.clock.now();
  await database.db
    .updateTable("notices")
    .set({ status: "sent", sent_at: at })
    .where("id", "=", noticeId)
    .execute();
  const escalationId = randomUUID();
  await database.db
    .insertInto("escalations")
    .values({
      id: escalationId,
      case_id: caseId,
      notice_id: noticeId,
      rung: "regulator",
      status: "proposed",
      because: "deadline",
      recipient: null,
      authority: "arcom",
      content_ids: contentIds,
      basis: JSON.stringify({}),
      held_why: null,
      proposed_at: at,
      settled_at: null,
      member_id: null,
      taken_notice_id: null,
    })
    .execute();
  const next = {
    ...request,
    escalationId,
    recipients: [{ ...to("*", "plainte@autorite.example"), kind: "complaint" as const }],
    identity: { name: "Camille Exemple", mandate: true },
  };
  const [draft] = await previewNotices(desk.vigie, next);
  expect(draft?.subject).toContain("DSA, article 53");
  expect(draft?.body.replace(/\s+/g, " ")).toContain("2 mars 2026, Hôte : sans réponse à ce jour");
  const taken = await queueNotices(desk.vigie, next);
  const stored = await database.db
    .selectFrom("notices")
    .select("follows")
    .where("id", "=", taken.noticeIds[0] ?? "")
    .executeTakeFirstOrThrow();
  expect(stored.follows).toBe(noticeId);
  await expect(
    queueNotices(desk.vigie, {
      ...next,
      recipients: [{ ...to("*", "b@autorite.example"), kind: "complaint" }],
    }),
  ).rejects.toMatchObject({ code: "escalation.step_impossible" });
  await expect(queueNotices(desk.vigie, { ...next, escalationId: randomUUID() })).rejects.toMatchObject({
    code: "escalation.unknown",
  });
});

test("a prepared form in a person's name is filled for whoever may carry it, and for nobody once it went", async () => {
  const { caseId, contentIds } = await desk.openCase();
  const { noticeIds } = await queueNotices(desk.vigie, {
    caseId,
    contentIds,
    recipients: [
      {
        ...to("*"),
        email: null,
        kind: "delisting" as const,
        channel: "web_form" as const,
        url: "https://find.example/form",
      },
    ],
    explanation,
    identity: { name: "Camille Exemple", mandate: true },
    memberId: desk.memberId,
  });
  const formFor = async (keys: typeof desk.vigie.keys | null) =>
    JSON.stringify((await noticeViews(database.db, caseId, keys))[0]?.form);
  expect(await formFor(desk.vigie.keys)).toContain('{"label":"Nom recherché","value":"Camille Exemple"}');
  expect(await formFor(null)).not.toContain("Camille");
  const handedOver = { outcome: "handed_over", reference: null, proof: null } as const;
  await recordNotice(desk.vigie, { noticeId: noticeIds[0] ?? "", memberId: desk.memberId, ...handedOver });
  expect(await formFor(desk.vigie.keys)).not.toContain("Camille");
});
