import { mostLinkedCases } from "@vigie/contract";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { expireCases } from "../cases/expire-cases.ts";
import { addEvidence } from "../evidence/add-evidence.ts";
import { readEvidence } from "../evidence/read-evidence.ts";
import { removeEvidence } from "../evidence/remove-evidence.ts";
import { withdrawReport } from "../reports/withdraw-report.ts";
import { writeMessage } from "../reports/write-message.ts";
import { caseLinks } from "./case-links.ts";
import { caseNetwork } from "./case-network.ts";
import { settleLink } from "./settle-link.ts";
import { suggestLinks } from "./suggest-links.ts";

const hotline = useHotline();
let pages = 0;
let numbers = 0;

function freshPage(): string {
  pages += 1;
  return `https://forum-${pages}.example/sujet`;
}
/** A telephone number that nobody named before. */
function freshNumber(): string {
  numbers += 1;
  return `06 10 00 ${String(numbers).padStart(4, "0").replace(/(..)/, "$1 ")}`;
}

async function report(text: string, more: Parameters<typeof hotline.report>[1] = {}, page = freshPage()) {
  const made = await hotline.report([page], { text, ...more });
  await suggestLinks(hotline.vigie);
  return made;
}

const linksOf = (caseId: string, more: { values?: boolean; after?: string } = {}) =>
  caseLinks(hotline.vigie, { caseId, requester: hotline.analyst(), ...more });
const settle = (linkId: string, outcome: "confirm" | "refuse", seen: "suggested" | "confirmed" | "refused") =>
  settleLink(hotline.vigie, { linkId, outcome, seen, memberId: hotline.analyst().memberId });
const firstLink = async (caseId: string) => (await linksOf(caseId)).links[0]?.id ?? "";
const networkOf = (caseId: string) =>
  caseNetwork(hotline.vigie, { caseId, memberId: hotline.analyst().memberId });
const rowsOf = (reportId: string) =>
  hotline.database.db.selectFrom("signals").selectAll().where("report_id", "=", reportId).execute();

async function withTopics(topics: string[] | null, work: () => Promise<void>) {
  const { memberId } = hotline.analyst();
  const set = (value: string[] | null) =>
    hotline.database.pool.query("update members set topics = $1 where id = $2", [value, memberId]);
  await set(topics);
  try {
    await work();
  } finally {
    await set(null);
  }
}

test("a number that two cases share suggests one link, with where it was seen in each", async () => {
  const number = freshNumber();
  const first = await report(`Il appelle du ${number}.`);
  const second = await report(
    `Toujours le ${number.replaceAll(" ", "")}, et un autre jour ${number} encore.`,
  );
  await suggestLinks(hotline.vigie);
  const { links, next } = await linksOf(first.caseId);
  expect(next).toBeNull();
  expect(links).toMatchObject([
    {
      status: "suggested",
      other: { id: second.caseId },
      evidence: [
        {
          kind: "signal",
          type: "phone",
          strength: "strong",
          value: null,
          cases: 2,
          here: [{ source: "words", reportId: first.reportId, contentId: null }],
          there: [{ source: "words", reportId: second.reportId }],
        },
      ],
    },
  ]);
  for (const { caseId } of [first, second]) {
    expect((await hotline.eventsOf(caseId)).filter((type) => type.startsWith("link."))).toEqual([
      "link.suggested",
    ]);
  }
});

test("nothing of a value is readable in the database; an unlocked session opens it, which is an event", async () => {
  const number = freshNumber();
  const first = await report(`au ${number}`);
  await report(`au ${number}`);
  const digits = number.replaceAll(" ", "").slice(1);
  const [row] = await rowsOf(first.reportId);
  expect(row?.sealed?.includes(digits)).toBe(false);
  const opened = await linksOf(first.caseId, { values: true });
  expect(opened.links[0]?.evidence).toMatchObject([{ value: `+33${digits}` }]);
  expect(await hotline.eventsOf(first.caseId)).toContain("case.words_read");
  const requester = hotline.analyst({ unlocked: false });
  await expect(
    caseLinks(hotline.vigie, { caseId: first.caseId, requester, values: true }),
  ).rejects.toMatchObject({ code: "session.locked" });
  await expect(
    caseLinks(hotline.vigie, {
      caseId: first.caseId,
      requester: { ...hotline.analyst(), role: "admin" },
      values: true,
    }),
  ).rejects.toMatchObject({ code: "role.forbidden" });
  const { rows } = await hotline.database.pool.query(
    "select 1 from events where details::text like $1 union all select 1 from cases where search_text like $1",
    [`%${digits}%`],
  );
  expect(rows).toEqual([]);
});

test("a first name, a service, a shared host, a house's mailbox and an account's bare name suggest nothing, together neither", async () => {
  const words = "Il s'appelle Kévin, écrit depuis contact@boutique-demo.fr et https://bit.ly/3abcde";
  const first = await hotline.report(["https://www.instagram.com/kevin.demo75/"], { text: words });
  const second = await hotline.report(["https://www.tiktok.com/@kevin.demo75"], { text: words });
  await suggestLinks(hotline.vigie);
  expect((await linksOf(first.caseId)).links).toEqual([]);
  expect((await linksOf(second.caseId)).links).toEqual([]);
  // Beside a strong one they are shown.
  const number = freshNumber();
  for (const { receipt } of [first, second]) await writeMessage(hotline.vigie, { receipt, text: number });
  await suggestLinks(hotline.vigie);
  const [link] = (await linksOf(first.caseId)).links;
  expect(link?.evidence.map((one) => one.kind === "signal" && `${one.strength} ${one.type}`)).toEqual([
    "strong phone",
    "weak domain",
    "weak email",
    "weak handle",
  ]);
});

test("the address left to be written to is no signal, in the words neither", async () => {
  const contact = "lea.personne@courrier-demo.fr";
  const first = await report(`Écrivez-moi à ${contact}.`, { contact });
  const second = await report("Voilà.", { contact });
  expect(await rowsOf(first.reportId)).toEqual([]);
  expect(await rowsOf(second.reportId)).toEqual([]);
});

test("an account as a location meets the same account in words, whatever the handling of its case", async () => {
  const account = await hotline.report(["https://www.snapchat.com/add/demo.escroc9"], { minor: true });
  const told = await report("sur snap : demo.escroc9");
  const [link] = (await linksOf(told.caseId)).links;
  expect(link?.other.id).toBe(account.caseId);
  expect(link?.other.title).toBeNull();
  expect(link?.evidence).toMatchObject([
    { type: "account", there: [{ source: "location", reportId: null }] },
    {},
  ]);
});

test("a refused link does not come back for the same signal, however often it is reported; it does for another", async () => {
  const [number, other] = [freshNumber(), freshNumber()];
  const pageOfFirst = freshPage();
  const first = await report(number, {}, pageOfFirst);
  const second = await report(`${number} ${other}`);
  const linkId = await firstLink(first.caseId);
  await settle(linkId, "refuse", "suggested");
  await report(number, {}, pageOfFirst);
  expect((await linksOf(first.caseId)).links).toEqual([]);
  expect((await linksOf(second.caseId)).links).toEqual([]);
  await report(other, {}, pageOfFirst);
  expect((await linksOf(first.caseId)).links).toMatchObject([{ id: linkId, status: "suggested", by: null }]);
  expect((await hotline.eventsOf(second.caseId)).filter((type) => type.startsWith("link."))).toEqual([
    "link.suggested",
    "link.refused",
    "link.suggested",
  ]);
});

test("of two who settle at once the second is told, and both may change their mind later", async () => {
  const number = freshNumber();
  const first = await report(number);
  await report(number);
  const linkId = await firstLink(first.caseId);
  const outcomes = await Promise.allSettled([
    settle(linkId, "confirm", "suggested"),
    settle(linkId, "refuse", "suggested"),
  ]);
  const refused = outcomes.filter((one) => one.status === "rejected").map((one) => one.reason.code);
  expect(refused).toEqual(["request.conflict"]);
  const { status } = await hotline.database.db
    .selectFrom("links")
    .select("status")
    .where("id", "=", linkId)
    .executeTakeFirstOrThrow();
  await settle(linkId, status === "confirmed" ? "refuse" : "confirm", status);
  await expect(settle(first.caseId, "confirm", "suggested")).rejects.toMatchObject({ code: "link.unknown" });
});

test("a settled link changes nothing else about its cases", async () => {
  const number = freshNumber();
  const first = await report(number);
  await report(number);
  const caseRow = () =>
    hotline.database.db
      .selectFrom("cases")
      .selectAll()
      .where("id", "=", first.caseId)
      .executeTakeFirstOrThrow();
  const before = await caseRow();
  await settle(await firstLink(first.caseId), "confirm", "suggested");
  expect(await caseRow()).toEqual(before);
});

test("a number that many cases name suggests nothing more and is shown as popular", async () => {
  const number = freshNumber();
  const many = [];
  for (let made = 0; made < mostLinkedCases; made += 1)
    many.push(await hotline.report([freshPage()], { text: number }));
  const last = await report(number);
  expect((await linksOf(last.caseId)).links).toEqual([]);
  expect(await linksOf(last.caseId, { values: true })).toMatchObject({
    popular: [
      { type: "phone", value: `+33${number.replaceAll(" ", "").slice(1)}`, here: [{ source: "words" }] },
    ],
  });
  expect((await linksOf(many[0]?.caseId ?? "")).popular).toHaveLength(1);
});

test("in how many cases a signal is met is told of those a member may see, and not at all once it is cut off", async () => {
  const number = freshNumber();
  const first = await report(number);
  const second = await report(number);
  const made = [first.caseId, second.caseId];
  const countOf = async () => {
    const [evidence] = (await linksOf(first.caseId)).links[0]?.evidence ?? [];
    return evidence?.kind === "signal" ? evidence.cases : undefined;
  };
  const hide = (from: number) =>
    hotline.database.pool.query("update cases set topics = '{terrorism}' where id = any($1)", [
      made.slice(from),
    ]);
  await hotline.database.pool.query("update cases set topics = '{hate}' where id = any($1)", [made]);
  made.push((await hotline.report([freshPage()], { text: number })).caseId);
  await hide(2);
  await withTopics(["hate"], async () => expect(await countOf()).toBe(2));
  expect(await countOf()).toBe(3);
  while (made.length <= mostLinkedCases)
    made.push((await hotline.report([freshPage()], { text: number })).caseId);
  await hide(2);
  await withTopics(["hate"], async () => expect(await countOf()).toBeNull());
  expect(await countOf()).toBeNull();
});

test("links are read page by page, each once", async () => {
  const numbersOfHub = Array.from({ length: 23 }, freshNumber);
  const hub = await hotline.report([freshPage()], { text: numbersOfHub.join(", ") });
  for (const number of numbersOfHub) await hotline.report([freshPage()], { text: number });
  await suggestLinks(hotline.vigie);
  await settle(await firstLink(hub.caseId), "confirm", "suggested");
  const first = await linksOf(hub.caseId);
  const second = await linksOf(hub.caseId, { after: first.next ?? "" });
  const all = [...first.links, ...second.links];
  expect(new Set(all.map(({ id }) => id)).size).toBe(23);
  expect(all.at(-1)?.status).toBe("confirmed");
  expect(second.next).toBeNull();
  expect((await linksOf(hub.caseId, { after: "nothing" })).links).toHaveLength(20);
});

test("the network goes from case to case over confirmed links only, and through no case that is hidden", async () => {
  const [one, two, three] = [freshNumber(), freshNumber(), freshNumber()];
  const first = await report(one);
  const second = await report(`${one} ${two}`);
  const third = await report(`${two} ${three}`);
  const fourth = await report(three);
  expect((await networkOf(first.caseId)).nodes).toHaveLength(1);
  await settle(await firstLink(first.caseId), "confirm", "suggested");
  const linksOfThird = (await linksOf(third.caseId)).links;
  const middle = linksOfThird.find(({ other }) => other.id === second.caseId)?.id ?? "";
  await settle(middle, "confirm", "suggested");
  const network = await networkOf(first.caseId);
  expect(network.nodes.map(({ id, distance }) => [id, distance])).toEqual([
    [first.caseId, 0],
    [second.caseId, 1],
    [third.caseId, 2],
  ]);
  expect(network.edges).toHaveLength(2);
  expect(network.edges.every(({ types }) => types.join() === "phone")).toBe(true);
  expect(network.more).toBe(false);
  expect(network.nodes.map(({ id }) => id)).not.toContain(fourth.caseId);

  await hotline.database.pool.query("update cases set topics = '{terrorism}' where id = $1", [second.caseId]);
  await hotline.database.pool.query("update cases set topics = '{hate}' where id = any($1)", [
    [first.caseId, third.caseId],
  ]);
  await withTopics(["hate"], async () => {
    expect((await networkOf(first.caseId)).nodes).toHaveLength(1);
    expect((await linksOf(first.caseId)).links).toEqual([]);
    expect((await linksOf(third.caseId)).links.map(({ id }) => id)).not.toContain(middle);
    await expect(settle(middle, "refuse", "confirmed")).rejects.toMatchObject({ code: "link.unknown" });
    await expect(networkOf(second.caseId)).rejects.toMatchObject({ code: "case.unknown" });
  });
});

test("a withdrawn report takes its signals along at once, with the suggestion that rested on them", async () => {
  const number = freshNumber();
  const first = await report(number);
  const second = await report(
    `${number} https://page-unique-${pages}.example/x`,
    {},
    "https://www.instagram.com/retire.demo1/",
  );
  await writeMessage(hotline.vigie, { receipt: second.receipt, text: `et ${freshNumber()}` });
  expect((await linksOf(first.caseId)).links).toHaveLength(1);
  await withdrawReport(hotline.vigie, { receipt: second.receipt });
  expect(await rowsOf(second.reportId)).toEqual([]);
  const left = await hotline.database.db
    .selectFrom("signals")
    .selectAll()
    .where("case_id", "=", second.caseId)
    .execute();
  expect(left).toEqual([]);
  const { rows } = await hotline.database.pool.query("select 1 from links where $1 in (case_a, case_b)", [
    second.caseId,
  ]);
  expect(rows).toEqual([]);
});

test("a location whose only report was withdrawn has its signals again once it is reported again", async () => {
  const account = "https://www.instagram.com/revient.demo1/";
  const first = await report("", {}, account);
  await withdrawReport(hotline.vigie, { receipt: first.receipt });
  const signals = () =>
    hotline.database.db.selectFrom("signals").selectAll().where("case_id", "=", first.caseId).execute();
  expect(await signals()).toEqual([]);
  expect((await report("", {}, account)).caseId).toBe(first.caseId);
  const again = await signals();
  expect(again.length).toBeGreaterThan(0);
  expect(again.every(({ source }) => source === "location")).toBe(true);
  await report("", {}, account);
  expect(await signals()).toHaveLength(again.length);
});

test("what another standing report names stays when one is withdrawn, and a confirmed link without its signal", async () => {
  const number = freshNumber();
  const place = "https://www.instagram.com/reste.demo1/";
  const first = await report(number);
  const second = await report(number, {}, place);
  await hotline.report([place]);
  await settle(await firstLink(first.caseId), "confirm", "suggested");
  await withdrawReport(hotline.vigie, { receipt: second.receipt });
  const left = await hotline.database.db
    .selectFrom("signals")
    .select("source")
    .where("case_id", "=", second.caseId)
    .execute();
  expect(left).toEqual([{ source: "location" }, { source: "location" }]);
  expect((await linksOf(first.caseId)).links).toMatchObject([{ status: "confirmed", evidence: [] }]);
});

test("kept entries are signals until they are removed", async () => {
  const number = freshNumber();
  const situation = { minor: "no" } as never;
  const first = await hotline.report([freshPage()], { text: number, situation });
  const second = await hotline.report([freshPage()], { situation });
  await addEvidence(hotline.vigie, {
    receipt: second.receipt,
    entries: [
      { kind: "phone", text: number, day: "", time: "", timeZone: "Europe/Paris" } as never,
      { kind: "paypal", text: "nom.demo7", day: "", time: "", timeZone: "Europe/Paris" } as never,
    ],
  });
  await suggestLinks(hotline.vigie);
  expect((await linksOf(first.caseId)).links[0]?.evidence).toMatchObject([
    { there: [{ source: "evidence" }] },
  ]);
  expect((await rowsOf(second.reportId)).map(({ type }) => type).toSorted()).toEqual(["payment", "phone"]);
  const { entries } = await readEvidence(hotline.vigie, second);
  const entryId = entries.find(({ kind }) => kind === "phone")?.id ?? "";
  await removeEvidence(hotline.vigie, { receipt: second.receipt, entryId });
  expect((await linksOf(first.caseId)).links).toEqual([]);
});

test("an expired case leaves no signal and no link", async () => {
  const number = freshNumber();
  const first = await report(number);
  const second = await report(number);
  await hotline.database.pool.query("update cases set expires_at = $1 where id = $2", [
    new Date(hotline.now().getTime() - 1),
    second.caseId,
  ]);
  await expireCases(hotline.vigie);
  expect((await linksOf(first.caseId)).links).toEqual([]);
  const { rows } = await hotline.database.pool.query(
    "select 1 from signals where case_id = $1 union all select 1 from links where $1 in (case_a, case_b)",
    [second.caseId],
  );
  expect(rows).toEqual([]);
});

test("the value of a location is as readable as its address: at once, or with the team key once it is sealed", async () => {
  const words = "sur insta @lisible.demo1 et insta @scelle.demo2";
  await report(words);
  const readable = await report("", {}, "https://www.instagram.com/lisible.demo1/");
  const sealed = await report("", { private: true }, "https://www.instagram.com/scelle.demo2/");
  const valuesOf = async (caseId: string, values: boolean) =>
    (await linksOf(caseId, { values })).links[0]?.evidence.map((one) => one.kind === "signal" && one.value);
  expect(await valuesOf(readable.caseId, false)).toEqual(["instagram.com/lisible.demo1", "lisible.demo1"]);
  expect(await valuesOf(sealed.caseId, false)).toEqual([null, null]);
  expect(await valuesOf(sealed.caseId, true)).toEqual(["instagram.com/scelle.demo2", "scelle.demo2"]);
});
