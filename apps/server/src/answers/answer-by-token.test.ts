import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { useDesk } from "../notices/test-desk.ts";
import { newToken } from "../vault/secret-token.ts";
import { answerByToken, type TokenAnswer } from "./answer-by-token.ts";
import { sentNotice } from "./test-sent-notice.ts";

const database = useDatabase();
const desk = useDesk(database);

type Said = Partial<TokenAnswer> & Pick<TokenAnswer, "token" | "state">;
const say = (said: Said) =>
  answerByToken(desk.vigie, { id: randomUUID(), text: "", reference: null, way: "page", ...said });
const refusedAs = (said: Said) => say(said).catch((error: { code?: string }) => error.code);

const noticeOf = (id: string) =>
  database.db
    .selectFrom("notices")
    .select(["answer", "acknowledged_at", "decided_at"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
const answersOf = (id: string) =>
  database.db
    .selectFrom("answers")
    .select(["kind", "way", "confirmed", "proposed", "text", "ticket", "member_id"])
    .where("notice_id", "=", id)
    .orderBy("at")
    .execute();
const typesOf = async (caseId: string) =>
  (await desk.eventsOf(caseId)).filter((type) => type.startsWith("answer."));

test("what a recipient states counts at once, in order, with its number and an event each", async () => {
  const { token, noticeId, caseId } = await sentNotice(desk);
  expect(await say({ token, state: "acknowledged", reference: "T-1" })).toEqual({
    status: "taken",
    state: "acknowledged",
  });
  desk.advance(1);
  expect(await say({ token, state: "asked", text: "Quelle page ?" })).toEqual({
    status: "taken",
    state: "asked",
  });
  desk.advance(60);
  const at = desk.vigie.clock.now();
  expect(await say({ token, state: "acted", text: "Retiré", way: "api" })).toEqual({
    status: "taken",
    state: "acted",
  });
  expect(await noticeOf(noticeId)).toMatchObject({ answer: "acted", decided_at: at });
  const nobody = { proposed: null, member_id: null };
  expect(await answersOf(noticeId)).toEqual([
    { ...nobody, kind: "acknowledgement", way: "page", confirmed: "acknowledged", text: "", ticket: "T-1" },
    { ...nobody, kind: "question", way: "page", confirmed: "asked", text: "Quelle page ?", ticket: null },
    { ...nobody, kind: "action", way: "api", confirmed: "acted", text: "Retiré", ticket: null },
  ]);
  expect(await typesOf(caseId)).toEqual(
    Array.from({ length: 3 }, () => ["answer.received", "answer.confirmed"]).flat(),
  );
});

test("one answer posted twenty times at once is one answer", async () => {
  const { token, noticeId } = await sentNotice(desk);
  const id = randomUUID();
  const all = await Promise.all(Array.from({ length: 20 }, () => say({ token, id, state: "acted" })));
  expect(all.filter(({ status }) => status === "taken")).toHaveLength(1);
  expect(all.every(({ state }) => state === "acted")).toBe(true);
  expect(await answersOf(noticeId)).toHaveLength(1);
  // The same name under another notice is another answer.
  const other = await sentNotice(desk);
  expect(await say({ token: other.token, id, state: "acted" })).toMatchObject({ status: "taken" });
});

test("a decision uses the link up for decisions, whichever way it came; words may still follow", async () => {
  const { token, noticeId } = await sentNotice(desk);
  const both = await Promise.all([
    refusedAs({ token, state: "acted" }),
    refusedAs({ token, state: "refused", text: "non" }),
  ]);
  expect(both.filter((outcome) => outcome === "answer.already_decided")).toHaveLength(1);
  const { answer } = await noticeOf(noticeId);
  expect(await say({ token, state: "asked", text: "Et la suite ?" })).toEqual({
    status: "taken",
    state: answer,
  });
  expect(await refusedAs({ token, state: "acted" })).toBe("answer.already_decided");
});

test("a second acknowledgement adds nothing, and none undoes anything", async () => {
  const { token, noticeId } = await sentNotice(desk);
  await say({ token, state: "acknowledged" });
  expect(await say({ token, state: "acknowledged" })).toEqual({ status: "known", state: "acknowledged" });
  await say({ token, state: "refused", text: "non" });
  expect(await say({ token, state: "acknowledged" })).toEqual({ status: "known", state: "refused" });
  expect(await answersOf(noticeId)).toHaveLength(2);
});

test("ten answers come through one link, and no eleventh", async () => {
  const { token, noticeId } = await sentNotice(desk);
  for (let count = 0; count < 10; count += 1) await say({ token, state: "asked", text: String(count) });
  expect(await refusedAs({ token, state: "asked", text: "11" })).toBe("answer.too_many");
  expect(await answersOf(noticeId)).toHaveLength(10);
});

test("an unknown token, one changed by a letter, and one whose time is over are refused alike", async () => {
  const { token, noticeId } = await sentNotice(desk);
  const changed = token.replace(/^./, (first) => (first === "A" ? "B" : "A"));
  for (const wrong of [newToken(), changed, "", `${token}=`, noticeId])
    expect(await refusedAs({ token: wrong, state: "acted" })).toBe("answer.token_unknown");
  desk.advance(180 * 24 * 60);
  expect(await refusedAs({ token, state: "acted" })).toBe("answer.token_unknown");
  expect(await answersOf(noticeId)).toEqual([]);
});
