import { randomUUID } from "node:crypto";
import type { AssessCaseBody, Concern } from "@vigie/contract";
import { writeAnswer } from "../answers/write-answer.ts";
import { assessCase } from "../cases/assess-case.ts";
import { closeCase } from "../cases/close-case.ts";
import { passDeadlines } from "../cases/pass-deadlines.ts";
import { writeNote } from "../cases/write-note.ts";
import { proposeEscalations } from "../escalations/propose-escalations.ts";
import type { Requester } from "../http/requester.ts";
import { queueNotices } from "../notices/queue-notices.ts";
import { prepareReferral } from "../referrals/prepare-referral.ts";
import { recordReferral } from "../referrals/record-referral.ts";
import { acceptReport } from "../reports/accept-report.ts";
import { enrolDemoMember } from "../team/enrol-demo-member.ts";
import type { Vigie } from "../vigie.ts";
import { checkContent } from "../watches/check-content.ts";
import type { DemoSite } from "./demo-site.ts";

const hour = 3_600_000;

/** A clock that the story sets, and that ends at the present. */
export interface DemoClock {
  now(): Date;
  /** Hours before the present; 0 is now. */
  setHoursAgo(hours: number): void;
}

/**
 * Tells an invented story through the real use cases: cases in every state, with their notices, checks and
 * receipts. Does nothing when there are reports already.
 * @returns the receipts of the tour.
 */
export async function seedDemo(vigie: Vigie, clock: DemoClock, site: DemoSite): Promise<string[]> {
  const some = await vigie.db.selectFrom("reports").select("id").limit(1).executeTakeFirst();
  if (some) return [];
  const memberId = await enrolDemoMember(vigie, { name: "Camille (démonstration)" });
  const story = new Story(vigie, clock, site, memberId);

  clock.setHoursAgo(240);
  const removed = await story.report({
    path: "/sujet/appel-a-la-haine",
    concern: "hate",
    text: "Des appels à s'en prendre à des gens.",
  });
  await story.report({
    path: "/sujet/appel-a-la-haine",
    concern: "hate",
    text: "Je confirme, c'est toujours là.",
  });
  clock.setHoursAgo(236);
  await story.assess(removed.caseId, {
    grounds: ["hate-incitement"],
    manifest: "manifest",
    minor: "no",
    reasons:
      "Le sujet appelle à la violence contre un groupe de personnes en raison de leur origine, en des termes directs.",
  });
  clock.setHoursAgo(235);
  await story.notify(removed.caseId);
  clock.setHoursAgo(230);
  await story.hear(removed.caseId, "acted", "Sujet supprimé.", "BR-102");
  await story.takeDown(removed.caseId, "/sujet/appel-a-la-haine");

  clock.setHoursAgo(200);
  const returned = await story.report({
    path: "/membre/faux-profil",
    concern: "harassment",
    text: "Un compte se fait passer pour moi.",
  });
  clock.setHoursAgo(198);
  await story.assess(returned.caseId, {
    grounds: ["identity-theft"],
    manifest: "likely",
    minor: "no",
    reasons: "Le compte porte le nom et la photographie d'une personne et écrit à ses proches en son nom.",
  });
  await story.notify(returned.caseId);
  clock.setHoursAgo(190);
  await story.takeDown(returned.caseId, "/membre/faux-profil");
  clock.setHoursAgo(20);
  await site.setGone("/membre/faux-profil", false);
  await story.check(returned.caseId);

  clock.setHoursAgo(120);
  const overdue = await story.report({
    path: "/annonce/placement-miracle",
    concern: "scam_or_other",
    text: "On m'a pris de l'argent. Il fallait payer sur https://paypal.me/placementdesbrumes",
  });
  clock.setHoursAgo(118);
  await story.assess(overdue.caseId, {
    grounds: ["fraud"],
    manifest: "likely",
    minor: "no",
    reasons:
      "L'annonce promet un rendement garanti et demande un versement d'avance. Plusieurs personnes ont perdu leur argent.",
  });
  await story.notify(overdue.caseId, { hostKeepsIt: "/annonce/placement-miracle" });
  clock.setHoursAgo(30);
  await story.check(overdue.caseId);

  clock.setHoursAgo(60);
  const closed = await story.report({
    path: "/sujet/mauvaise-critique",
    concern: "scam_or_other",
    text: "Cette critique est injuste.",
  });
  clock.setHoursAgo(58);
  await story.assess(closed.caseId, {
    grounds: [],
    manifest: "not_illegal",
    minor: "no",
    reasons: "Une critique sévère d'un restaurant. Rien d'illicite.",
  });
  await closeCase(vigie, { caseId: closed.caseId, reason: "not_illegal", memberId });

  clock.setHoursAgo(50);
  const referred = await story.report({
    path: "/membre/approche-suspecte",
    concern: "minor_abuse",
    minor: true,
    text: "Cette personne écrit à des enfants.",
  });
  clock.setHoursAgo(48);
  await story.assess(referred.caseId, {
    grounds: ["grooming"],
    manifest: "likely",
    minor: "yes",
    reasons: "Le compte propose des rencontres à des enfants.",
  });
  const { referralId } = await prepareReferral(vigie, {
    caseId: referred.caseId,
    authority: "pharos",
    memberId,
  });
  clock.setHoursAgo(47);
  await recordReferral(vigie, { referralId, memberId, status: "filed", reference: "D-2026-0042" });

  clock.setHoursAgo(26);
  const waiting = await story.report({
    path: "/sujet/menaces",
    concern: "threat_or_violence",
    text: "Il annonce qu'il va s'en prendre à quelqu'un.",
  });
  clock.setHoursAgo(25);
  await story.assess(waiting.caseId, {
    grounds: ["threats"],
    manifest: "manifest",
    minor: "no",
    reasons: "Le message annonce une agression contre une personne nommée, avec un lieu.",
  });
  await story.notify(waiting.caseId, { hostKeepsIt: "/sujet/menaces" });
  await story.hear(waiting.caseId, "acknowledged", "Reçu par téléphone : le dossier est ouvert.", "BR-118");
  await writeNote(vigie, {
    caseId: waiting.caseId,
    memberId,
    text: "Rappeler demain si rien n'a bougé.",
  });

  clock.setHoursAgo(6);
  const assessed = await story.report({
    path: "/annonce/images-volees",
    concern: "intimate_images",
    text: "Mes images, sans mon accord.",
  });
  clock.setHoursAgo(5);
  await story.assess(assessed.caseId, {
    grounds: ["ncii"],
    manifest: "manifest",
    minor: "no",
    reasons: "Des images intimes d'une personne adulte, montrées au public sans son accord et avec son nom.",
  });

  clock.setHoursAgo(3);
  const fresh = await story.report({
    path: "/sujet/tout-neuf",
    concern: "hate",
    text: "Je viens de tomber dessus.",
  });
  clock.setHoursAgo(2);
  await story.report({ path: "/sujet/tout-neuf", concern: "hate", text: "Pareil pour moi." });
  clock.setHoursAgo(1);
  await story.report({
    path: "/membre/envoye-a-moi-seul",
    concern: "blackmail",
    private: true,
    text: "On me l'a envoyé en privé. Il veut 300 euros sur paypal.me/placementdesbrumes",
  });

  clock.setHoursAgo(0);
  await passDeadlines(vigie);
  await proposeEscalations(vigie);
  return [removed.receipt, fresh.receipt];
}

class Story {
  readonly #vigie: Vigie;
  readonly #clock: DemoClock;
  readonly #site: DemoSite;
  readonly #requester: Requester;

  constructor(vigie: Vigie, clock: DemoClock, site: DemoSite, memberId: string) {
    this.#vigie = vigie;
    this.#clock = clock;
    this.#site = site;
    this.#requester = {
      memberId,
      name: "Camille (démonstration)",
      role: "analyst",
      language: "fr",
      sessionHash: Buffer.alloc(0),
      csrf: "",
      unlocked: false,
      teamKey: () => Promise.reject(new Error("the story opens nothing that is sealed")),
    };
  }

  async report(what: {
    path: string;
    concern: Concern;
    text: string;
    minor?: boolean;
    private?: boolean;
  }): Promise<{ receipt: string; caseId: string }> {
    const outcome = await acceptReport(this.#vigie, {
      source: "page",
      locations: [`${this.#site.origin}${what.path}`],
      concern: what.concern,
      text: what.text,
      contact: null,
      minor: what.minor ?? false,
      private: what.private ?? false,
      language: "fr",
      wantsReceipt: true,
      idempotencyKey: randomUUID(),
    });
    if (outcome.kind !== "accepted") throw new Error("the demonstration could not be told");
    const { case_id } = await this.#vigie.db
      .selectFrom("reports")
      .select("case_id")
      .where("id", "=", outcome.reportId)
      .executeTakeFirstOrThrow();
    return { receipt: outcome.receipt ?? "", caseId: case_id };
  }

  async assess(caseId: string, assessment: AssessCaseBody): Promise<void> {
    await assessCase(this.#vigie, { caseId, assessment, requester: this.#requester });
    await this.check(caseId);
  }

  /** @param options.hostKeepsIt the host does nothing: this page stays. */
  async notify(caseId: string, { hostKeepsIt }: { hostKeepsIt?: string } = {}): Promise<void> {
    const contents = await this.#vigie.db
      .selectFrom("contents")
      .select("id")
      .where("case_id", "=", caseId)
      .execute();
    const assessment = await this.#vigie.db
      .selectFrom("assessments")
      .select("reasons")
      .where("case_id", "=", caseId)
      .executeTakeFirstOrThrow();
    await queueNotices(this.#vigie, {
      caseId,
      memberId: this.#requester.memberId,
      contentIds: contents.map((content) => content.id),
      recipients: [
        { host: "127.0.0.1", name: "Forum des Brumes", email: "abuse@brumes.example", language: "fr" },
      ],
      explanation: assessment.reasons,
    });
    await this.#until(async () => {
      const open = await this.#vigie.db
        .selectFrom("notices")
        .select("id")
        .where("case_id", "=", caseId)
        .where("status", "in", ["queued", "transmitting"])
        .executeTakeFirst();
      return !open;
    });
    // The forum reads its mail within seconds.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    if (hostKeepsIt) await this.#site.setGone(hostKeepsIt, false);
  }

  /** The recipient of the case's notice says something to the team. */
  async hear(caseId: string, as: "acknowledged" | "acted", text: string, ticket: string): Promise<void> {
    const { id: noticeId } = await this.#vigie.db
      .selectFrom("notices")
      .select("id")
      .where("case_id", "=", caseId)
      .executeTakeFirstOrThrow();
    const { memberId } = this.#requester;
    await writeAnswer(this.#vigie, { noticeId, as, text, ticket, memberId });
  }

  async takeDown(caseId: string, path: string): Promise<void> {
    await this.#site.setGone(path, true);
    const seenHoursAgo = (Date.now() - this.#clock.now().getTime()) / hour;
    await this.check(caseId);
    this.#clock.setHoursAgo(seenHoursAgo - 0.6);
    await this.check(caseId);
  }

  async check(caseId: string): Promise<void> {
    const contents = await this.#vigie.db
      .selectFrom("contents")
      .select("id")
      .where("case_id", "=", caseId)
      .execute();
    for (const { id } of contents) {
      await this.#until(async () => (await checkContent(this.#vigie, { contentId: id })).kind !== "skipped");
    }
  }

  async #until(done: () => Promise<boolean>): Promise<void> {
    for (let turn = 0; turn < 100; turn += 1) {
      if (await done()) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("the demonstration took too long");
  }
}
