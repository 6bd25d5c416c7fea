import { randomUUID } from "node:crypto";
import { errorSentence, errorStatus, type Language, languages, Refusal } from "@vigie/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { formComesFromElsewhere } from "../http/comes-from-elsewhere.ts";
import type { PublicFileAddresses } from "../http/public/public-site.ts";
import { type RenderedPage, renderPage } from "../http/public/render-page.ts";
import { chooseLanguage } from "../i18n/choose-language.ts";
import type { Vigie } from "../vigie.ts";
import { answerByToken } from "./answer-by-token.ts";
import { type AnsweredNotice, findNoticeByToken } from "./find-notice-by-token.ts";
import {
  type AnswerForm,
  AnswerPage,
  type AnswerProblem,
  ClosedAnswerPage,
  languageField,
} from "./pages/answer-page.tsx";
import { answerTexts } from "./pages/answer-texts.ts";

const path = "/n/:token";
const config = { policy: "public" } as const;
const longestText = 10_000;
const longestReference = 200;

/** The page to which the link in a notice leads. Only its button does anything: mail scanners follow links. */
export function answerPages(app: FastifyInstance, vigie: Vigie, files: PublicFileAddresses): void {
  const { hotline } = vigie.config;

  const pageOf = (notice: AnsweredNotice, language: Language, shown: Shown = emptyPage()): RenderedPage =>
    renderPage(
      <AnswerPage hotline={hotline} files={files} language={language} notice={notice} {...shown} />,
      shown.status,
    );
  const closedPage = ({ headers }: FastifyRequest): RenderedPage => {
    const language = chooseLanguage(headers["accept-language"]);
    const code = "answer.token_unknown";
    const sentence = errorSentence(code, language);
    return renderPage(
      <ClosedAnswerPage hotline={hotline} files={files} language={language} sentence={sentence} />,
      errorStatus(code),
    );
  };
  const send = (reply: FastifyReply, { status, headers, body }: RenderedPage) =>
    reply.code(status).headers(headers).send(body);

  app.get(path, { config }, async (request, reply) => {
    const notice = await findNoticeByToken(vigie, tokenOf(request));
    return send(reply, notice ? pageOf(notice, languageOf(request, notice)) : closedPage(request));
  });

  app.post(path, { config }, async (request, reply) => {
    const token = tokenOf(request);
    const notice = await findNoticeByToken(vigie, token);
    if (!notice) return send(reply, closedPage(request));
    const language = languageOf(request, notice);
    const refused = await takeForm(vigie, request, { token, language });
    if (refused) return send(reply, pageOf(notice, language, refused));
    // Read again, so that the page shows what was recorded, and Reload sends nothing.
    return reply.redirect(`/n/${encodeURIComponent(token)}?${languageField}=${language}`, 303);
  });
}

/** What the page shows of a form: as new, or with what is to be corrected. */
interface Shown {
  form: AnswerForm;
  problem: AnswerProblem | null;
  status: number;
}

const emptyPage = (): Shown => ({
  form: { id: randomUUID(), state: null, text: "", reference: "" },
  problem: null,
  status: 200,
});

/** @returns null once the answer is recorded, or was before. */
async function takeForm(
  vigie: Vigie,
  request: FastifyRequest,
  { token, language }: { token: string; language: Language },
): Promise<Shown | null> {
  const refusedBy = ({ code, details }: Refusal, form = emptyPage().form): Shown => ({
    form,
    problem: { field: null, sentence: errorSentence(code, language, details) },
    status: errorStatus(code),
  });
  if (formComesFromElsewhere(request)) return refusedBy(new Refusal("request.from_elsewhere"));
  const posted = postedForm.safeParse(request.body);
  if (!posted.success) return refusedBy(new Refusal("request.malformed", { detail: "HTTP" }));
  const { id, state, text, reference } = posted.data;
  const form = { id, state: state ?? null, text, reference };
  const problem = problemOf(form, language);
  if (problem || state === undefined) return { form, problem, status: 422 };
  try {
    await answerByToken(vigie, { token, id, state, text, reference: reference || null, way: "page" });
    return null;
  } catch (error) {
    if (error instanceof Refusal) return refusedBy(error, form);
    throw error;
  }
}

const tokenOf = ({ params }: FastifyRequest) => z.object({ token: z.string() }).parse(params).token;
const languageQuery = z.object({ [languageField]: z.enum(languages) });

/** The one asked for in the address, else the notice's own. */
function languageOf({ query }: FastifyRequest, { language }: AnsweredNotice): Language {
  return languageQuery.safeParse(query).data?.[languageField] ?? language;
}

// Forms send every line break as CR LF; a NUL or half a character can be neither seen nor corrected.
const typed = z
  .string()
  .default("")
  .transform((text) => text.replaceAll("\u0000", "").replaceAll("\r\n", "\n").toWellFormed().trim());
const postedForm = z.object({
  id: z.uuid(),
  state: z.enum(["acknowledged", "asked", "acted", "refused"]).optional(),
  text: typed,
  reference: typed,
});

function problemOf({ state, text, reference }: AnswerForm, language: Language): AnswerProblem | null {
  const texts = answerTexts[language];
  if (state === null) return { field: "state", sentence: texts.chooseFirst };
  if ((state === "asked" || state === "refused") && text === "")
    return { field: "text", sentence: texts.wordsMissing };
  if (text.length > longestText)
    return { field: "text", sentence: texts.textTooLong(longestText.toLocaleString(language)) };
  if (reference.length > longestReference) return { field: "reference", sentence: texts.referenceTooLong };
  return null;
}
