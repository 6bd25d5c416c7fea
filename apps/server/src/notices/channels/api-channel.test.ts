import { type InboxNotice, inboxNotice } from "@vigie/contract";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { useDatabase } from "../../../../../test/database.ts";
import { ownLabel } from "../../labels/own-label.ts";
import { verifyLabel } from "../../labels/verify-label-rules.ts";
import { verifyRequest } from "../../labels/verify-request.ts";
import { deliverNotice } from "../deliver-notice.ts";
import { recoverNotices } from "../recover-notices.ts";
import { useDesk } from "../test-desk.ts";
import { apiChannel } from "./api-channel.ts";
import { describeChannel } from "./test-channel-contract.ts";
import { nobodyThere, startInterface, type TestInterface } from "./test-interface.ts";
import { outgoingNotice } from "./test-outgoing.ts";

const database = useDatabase();
const desk = useDesk(database, { VIGIE_PUBLIC_URL: "https://ligne.example" });
const nothing = { beforeLastByte: async () => undefined };
const seen = { recheck: async () => "not_removed" as const };

// An inbox of the contract's shape: it knows a notice by its id.
const taken = new Map<string, InboxNotice>();
let inbox: TestInterface;
beforeAll(async () => {
  inbox = await startInterface(({ body }) => {
    const notice = inboxNotice.parse(JSON.parse(body));
    const status = taken.has(notice.id) ? "known" : "received";
    taken.set(notice.id, notice);
    return {
      status: status === "received" ? 201 : 200,
      body: { id: notice.id, status, reference: `T-${taken.size}`, at: new Date().toISOString() },
    };
  });
});
afterAll(() => inbox.stop());

const newNotice = (options = {}) =>
  outgoingNotice(desk, { channel: "api", url: `${inbox.url}/inbox`, ...options });

describeChannel("interface", {
  channel: apiChannel,
  repeatable: true,
  vigie: () => desk.vigie,
  newNotice,
  next: (mood) => inbox.next.push(mood),
  effects: ({ id }) => (taken.has(id) ? 1 : 0),
  away: async () => ({
    vigie: desk.vigie,
    notice: await newNotice({ url: `${await nobodyThere()}/inbox` }),
  }),
});

test("what arrives has the four elements, the label, the way to answer, and a signature that holds", async () => {
  const places = ["https://hote.example/one", "https://hote.example/two"];
  const notice = await newNotice({ places });
  expect(await apiChannel.deliver(desk.vigie, notice, nothing)).toMatchObject({
    kind: "accepted",
    reference: expect.stringMatching(/^T-\d+$/),
  });
  const arrived = taken.get(notice.id);
  expect(arrived).toMatchObject({
    notice: {
      kind: "service",
      language: "fr",
      manifest: "manifest",
      explanation: "Sans l’accord de la personne filmée.",
      locations: places.map((url) => ({ url })),
      text: notice.body,
    },
    identity: { name: "Ligne d'écoute", email: "contact@ligne.example", text: null },
    answer: { url: "https://ligne.example/api/v1/answers" },
    follows: null,
  });
  expect(arrived?.notice.grounds).toMatchObject([{ slug: "ncii", law: expect.any(Array) }]);
  expect(Date.parse(arrived?.answer.due ?? "")).toBeGreaterThan(desk.vigie.clock.now().getTime());

  const now = desk.vigie.clock.now();
  const label = verifyLabel(arrived?.label ?? "", { now, trusted: [], register: [], revocations: null });
  if (label.kind === "refused") throw new Error(label.code);
  expect(arrived?.label).toBe((await ownLabel(desk.vigie)).jws);
  const asked = inbox.asked.find(({ body }) => body.includes(notice.id));
  const verdict = await verifyRequest(
    {
      method: "POST",
      url: `${inbox.url}/inbox`,
      headers: asked?.headers ?? {},
      body: Buffer.from(asked?.body ?? ""),
    },
    { now, key: label.claims.cnf.jwk, isNew: async () => true },
  );
  expect(verdict).toMatchObject({ kind: "ok" });
});

test("the person concerned stands in the part that is not to be passed on", async () => {
  const notice = await newNotice({ kind: "erasure", identity: { name: "Camille Absente", mandate: true } });
  await apiChannel.deliver(desk.vigie, notice, nothing);
  const arrived = taken.get(notice.id);
  expect(arrived?.identity.text).toContain("Camille Absente");
  expect(JSON.stringify(arrived?.notice)).not.toContain("Camille");
});

test("what agrees without a receipt, or with another's, is no inbox; a redirect is not followed", async () => {
  const answers: { status: number; body: unknown }[] = [
    { status: 200, body: "welcome" },
    { status: 200, body: { id: "0190a000-0000-7000-8000-000000000001", status: "known" } },
    { status: 307, body: {} },
  ];
  const page = await startInterface(() => answers.shift() ?? { status: 200, body: {} });
  try {
    for (const response of ["no receipt", "no receipt", "HTTP 307"]) {
      const notice = await newNotice({ url: page.url });
      expect(await apiChannel.deliver(desk.vigie, notice, nothing)).toMatchObject({
        kind: "refused",
        permanent: true,
        response: expect.stringContaining(response),
      });
    }
    expect(page.asked).toHaveLength(3);
  } finally {
    await page.stop();
  }
});

test("an address inside the house is refused, and nothing leaves", async () => {
  const notice = await newNotice();
  for (const url of ["http://10.0.0.1/inbox", "https://169.254.169.254/latest", "http://example.org/inbox"]) {
    const inside = { ...notice, to_url: url };
    const beforeLastByte = vi.fn(async () => undefined);
    expect(await apiChannel.deliver(desk.vigie, inside, { beforeLastByte })).toMatchObject({
      kind: "refused",
      permanent: true,
    });
    expect(beforeLastByte).not.toHaveBeenCalled();
  }
});

test("the job sends it once, keeps the ticket, and repeats by itself after a lost answer or a crash", async () => {
  const { id: noticeId } = await newNotice();
  inbox.next.push("loses_its_answer");
  expect(await deliverNotice(desk.vigie, { noticeId }, seen)).toEqual({ kind: "retried" });
  expect(await desk.statusOf(noticeId)).toBe("queued");
  await database.db
    .updateTable("notices")
    .set({ status: "transmitting" })
    .where("id", "=", noticeId)
    .execute();
  expect(await recoverNotices(desk.vigie)).toMatchObject({ settled: 1 });
  expect(await deliverNotice(desk.vigie, { noticeId }, seen)).toEqual({ kind: "sent" });
  const row = await database.db
    .selectFrom("notices")
    .select(["status", "reference", "due_at"])
    .where("id", "=", noticeId)
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({ status: "sent", reference: expect.stringMatching(/^T-/) });
  expect(row.due_at).not.toBeNull();
  expect(inbox.asked.filter(({ body }) => body.includes(noticeId))).toHaveLength(2);
});
