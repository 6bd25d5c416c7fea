import type { Language } from "@vigie/contract";
import { sql } from "kysely";
import { newId } from "../db/new-id.ts";
import { addJobs } from "../jobs/define-job.ts";
import type { Vigie } from "../vigie.ts";
import { tellReporterJob } from "./report-jobs.ts";

// Whoever else reads this mailbox learns nothing: no word of what it is about.
const newsMail: Record<Language, { subject: string; body: (url: string) => string }> = {
  fr: {
    subject: "Du nouveau",
    body: (url) =>
      `Bonjour,\n\nIl y a du nouveau. Ouvrez la page avec votre numéro pour le lire :\n\n${url}\n\nCe message est automatique. Nous n'en envoyons pas plus d'un par jour.\n`,
  },
  en: {
    subject: "There is news",
    body: (url) =>
      `Hello,\n\nThere is news. Open the page with your number to read it:\n\n${url}\n\nThis message is automatic. We send no more than one a day.\n`,
  },
};

// At most one message a day: each says only that there is news.
const quietHours = 20;

/**
 * Writes to a reporter who left an address: neutral sender and subject, no detail, no receipt number.
 * Several pieces of news within a day are one message, sent when the quiet time ends.
 */
export async function tellReporter(vigie: Vigie, { reportId }: { reportId: string }): Promise<void> {
  // Without a mail server nothing could leave, and a file would keep the address in clear.
  if (vigie.newsMailer.kind === "files") return;
  const now = vigie.clock.now();
  const report = await vigie.db
    .selectFrom("reports")
    .select(["contact_sealed", "contact_told_at", "language"])
    .where("id", "=", reportId)
    .where("withdrawn_at", "is", null)
    .where("contact_sealed", "is not", null)
    .executeTakeFirst();
  if (!report?.contact_sealed) return;
  const quietUntil = (report.contact_told_at?.getTime() ?? 0) + quietHours * 3_600_000;
  if (now.getTime() < quietUntil) {
    const runAt = new Date(quietUntil);
    await addJobs(vigie.db, [
      {
        job: tellReporterJob,
        payload: { reportId },
        key: `${tellReporterJob.name}:${reportId}:later`,
        runAt,
      },
    ]);
    return;
  }
  const address = vigie.keys.openWithService(report.contact_sealed)?.toString("utf8");
  if (!address) return;
  const { subject, body } = newsMail[report.language];
  const domain = vigie.config.newsFrom.split("@")[1] ?? "vigie.invalid";
  const messageId = `news.${newId()}@${domain}`;
  const raw = await vigie.newsMailer.compose({
    messageId,
    to: { name: "", address },
    subject: subject,
    text: body(`${vigie.publicUrl}/`),
    language: report.language,
    date: now,
    automatic: true,
  });
  // Told is written before the last byte: a crash may lose one reminder, and never sends one twice.
  let told = false;
  const outcome = await vigie.newsMailer
    .deliver(
      raw,
      { messageId, to: address },
      {
        beforeLastByte: async () => {
          told = await claimTelling(vigie, { reportId, toldAt: report.contact_told_at, now });
          if (!told) throw toldMeanwhile;
        },
      },
    )
    .catch((error: unknown) => {
      if (error === toldMeanwhile) return null;
      throw error;
    });
  if (outcome?.kind === "unreachable" || (outcome?.kind === "refused" && !outcome.permanent)) {
    if (told) await claimTelling(vigie, { reportId, toldAt: now, now: report.contact_told_at });
    throw new Error("the mail server did not take the message; it is tried again");
  }
}

const toldMeanwhile = new Error("another process has told this reporter, or the report was withdrawn");

/** @returns false when another process was quicker, or the report was withdrawn: then nothing may leave. */
async function claimTelling(
  { db }: Pick<Vigie, "db">,
  { reportId, toldAt, now }: { reportId: string; toldAt: Date | null; now: Date | null },
): Promise<boolean> {
  const changed = await db
    .updateTable("reports")
    .set({ contact_told_at: now })
    .where("id", "=", reportId)
    .where("contact_told_at", "is not distinct from", toldAt)
    .where("withdrawn_at", "is", null)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

/** Orders a message for every reporter of a case who left an address. */
export async function tellReporters(vigie: Vigie, { caseId }: { caseId: string }): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select distinct r.id from contents c
    join report_contents l on l.content_id = c.id
    join reports r on r.id = l.report_id
    where c.case_id = ${caseId} and r.contact_sealed is not null and r.withdrawn_at is null`.execute(
    vigie.db,
  );
  await addJobs(
    vigie.db,
    rows.map(({ id }) => ({
      job: tellReporterJob,
      payload: { reportId: id },
      key: `${tellReporterJob.name}:${id}`,
    })),
  );
}
