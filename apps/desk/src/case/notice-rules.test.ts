import {
  type CaseView,
  type NoticeChannel,
  noticeChannels,
  noticeKinds,
  noticeRequestBody,
} from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { inventedCase } from "../testing/invented-cases.ts";
import { checkable } from "./contents-rules.ts";
import {
  emptyRecipient,
  everyHost,
  type IdentityDraft,
  loudNotices,
  neededBy,
  noticeBar,
  noticeBody,
  noticeGaps,
  noticeTargets,
  placeholderAt,
  type RecipientDraft,
  recipientsOf,
  speaksForPerson,
  withChannel,
} from "./notice-rules.ts";

const assessed = inventedCase("assessed");
const withMinor = (minor: "yes" | "unsure"): CaseView => ({
  ...assessed,
  assessments: assessed.assessments.map((assessment) => ({ ...assessment, minor })),
});

test("a case that may never be visited has no notice, whatever the server allows", () => {
  const view = { ...assessed, summary: { ...assessed.summary, handling: "no_fetch" as const } };
  expect(noticeBar(view)).toBe("no_fetch");
});

test("a notice waits for the assessment and for the answer about a minor", () => {
  expect(noticeBar({ ...assessed, assessments: [] })).toBe("not_assessed");
  expect(noticeBar(withMinor("unsure"))).toBe("not_ready");
  expect(noticeBar(assessed)).toBeNull();
  expect(noticeBar({ ...assessed, allowed: { ...assessed.allowed, notify: false } })).toBe("not_allowed");
});

test("contents of one host share one recipient, filled with what is known", () => {
  const targets = noticeTargets(assessed);
  const open = targets.filter(({ kind }) => kind === "open").map(({ content }) => content.id);
  const recipients = recipientsOf(targets, open, {}, "fr");
  const hosts = recipients.map(({ draft }) => draft.host);
  expect(new Set(hosts).size).toBe(hosts.length);
  expect(recipients[0]?.draft.email).toBe(recipients[0]?.known?.email);
});

test("what was typed for a host stays", () => {
  const targets = noticeTargets(assessed);
  const [first] = targets;
  if (first?.kind !== "open") throw new Error("the invented case starts with an open content");
  const typed = { ...emptyRecipient(first.host, "en"), name: "Abuse", email: "abuse@host.example" };
  const [recipient] = recipientsOf(targets, [first.content.id], { [first.host]: typed }, "fr");
  expect(recipient?.draft).toEqual(typed);
});

test("one recipient written for every host stands alone", () => {
  const single = { ...emptyRecipient(everyHost, "fr"), name: "Moteur", kind: "search_engine" as const };
  const targets = noticeTargets(assessed);
  const chosen = targets.map(({ content }) => content.id);
  expect(recipientsOf(targets, chosen, { [everyHost]: single }, "fr")).toEqual([
    { draft: single, known: null },
  ]);
});

const nobody = { name: "", mandate: false };
const written = (recipient: Partial<RecipientDraft>, identity: IdentityDraft = nobody) => ({
  chosen: ["id"],
  recipients: [{ ...emptyRecipient("h.example", "fr"), email: "a@h.example", ...recipient }],
  explanation: " why ",
  identity,
  escalationId: null,
});

test("the body carries trimmed words", () => {
  const body = noticeBody(written({ name: " A ", email: " a@h.example " }));
  expect(body.recipients[0]).toMatchObject({ host: "h.example", name: "A", email: "a@h.example" });
  expect(body.explanation).toBe("why");
});

test("only what the channel needs is sent, whatever else was typed", () => {
  const all = { email: "a@h.example", url: "https://h.example/dsa", postal: " 1, quai \n\n 59000 Lille " };
  for (const channel of noticeChannels) {
    const [sent] = noticeBody(written({ ...all, channel })).recipients;
    const filled = (["email", "url", "postal"] as const).filter((name) => sent?.[name] !== null);
    expect(filled).toEqual(channel === "agreement" ? [] : [neededBy(channel)]);
  }
  expect(noticeBody(written({ ...all, channel: "post" })).recipients[0]?.postal).toEqual([
    "1, quai",
    "59000 Lille",
  ]);
});

test("the person is named in erasure, delisting and complaint only", () => {
  const person = { name: " Une Personne ", mandate: true };
  const naming = noticeKinds.filter((kind) => noticeBody(written({ kind }, person)).identity !== null);
  expect(naming).toEqual(["erasure", "delisting", "complaint"]);
  expect(noticeBody(written({ kind: "erasure" }, person)).identity).toEqual({
    name: "Une Personne",
    mandate: true,
  });
});

test("every body without a gap is one that the server's shape takes", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...noticeKinds),
      fc.constantFrom(...noticeChannels),
      fc.constantFrom("", " ", "a@h.example"),
      fc.constantFrom("", "https://h.example/dsa"),
      fc.constantFrom("", " \n ", "1, quai\n59000 Lille"),
      fc.constantFrom("", "Abuse"),
      fc.constantFrom(null, "quais.form.1"),
      fc.record({ name: fc.constantFrom("", " ", "Une Personne"), mandate: fc.boolean() }),
      (kind, channel, email, url, postal, name, channelId, identity) => {
        const body = noticeBody({
          ...written({ kind, channel, email, url, postal, name, channelId }, identity),
          chosen: [assessed.contents[0]?.id ?? ""],
        });
        if (noticeGaps(body, identity).length > 0) return;
        expect(noticeRequestBody.safeParse(body).success).toBe(true);
        expect((body.recipients[0]?.[neededBy(channel)] ?? "").length).toBeGreaterThan(0);
        expect(body.identity !== null).toBe(speaksForPerson(kind));
      },
    ),
  );
});

test("a row of the catalogue stays with its way, and names the service for an agreement", () => {
  const proposed = { ...emptyRecipient("h", "fr"), channel: "web_form" as const, channelId: "quais.form.1" };
  const rowBy = (channel: NoticeChannel) =>
    withChannel(proposed, channel, { proposed, service: null }).channelId;
  expect(rowBy("email")).toBeNull();
  expect(rowBy("web_form")).toBe("quais.form.1");
  expect(rowBy("agreement")).toBe("quais.form.1");
  const unplanned = emptyRecipient("h", "fr");
  const known = withChannel(unplanned, "agreement", { proposed: undefined, service: "quais" });
  expect(known.channelId).toBe("quais");
});

test("a gap is named for the host it is missing at", () => {
  const body = noticeBody({ ...written({ name: " ", channel: "web_form" }), chosen: [], explanation: "" });
  expect(noticeGaps(body, nobody)).toEqual([
    { gap: "contents", host: null },
    { gap: "name", host: "h.example" },
    { gap: "url", host: "h.example" },
    { gap: "explanation", host: null },
  ]);
});

test("a place to fill is found where it stands, with its brackets", () => {
  expect(placeholderAt("Publié le [[date]].", "date")).toEqual({ start: 10, end: 18 });
  expect(placeholderAt("Publié hier.", "date")).toBeNull();
});

test("a failed notice is loud until a later one is under way, the place is gone or the case is closed", () => {
  const failed = inventedCase("failed");
  const [notice] = failed.notices;
  if (notice === undefined) throw new Error("the invented case has a notice");
  expect(loudNotices(failed)).toEqual([notice]);
  const later = { ...notice, id: "later", status: "queued" as const, createdAt: "2999-01-01T00:00:00.000Z" };
  expect(loudNotices({ ...failed, notices: [notice, later] })).toEqual([]);
  expect(loudNotices({ ...failed, notices: [notice, { ...later, contents: [] }] })).toEqual([notice]);
  const gone = failed.contents.map((content) => ({
    ...content,
    watch: { ...content.watch, status: "removed" as const },
  }));
  expect(loudNotices({ ...failed, contents: gone })).toEqual([]);
  expect(loudNotices({ ...failed, summary: { ...failed.summary, status: "closed" } })).toEqual([]);
  expect(loudNotices(inventedCase("in_doubt"))).toHaveLength(1);
  expect(loudNotices(inventedCase("notified"))).toEqual([]);
});

test("checking is asked for the focused content, or for all that are not gone, or for none", () => {
  const [first] = assessed.contents;
  expect(checkable(assessed, first?.id ?? null)).toEqual([first?.id]);
  expect(checkable(assessed, null).length).toBeGreaterThan(1);
  expect(checkable({ ...assessed, allowed: { ...assessed.allowed, check: false } }, null)).toEqual([]);
});
