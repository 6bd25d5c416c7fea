import {
  type AnswerState,
  type HostingFinding,
  type NoticeKind,
  type NoticeStatus,
  type Situation,
  situationBody,
} from "@vigie/contract";
import { sql } from "kysely";
import { recordEvents } from "../apps/server/src/audit/record-event.ts";
import { assessCase } from "../apps/server/src/cases/assess-case.ts";
import { changeCaseStatus } from "../apps/server/src/cases/change-case-status.ts";
import { newId } from "../apps/server/src/db/new-id.ts";
import { escalationViews } from "../apps/server/src/escalations/escalation-view.ts";
import { proposeEscalations } from "../apps/server/src/escalations/propose-escalations.ts";
import { setSituation } from "../apps/server/src/plans/set-situation.ts";
import { correctHosting } from "../apps/server/src/providers/correct-hosting.ts";
import { type Hotline, useHotline } from "./hotline.ts";

interface SentNotice {
  contentIds?: readonly string[];
  kind?: NoticeKind;
  email?: string;
  status?: NoticeStatus;
  /** From now; the hours of its grounds. */
  dueInHours?: number;
}

export interface TestEscalations extends Hotline {
  propose(): Promise<void>;
  openCase(options: {
    grounds: string[];
    places?: readonly string[];
    situation?: Partial<Situation>;
  }): Promise<{ caseId: string; contentIds: string[] }>;
  assess(
    caseId: string,
    grounds: string[],
    more?: { minor?: "yes" | "no"; manifest?: "manifest" | "not_illegal" },
  ): Promise<void>;
  /** A notice as if it had left. */
  send(caseId: string, notice?: SentNotice): Promise<string>;
  /** A decision is dated now. */
  setNotice(noticeId: string, set: { status?: NoticeStatus; answer?: AnswerState }): Promise<void>;
  bounce(noticeId: string): Promise<void>;
  /** A look that sees it online. */
  seeOnline(contentId: string): Promise<void>;
  remove(contentId: string): Promise<void>;
  comeBack(contentId: string): Promise<void>;
  host(contentId: string, name: string, email: string | null, role?: HostingFinding["role"]): Promise<void>;
  views(caseId: string): ReturnType<typeof escalationViews>;
  caseRow(
    caseId: string,
  ): Promise<{ status: string; next_step: string; priority: number; overdue: boolean; due_at: Date | null }>;
}

/** A hotline whose cases have notices that left. */
export function useEscalations(settings: Record<string, string> = {}): TestEscalations {
  const hotline = useHotline(settings);
  const actor = () => hotline.analyst().memberId;
  let pages = 0;

  async function contentsOf(caseId: string): Promise<string[]> {
    const rows = await hotline.vigie.db
      .selectFrom("contents")
      .select("id")
      .where("case_id", "=", caseId)
      .orderBy("created_at")
      .orderBy("id")
      .execute();
    return rows.map(({ id }) => id);
  }

  const added = {
    propose: () => proposeEscalations(hotline.vigie),

    async openCase({ grounds, places, situation }: Parameters<TestEscalations["openCase"]>[0]) {
      pages += 1;
      const { caseId } = await hotline.report(places ?? [`https://site-${pages}.example/page`]);
      await added.assess(caseId, grounds);
      if (situation) {
        const said = situationBody.parse({ standing: "hotline", ...situation });
        await setSituation(hotline.vigie, { caseId, situation: said, memberId: actor() });
      }
      return { caseId, contentIds: await contentsOf(caseId) };
    },

    async assess(
      caseId: string,
      grounds: string[],
      { minor = "no", manifest = "manifest" }: Parameters<TestEscalations["assess"]>[2] = {},
    ) {
      // What joined a case in the millisecond of its assessment counts as seen by it.
      hotline.advance(1);
      const assessment = { grounds, manifest, minor, reasons: "vu" };
      await assessCase(hotline.vigie, { caseId, requester: hotline.analyst(), assessment });
    },

    async send(caseId: string, notice: SentNotice = {}) {
      const { kind = "service", email = "premier@site.example", status = "sent", dueInHours = 24 } = notice;
      const at = hotline.now();
      const id = newId(at.getTime());
      await hotline.vigie.db.transaction().execute(async (trx) => {
        await changeCaseStatus(trx, { caseId, to: "notified", at });
        await trx
          .insertInto("notices")
          .values({
            id,
            case_id: caseId,
            member_id: actor(),
            kind,
            status,
            to_name: "Premier",
            to_email: email,
            language: "en",
            explanation: "What is shown there is illegal.",
            grounds: [],
            subject: "",
            body: "",
            message_id: `${id}@ligne.example`,
            failure: null,
            created_at: at,
            sent_at: status === "sent" ? at : null,
            due_at: status === "sent" ? new Date(at.getTime() + dueInHours * 3_600_000) : null,
          })
          .execute();
        const contentIds = notice.contentIds ?? (await contentsOf(caseId));
        await trx
          .insertInto("notice_contents")
          .values(
            contentIds.map((content_id, index) => ({
              notice_id: id,
              content_id,
              position: index + 1,
              outcome: "included" as const,
            })),
          )
          .execute();
      });
      return id;
    },

    async setNotice(noticeId: string, set: { status?: NoticeStatus; answer?: AnswerState }) {
      const isDecided = set.answer === "acted" || set.answer === "refused";
      await hotline.vigie.db
        .updateTable("notices")
        .set({ ...set, ...(isDecided ? { decided_at: hotline.now() } : {}) })
        .where("id", "=", noticeId)
        .execute();
    },

    async bounce(noticeId: string) {
      await hotline.vigie.db.transaction().execute(async (trx) => {
        const { case_id } = await trx
          .updateTable("notices")
          .set({ status: "failed", due_at: null })
          .where("id", "=", noticeId)
          .returning("case_id")
          .executeTakeFirstOrThrow();
        await recordEvents(trx, [
          { type: "notice.bounced", at: hotline.now(), caseId: case_id, subjectId: noticeId },
        ]);
      });
    },

    async seeOnline(contentId: string) {
      const at = hotline.now();
      await hotline.vigie.db
        .insertInto("checks")
        .values({
          id: newId(at.getTime()),
          content_id: contentId,
          at,
          verdict: "online",
          reasons: [],
          http_status: 200,
          headers: null,
          final_url: null,
          body_sha256: null,
          proof: false,
        })
        .execute();
    },

    async remove(contentId: string) {
      await hotline.vigie.db
        .updateTable("watches")
        .set({ status: "removed", removed_at: hotline.now() })
        .where("content_id", "=", contentId)
        .execute();
    },

    async comeBack(contentId: string) {
      await hotline.vigie.db.transaction().execute(async (trx) => {
        await trx
          .updateTable("watches")
          .set({ status: "returned", removed_at: null })
          .where("content_id", "=", contentId)
          .execute();
        await recordEvents(trx, [{ type: "content.returned", at: hotline.now(), contentId }]);
      });
    },

    async host(contentId: string, name: string, email: string | null, role: HostingFinding["role"] = "host") {
      await correctHosting(hotline.vigie, { contentId, memberId: actor(), role, name, email, url: null });
    },

    views: (caseId: string) => escalationViews(hotline.vigie.db, caseId),

    async caseRow(caseId: string) {
      await hotline.refresh(caseId);
      const { rows } = await sql<Awaited<ReturnType<TestEscalations["caseRow"]>>>`
        select status, next_step, priority, overdue, due_at from cases where id = ${caseId}`.execute(
        hotline.vigie.db,
      );
      const [row] = rows;
      if (!row) throw new Error("no such case");
      return row;
    },
  };
  // The hotline's own fields are read when they are asked for: they exist inside tests only.
  return Object.assign(Object.create(hotline) as Hotline, added);
}
