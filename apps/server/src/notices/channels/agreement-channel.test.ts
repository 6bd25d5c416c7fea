import type { Handling } from "@vigie/contract";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { useDatabase } from "../../../../../test/database.ts";
import { queueNotices } from "../queue-notices.ts";
import { useDesk } from "../test-desk.ts";
import { agreementChannel } from "./agreement-channel.ts";
import { describeChannel } from "./test-channel-contract.ts";
import { type Asked, nobodyThere, startInterface, type TestInterface } from "./test-interface.ts";
import { outgoingNotice } from "./test-outgoing.ts";

// A double of Bluesky's interface, on loopback: nothing here speaks to the service.
const database = useDatabase();
const desk = useDesk(database, { VIGIE_BLUESKY_URL: "http://hotline.example:pass%40word@127.0.0.1:1" });
const nothing = { beforeLastByte: async () => undefined };
const did = "did:plc:inventedinventedinvente";
const post = "https://bsky.app/profile/someone.example/post/3k2abcdefgh2i";

const reports: { authorization: string; body: Record<string, unknown> }[] = [];
let passwordIsRight = true;
let service: TestInterface;
beforeAll(async () => {
  service = await startInterface(answer, (path) => path.endsWith("createReport"));
});
afterAll(() => service.stop());
beforeEach(() => {
  passwordIsRight = true;
});

function answer({ path, headers, body }: Asked): { status: number; body: unknown } {
  const url = new URL(path, "http://x");
  const { repo, collection, rkey, handle } = Object.fromEntries(url.searchParams);
  switch (url.pathname) {
    case "/xrpc/com.atproto.server.createSession": {
      const { identifier, password } = JSON.parse(body);
      const right = passwordIsRight && identifier === "hotline.example" && password === "pass@word";
      return right ? { status: 200, body: { accessJwt: "token-1", did } } : { status: 401, body: {} };
    }
    case "/xrpc/com.atproto.repo.getRecord":
      return rkey === "3k2abcdefgh2i"
        ? { status: 200, body: { uri: `at://${did}/${collection}/${rkey}`, cid: "bafyinvented", value: {} } }
        : { status: 400, body: { error: "RecordNotFound", message: `no record of ${repo}` } };
    case "/xrpc/com.atproto.identity.resolveHandle":
      return handle === "someone.example" ? { status: 200, body: { did } } : { status: 400, body: {} };
    case "/xrpc/com.atproto.moderation.createReport":
      reports.push({ authorization: headers.authorization ?? "", body: JSON.parse(body) });
      return { status: 200, body: { id: 40 + reports.length } };
    default:
      return { status: 404, body: {} };
  }
}

function vigieWith(url: string | undefined): typeof desk.vigie {
  const { config } = desk.vigie;
  return { ...desk.vigie, config: { ...config, agreements: { bluesky: url } } };
}
const accountAt = (url: string) => url.replace("//", "//hotline.example:pass%40word@");
const vigie = () => vigieWith(accountAt(service.url));

const newNotice = (places = [post], handling: Handling = "normal") =>
  outgoingNotice(desk, {
    places,
    handling,
    privateReported: handling === "unknown",
    channel: "agreement",
    channelId: "bluesky.api.2",
    email: null,
  });

describeChannel("agreement", {
  channel: agreementChannel,
  repeatable: false,
  vigie,
  newNotice,
  next: (mood) => service.next.push(mood),
  effects: ({ id }) => reports.filter(({ body }) => JSON.stringify(body).includes(id)).length,
  away: async () => ({ vigie: vigieWith(accountAt(await nobodyThere())), notice: await newNotice() }),
});

test("one post is reported by its record, with the law, the explanation and who writes", async () => {
  const notice = await newNotice();
  expect(await agreementChannel.deliver(vigie(), notice, nothing)).toEqual({
    kind: "accepted",
    reference: String(40 + reports.length),
  });
  const report = reports.at(-1);
  expect(report?.authorization).toBe("Bearer token-1");
  expect(report?.body).toMatchObject({
    reasonType: "com.atproto.moderation.defs#reasonViolation",
    subject: {
      $type: "com.atproto.repo.strongRef",
      uri: `at://${did}/app.bsky.feed.post/3k2abcdefgh2i`,
      cid: "bafyinvented",
    },
    modTool: { name: "vigie", meta: { notice: notice.id } },
  });
  for (const part of ["contact@ligne.example", post, "Sans l’accord de la personne filmée."]) {
    expect(report?.body["reason"]).toContain(part);
  }
});

test("several posts of one account are a report about it; of two accounts, none", async () => {
  const others = ["https://bsky.app/profile/someone.example/post/3k2abcdefgh2j", post];
  await agreementChannel.deliver(vigie(), await newNotice(others), nothing);
  expect(reports.at(-1)?.body).toMatchObject({ subject: { $type: "com.atproto.admin.defs#repoRef", did } });
  for (const place of others) expect(reports.at(-1)?.body["reason"]).toContain(place);

  const before = reports.length;
  const two = await newNotice([post, "https://bsky.app/profile/other.example/post/3k2abcdefgh2i"]);
  expect(await agreementChannel.deliver(vigie(), two, nothing)).toMatchObject({
    kind: "refused",
    permanent: true,
  });
  expect(reports).toHaveLength(before);
});

test("a reason is never longer than the interface takes", async () => {
  const notice = { ...(await newNotice()), explanation: "👩‍👩‍👧‍👦".repeat(3_000) };
  await agreementChannel.deliver(vigie(), notice, nothing);
  const reason = String(reports.at(-1)?.body["reason"]);
  expect([...new Intl.Segmenter().segment(reason)]).toHaveLength(2_000);
  expect(reason.endsWith("…")).toBe(true);
});

test("a post that is gone is said to be so, and nothing is reported", async () => {
  const notice = await newNotice(["https://bsky.app/profile/someone.example/post/3k2abcdefgh2z"]);
  expect(await agreementChannel.deliver(vigie(), notice, nothing)).toMatchObject({
    kind: "refused",
    permanent: true,
    response: "HTTP 400: no record of someone.example",
  });
});

test("a content that may not be looked at is not asked about", async () => {
  const notice = await newNotice([post], "unknown");
  const before = service.asked.length;
  expect(await agreementChannel.deliver(vigie(), notice, nothing)).toMatchObject({
    kind: "refused",
    permanent: true,
  });
  expect(service.asked).toHaveLength(before);
});

test("a password that does not fit is ours to mend", async () => {
  passwordIsRight = false;
  expect(await agreementChannel.deliver(vigie(), await newNotice(), nothing)).toEqual({
    kind: "unreachable",
    why: "sign_in",
  });
});

test("without an account nothing is queued, and the sentence says what to do", async () => {
  const opened = await desk.openCase({ places: [post] });
  const queued = queueNotices(vigieWith(undefined), {
    ...opened,
    recipients: [
      { host: "*", name: "Bluesky", channel: "agreement", channelId: "bluesky.api.2", language: "fr" },
    ],
    explanation: "Sans son accord.",
    memberId: desk.memberId,
  });
  await expect(queued).rejects.toMatchObject({
    code: "notice.channel_unusable",
    details: { why_fr: expect.stringContaining("VIGIE_BLUESKY_URL") },
  });
});
