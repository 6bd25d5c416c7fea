import {
  createReportAnswer,
  createReportBody,
  type Language,
  languages,
  openReceiptBody,
  Refusal,
  receiptView,
  writeMessageBody,
} from "@vigie/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { apiRoute } from "../http/api-route.ts";
import { chooseLanguage } from "../i18n/choose-language.ts";
import { refusedHashes } from "../matching/store-fingerprints.ts";
import type { Vigie } from "../vigie.ts";
import { acceptReport } from "./accept-report.ts";
import { callNow } from "./call-now.ts";
import { openReceipt } from "./open-receipt.ts";
import { withdrawReport } from "./withdraw-report.ts";
import { writeMessage } from "./write-message.ts";

/** The public API: report, open a receipt, write under it, withdraw. */
export function reportRoutes(app: FastifyInstance, vigie: Vigie): void {
  apiRoute(
    app,
    "createReport",
    { body: createReportBody, answer: createReportAnswer, status: 201 },
    async ({ body, request }) => {
      const language = body.language ?? chooseLanguage(request.headers["accept-language"]);
      if (!isLanguage(language)) throw new Refusal("report.language_unknown");
      const fingerprints = body.fingerprints ?? [];
      const outcome = await acceptReport(vigie, {
        source: "api",
        locations: body.locations.map((location) => ("url" in location ? location.url : location.text)),
        concern: body.concern ?? null,
        text: body.text || null,
        contact: body.contact || null,
        minor: body.minor ?? false,
        private: body.private ?? false,
        situation: body.situation ?? null,
        fingerprints,
        language,
        wantsReceipt: body.receipt ?? true,
        idempotencyKey: idempotencyKeyOf(request),
      });
      if (outcome.kind === "refused") {
        const [problem] = outcome.problems;
        throw problem ? new Refusal(problem.code, problem.details) : new Refusal("request.malformed");
      }
      const hashesRefused = refusedHashes(fingerprints);
      return {
        receipt: outcome.receipt,
        status_url: outcome.receipt
          ? `${vigie.publicUrl}/${language}/${language === "fr" ? "suivi" : "follow"}`
          : null,
        ...(outcome.danger && {
          callNow: callNow(vigie, { language, country: body.situation?.country ?? null }),
        }),
        ...(hashesRefused.length > 0 && { hashesRefused }),
      };
    },
  );
  apiRoute(app, "openReceipt", { body: openReceiptBody, answer: receiptView }, ({ body }) =>
    openReceipt(vigie, body),
  );
  apiRoute(app, "writeUnderReceipt", { body: writeMessageBody }, async ({ body }) => {
    await writeMessage(vigie, body);
  });
  apiRoute(app, "withdrawReport", { body: openReceiptBody }, ({ body }) => withdrawReport(vigie, body));
}

function isLanguage(text: string): text is Language {
  return (languages as readonly string[]).includes(text);
}

/** A key that others could guess would let them read a receipt back: hence the length. */
function idempotencyKeyOf(request: FastifyRequest): string | null {
  const key = request.headers["idempotency-key"];
  if (key === undefined) return null;
  if (typeof key !== "string" || !/^[\x21-\x7e]{16,255}$/.test(key)) {
    throw new Refusal("request.malformed", {
      detail_fr: "l'en-tête idempotency-key compte de 16 à 255 caractères visibles, par exemple un UUID",
      detail_en: "the idempotency-key header has 16 to 255 visible characters, for example a UUID",
    });
  }
  return key;
}
