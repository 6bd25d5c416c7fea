import PostalMime from "postal-mime";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { useSmtp } from "../../../../test/smtp.ts";
import { createMailer } from "../mail/mailer.ts";
import type { Vigie } from "../vigie.ts";
import { tellReporter, tellReporters } from "./tell-reporter.ts";
import { withdrawReport } from "./withdraw-report.ts";

const smtp = await useSmtp();
const hotline = useHotline({
  VIGIE_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
  VIGIE_NEWS_FROM: "bonjour@nouvelles.example",
});
const hours = (count: number) => count * 3_600_000;

const mailsTo = (address: string) => smtp.mails.filter((mail) => mail.includes(address));

let people = 0;
async function reported(language: "fr" | "en" = "fr") {
  people += 1;
  const contact = `personne-${people}@courrier.example`;
  const page = `https://hote.example/page-privee-${people}`;
  const text = "Voici des mots que personne ne doit lire.";
  return { contact, page, ...(await hotline.report([page], { contact, language, text })) };
}

const toldAt = async (reportId: string) =>
  (
    await hotline.database.db
      .selectFrom("reports")
      .select("contact_told_at")
      .where("id", "=", reportId)
      .executeTakeFirstOrThrow()
  ).contact_told_at;

const jobsFor = async (reportId: string) => {
  const { rows } = await hotline.database.pool.query<{ run_at: Date; key: string }>(
    `select run_at, key from graphile_worker._private_jobs where payload ->> 'reportId' = $1`,
    [reportId],
  );
  return rows;
};

test.each([
  ["fr", "Du nouveau", "Il y a du nouveau"],
  ["en", "There is news", "There is news"],
] as const)("the message (%s) says that there is news, and nothing more", async (language, subject, sentence) => {
  const { contact, page, receipt, reportId, caseId } = await reported(language);
  await tellReporter(hotline.vigie, { reportId });
  const [raw = "", ...more] = mailsTo(contact);
  expect(more).toEqual([]);
  const mail = await PostalMime.parse(raw);
  expect(mail.subject).toBe(subject);
  expect(mail.text).toContain(sentence);
  expect(mail.text).toContain(`${hotline.vigie.publicUrl}/`);
  expect(mail.to?.map((to) => to.address)).toEqual([contact]);
  const { number } = await hotline.database.db
    .selectFrom("cases")
    .select("number")
    .where("id", "=", caseId)
    .executeTakeFirstOrThrow();
  for (const secret of [
    receipt,
    receipt.slice(0, 8),
    page,
    "hote.example",
    "mots que",
    reportId,
    caseId,
    number,
  ]) {
    expect(raw).not.toContain(secret);
  }
  expect(`${mail.subject}\n${mail.text}\n${mail.from?.name}`).not.toMatch(
    /signal|hotline|illégal|illicit|illegal|victim|report\b/i,
  );
  expect(mail.from).toMatchObject({ name: "", address: "bonjour@nouvelles.example" });
  expect(mail.messageId).toMatch(/@nouvelles\.example>$/);
  expect(raw).not.toContain("ligne.example");
  expect(raw).toMatch(/^auto-submitted: auto-generated/im);
});

test("several pieces of news within a day are one message, and one more when the day is over", async () => {
  const { contact, reportId } = await reported();
  await tellReporter(hotline.vigie, { reportId });
  hotline.advance(hours(2));
  await tellReporter(hotline.vigie, { reportId });
  await tellReporter(hotline.vigie, { reportId });
  expect(mailsTo(contact)).toHaveLength(1);
  const told = await toldAt(reportId);
  expect(await jobsFor(reportId)).toEqual([
    { key: `reports.tell_reporter:${reportId}:later`, run_at: new Date((told?.getTime() ?? 0) + hours(20)) },
  ]);
  hotline.advance(hours(19));
  await tellReporter(hotline.vigie, { reportId });
  expect(mailsTo(contact)).toHaveLength(2);
});

test("two workers that have news at the same moment send one message", async () => {
  const { contact, reportId } = await reported();
  await Promise.all(Array.from({ length: 4 }, () => tellReporter(hotline.vigie, { reportId })));
  expect(mailsTo(contact)).toHaveLength(1);
});

test("whoever left no address, or has withdrawn, hears nothing", async () => {
  const before = smtp.mails.length;
  const silent = await hotline.report(["https://hote.example/sans-adresse"]);
  await tellReporter(hotline.vigie, { reportId: silent.reportId });
  const gone = await reported();
  await withdrawReport(hotline.vigie, { receipt: gone.receipt });
  await tellReporter(hotline.vigie, { reportId: gone.reportId });
  expect(smtp.mails).toHaveLength(before);
  expect(await jobsFor(gone.reportId)).toEqual([]);
});

test("a message that could not leave is tried again, and counts as not sent", async () => {
  const { contact, reportId } = await reported();
  const { vigie } = hotline;
  const unreachable = createMailer({
    smtpUrl: "smtp://127.0.0.1:1",
    dataDir: hotline.dataDir,
    from: { name: "Ligne", address: "signalement@ligne.example" },
  });
  const away: Vigie = { ...vigie, newsMailer: unreachable };
  await expect(tellReporter(away, { reportId })).rejects.toThrow("tried again");
  await unreachable.close();
  expect(await toldAt(reportId)).toBeNull();
  await tellReporter(vigie, { reportId });
  expect(mailsTo(contact)).toHaveLength(1);
});

test("without a mail server nothing is written down", async () => {
  const { reportId } = await reported();
  const files = createMailer({
    smtpUrl: undefined,
    dataDir: hotline.dataDir,
    from: { name: "Ligne", address: "signalement@ligne.example" },
  });
  await tellReporter({ ...hotline.vigie, newsMailer: files }, { reportId });
  expect(await toldAt(reportId)).toBeNull();
});

test("all reporters of a case who asked for it are told, once each", async () => {
  const page = "https://hote.example/a-plusieurs";
  const first = await hotline.report([page], { contact: "une@courrier.example" });
  const second = await hotline.report([page, "https://hote.example/autre"], {
    contact: "deux@courrier.example",
  });
  const silent = await hotline.report([page]);
  const gone = await hotline.report([page], { contact: "partie@courrier.example" });
  await withdrawReport(hotline.vigie, { receipt: gone.receipt });
  await tellReporters(hotline.vigie, { caseId: first.caseId });
  await tellReporters(hotline.vigie, { caseId: first.caseId });
  expect(await jobsFor(first.reportId)).toHaveLength(1);
  expect(await jobsFor(second.reportId)).toHaveLength(1);
  expect(await jobsFor(silent.reportId)).toEqual([]);
  expect(await jobsFor(gone.reportId)).toEqual([]);
});
