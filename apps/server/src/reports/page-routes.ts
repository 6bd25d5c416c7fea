import { type ErrorCode, limits, Refusal } from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { splitLocations } from "../contents/split-locations.ts";
import { evidenceOfPages } from "../evidence/evidence-of-pages.ts";
import { countryOfReport } from "../plans/country-of-report.ts";
import { planOfReceipt } from "../plans/plan-of-receipt.ts";
import type { Vigie } from "../vigie.ts";
import { acceptReport } from "./accept-report.ts";
import { callNow } from "./call-now.ts";
import { tellsOfDanger } from "./danger-words-rules.ts";
import { findReport } from "./find-report.ts";
import { receiptViewOf } from "./open-receipt.ts";
import type { NotOpened, PublicPagesDeps } from "./public-pages-deps.ts";
import { publicPages } from "./public-routes.tsx";
import { unpublishedPlace } from "./unpublished-place.ts";
import { withdrawReport } from "./withdraw-report.ts";
import { writeMessage } from "./write-message.ts";

/** The public pages on the real use cases. Returns the page for an address where there is nothing. */
export function publicRoutes(
  app: FastifyInstance,
  vigie: Vigie,
  { publicFolder, addedLanguages }: Pick<PublicPagesDeps, "publicFolder" | "addedLanguages">,
): ReturnType<typeof publicPages> {
  const { hotline, exitUrl, reportDays } = vigie.config;
  const deps: PublicPagesDeps = {
    hotline,
    exitUrl,
    reportDays,
    now: () => vigie.clock.now(),
    peopleIn: (ask) => callNow(vigie, ask),
    evidence: evidenceOfPages(vigie, notOpened),
    ...(publicFolder ? { publicFolder } : {}),
    ...(addedLanguages ? { addedLanguages } : {}),
    async acceptReport({ where, text, contact, formId, ...report }) {
      const { language, situation } = report;
      const people = (danger: boolean) =>
        danger ? callNow(vigie, { language, country: situation?.country ?? null }) : null;
      const split = splitLocations(where);
      if (split.kind === "refused") {
        return {
          kind: "refused",
          problems: [tooLong],
          callNow: people(tellsOfDanger(text.slice(0, limits.textCharacters))),
        };
      }
      const isOnlyKept = split.locations.length === 0 && report.fingerprints.length > 0;
      try {
        return await acceptReport(vigie, {
          ...report,
          source: "page",
          locations: isOnlyKept ? [unpublishedPlace(language, formId)] : split.locations,
          text: text || null,
          contact: contact || null,
          wantsReceipt: true,
          idempotencyKey: formId,
        }).then((outcome) =>
          outcome.kind === "accepted"
            ? { ...outcome, callNow: people(outcome.danger) }
            : {
                kind: "refused",
                callNow: people(outcome.danger),
                problems: outcome.problems.map(({ field, ...problem }) => ({
                  ...problem,
                  field: field === "key" ? null : field,
                })),
              },
        );
      } catch (error) {
        if (error instanceof Refusal && error.code === "service.busy") return { kind: "busy" };
        throw error;
      }
    },
    planOfReceipt: (ask) =>
      notOpened(async () => {
        try {
          return { kind: "opened", isStepUnknown: false, ...(await planOfReceipt(vigie, ask)) };
        } catch (error) {
          if (!(error instanceof Refusal) || error.code !== "plan.step_unknown") throw error;
          const { receipt, language, voice } = ask;
          return {
            kind: "opened",
            isStepUnknown: true,
            ...(await planOfReceipt(vigie, { receipt, language, voice })),
          };
        }
      }),
    writeMessage: ({ language, ...message }) =>
      notOpened(async () => {
        const danger = tellsOfDanger(message.text.slice(0, limits.textCharacters));
        const people = (country: string | null) => (danger ? callNow(vigie, { language, country }) : null);
        try {
          const written = await writeMessage(vigie, message);
          return { kind: "written", ...written, callNow: people(written.country) };
        } catch (error) {
          if (!(error instanceof Refusal) || !messageProblems.has(error.code)) throw error;
          const opened = await findReport(vigie, message.receipt);
          const [view, country] = await Promise.all([
            receiptViewOf(vigie, opened),
            countryOfReport(vigie.db, opened.report.id),
          ]);
          const problem = { code: error.code, details: error.details, field: "message" as const };
          return { kind: "refused", view, country, problems: [problem], callNow: people(country) };
        }
      }),
    withdraw: ({ receipt }) =>
      notOpened(async () => {
        await withdrawReport(vigie, { receipt });
        return { kind: "withdrawn" };
      }),
  };
  return publicPages(app, deps);
}

const messageProblems = new Set<ErrorCode>([
  "receipt.message_empty",
  "receipt.message_too_long",
  "receipt.too_many_messages",
]);
const tooLong = {
  code: "report.too_many_locations" as const,
  details: { limit: limits.locations, count: "…" },
  field: "where" as const,
};

const refusals: Partial<Record<ErrorCode, NotOpened["kind"]>> = {
  "receipt.unknown": "unknown",
  "receipt.malformed": "malformed",
  "service.busy": "busy",
};

async function notOpened<Outcome>(work: () => Promise<Outcome>): Promise<Outcome | NotOpened> {
  try {
    return await work();
  } catch (error) {
    const kind = error instanceof Refusal ? refusals[error.code] : undefined;
    if (!kind) throw error;
    return { kind };
  }
}
