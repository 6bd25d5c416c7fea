import { createServer } from "node:http";
import net, { type AddressInfo } from "node:net";
import type { AnswerView, CaseView, HostingView } from "@vigie/contract";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readMailbox } from "../apps/server/src/answers/read-mailbox.ts";
import { bounceOf, replyTo } from "../apps/server/src/answers/test-mail.ts";
import { verifyChain } from "../apps/server/src/audit/verify-chain.ts";
import { handlingOfContent, isForbiddenUrl } from "../apps/server/src/contents/handling-lookup.ts";
import { proposeEscalations } from "../apps/server/src/escalations/propose-escalations.ts";
import { parseAllowList } from "../apps/server/src/fetch/address-rules.ts";
import { systemDial } from "../apps/server/src/fetch/guarded-connect.ts";
import { createGuardedFetcher } from "../apps/server/src/fetch/guarded-fetcher.ts";
import { playedPublicIp } from "../apps/server/src/fetch/test-web.ts";
import { verifyMail } from "../apps/server/src/labels/verify-mail.ts";
import { useDns } from "./dns-server.ts";
import { type TestMailbox, useDovecot } from "./dovecot.ts";
import { entity, useRdap } from "./rdap-server.ts";
import { useSmtp } from "./smtp.ts";
import { findCase, useVigie } from "./vigie.ts";

vi.setConfig({ testTimeout: 120_000 });

const smtp = await useSmtp();
const dns = await useDns();
const rdap = await useRdap();
const dovecot = useDovecot();

const site = createServer((_request, response) => {
  response.writeHead(gone ? 404 : 200, { "content-type": "text/html" });
  response.end(gone ? "<h1>Not found</h1>" : "<h1>Une page</h1><p>Un texte qui reste là.</p>");
});
let gone = false;
beforeAll(() => new Promise<void>((resolve) => void site.listen(0, "127.0.0.1", resolve)));
afterAll(() => void site.close());

const settings: Record<string, string> = {
  VIGIE_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
  VIGIE_DNS_SERVERS: dns.address,
  VIGIE_RDAP_BOOTSTRAP: rdap.bootstrap,
  VIGIE_ANSWER_ADDRESS: "reponses+{tag}@ligne.example",
};
let mailbox: TestMailbox | undefined;
beforeAll(async () => {
  mailbox = await dovecot?.openMailbox();
  if (mailbox) settings["VIGIE_IMAP_URL"] = mailbox.url;
});
const vigie = useVigie(settings);

const minutes = (count: number) => count * 60_000;
const reasons = "La page appelle à la violence contre un groupe en raison de son origine.";

/** The played public address leads to the site, and the registry is on loopback; all else stays guarded. */
function playTheInternet(): void {
  const { vigie: running } = vigie.running;
  // Notices name it; the test itself talks to the loopback address.
  running.config.publicUrl = "https://ligne.example";
  running.fetcher = createGuardedFetcher({
    handlingOf: (contentId) => handlingOfContent(running.db, contentId),
    forbiddenUrl: (url) => isForbiddenUrl(running.db, running.keys, url, () => false),
    allow: parseAllowList("127.0.0.1"),
    userAgent: "test",
    dnsServers: running.config.lookUps.dnsServers,
    clock: () => running.clock.now(),
    dial: (ip, port) =>
      ip === playedPublicIp
        ? net.connect({ host: "127.0.0.1", port: (site.address() as AddressInfo).port })
        : systemDial(ip, port),
  });
  dns.set("page.example", "A", [playedPublicIp]);
  rdap.answer(`/registry/ip/${playedPublicIp}`, {
    objectClassName: "ip network",
    name: "CELLAR-1",
    startAddress: "93.184.216.0",
    endAddress: "93.184.216.255",
    entities: [
      entity(["registrant"], {
        name: "Cellar Hosting",
        entities: [entity(["abuse"], { name: "Cellar Abuse", email: "abuse@cellar.example" })],
      }),
    ],
  });
}

test.skipIf(!dovecot)(
  "a notice bounces, the host is next, its ticket and its answer come back, the page goes, the receipt says so",
  async () => {
    playTheInternet();
    const { receipt } = await vigie.report({
      locations: [{ url: "http://page.example/a" }],
      concern: "hate",
    });
    await vigie.settle();
    const analyst = await vigie.member("analyst", "Alix");
    const { summary, contents } = await findCase(analyst, ({ title }) => title === "page.example");
    const path = `/cases/${summary.id}`;
    const read = () => analyst.call<CaseView>("GET", path);
    await analyst.call("POST", `${path}/assessments`, {
      grounds: ["hate-incitement"],
      manifest: "manifest",
      minor: "no",
      reasons,
    });
    await vigie.settle();
    const hosting = await analyst.call<HostingView>("POST", `/contents/${contents[0]?.id}/hosting`);
    expect(hosting.findings.find(({ role }) => role === "host")?.name).toBe("Cellar Hosting");

    const contentIds = contents.map(({ id }) => id);
    await analyst.call("POST", `${path}/notices`, {
      contentIds,
      recipients: [
        { host: "page.example", name: "Page Exemple", email: "abuse@page.example", language: "fr" },
      ],
      explanation: reasons,
    });
    await vigie.settle();
    expect(smtp.mails).toHaveLength(1);

    // The first recipient has no such mailbox, as its mail server says some minutes later.
    const first = await noticeTo("abuse@page.example");
    vigie.advance(minutes(5));
    await mailbox?.deliver(bounceOf(first));
    await readMailbox(vigie.running.vigie);
    await vigie.settle();
    await proposeEscalations(vigie.running.vigie);
    await vigie.settle();
    const bounced = await read();
    expect(bounced.notices[0]).toMatchObject({ status: "failed" });
    expect(bounced.summary.nextStep).toBe("escalate");
    const [escalation] = bounced.escalations;
    expect(escalation).toMatchObject({
      rung: "host",
      status: "proposed",
      because: "bounced",
      to: { name: "Cellar Hosting", email: "abuse@cellar.example" },
    });

    await analyst.call("POST", `${path}/notices`, {
      contentIds,
      recipients: [
        { host: "*", kind: "host", name: "Cellar Hosting", email: "abuse@cellar.example", language: "en" },
      ],
      explanation: reasons,
      escalationId: escalation?.id,
    });
    await vigie.settle();
    expect(smtp.mails).toHaveLength(2);
    expect((await read()).escalations[0]).toMatchObject({ status: "taken" });
    const raw = Buffer.from(smtp.mails[1] ?? "", "latin1");
    const mail = await PostalMime.parse(raw);
    expect(mail.to?.map(({ address }) => address)).toEqual(["abuse@cellar.example"]);
    const second = await noticeTo("abuse@cellar.example");
    expect(mail.replyTo?.[0]?.address).toBe(`reponses+${second.tag}@ligne.example`);
    const label = await fetch(`${vigie.url}/.well-known/vigie-label.json`).then((answer) => answer.json());
    expect(label).toMatchObject({
      label: mail.headers.find(({ key }) => key === "vigie-label")?.value.replaceAll(" ", ""),
    });
    const verified = await verifyMail(raw, {
      now: vigie.now(),
      trusted: [],
      register: [],
      revocations: null,
    });
    expect(verified).toMatchObject({ kind: "ok", level: "declared", noticeId: second.id });

    // A ticket system answers from a domain of its own; its opening note decides nothing.
    vigie.advance(minutes(10));
    const ticket = replyTo(second, {
      from: "Cellar Support <support@tickets.example>",
      subject: "[Ticket #4711-22] Your request has been received",
      body: "Hello,\r\n\r\nwe have received your message and opened a ticket.\r\n",
      headers: ["Auto-Submitted: auto-replied"],
    });
    await mailbox?.deliver(ticket);
    await mailbox?.deliver(ticket);
    await readMailbox(vigie.running.vigie);
    await readMailbox(vigie.running.vigie);
    const answered = await read();
    const answers = answered.answers.filter(({ noticeId }) => noticeId === second.id);
    expect(answers).toHaveLength(1);
    const [answer] = answers as [AnswerView];
    expect(answer).toMatchObject({ ticket: "4711-22", proposed: "acknowledged", confirmed: null });
    expect(answer.cautions).toContain("other_domain");
    expect(answered.notices.at(-1)?.answer).toBe("none");
    await analyst.call("POST", `/answers/${answer.id}/confirm`, { as: "acknowledged" });
    expect((await read()).notices.at(-1)?.answer).toBe("acknowledged");

    // Its link is opened by a scanner, which changes nothing, then by a person, who says what was done.
    const link = /https:\/\/ligne\.example(\/n\/[\w-]+)/.exec(mail.text ?? "")?.[1] ?? "";
    await fetch(`${vigie.url}${link}`, { method: "HEAD" });
    const page = await fetch(`${vigie.url}${link}`).then((got) => got.text());
    expect((await read()).notices.at(-1)?.answer).toBe("acknowledged");
    const id = /name="id" value="([^"]+)"/.exec(page)?.[1] ?? "";
    const say = () =>
      fetch(`${vigie.url}${link}`, {
        method: "POST",
        redirect: "manual",
        body: new URLSearchParams({ id, state: "acted", text: "", reference: "4711-22" }),
      });
    expect((await say()).status).toBe(303);
    await say();
    const decided = await read();
    expect(decided.notices.at(-1)?.answer).toBe("acted");
    expect(decided.answers.filter(({ way }) => way === "page")).toHaveLength(1);

    gone = true;
    for (const wait of [35, 40]) {
      vigie.advance(minutes(wait));
      await vigie.settle();
    }
    await analyst.signInAgain();
    expect((await read()).summary.status).toBe("removed");
    const told = (await vigie.openReceipt(receipt)).locations[0]?.timeline.map(({ kind }) => kind);
    expect(told).toEqual(expect.arrayContaining(["notified", "service_answered", "removed"]));
    expect((await verifyChain(vigie.running.vigie)).kind).toBe("intact");
  },
);

async function noticeTo(address: string) {
  return vigie.database.db
    .selectFrom("notices")
    .select(["id", "tag", "message_id", "to_email"])
    .where("to_email", "=", address)
    .executeTakeFirstOrThrow();
}
