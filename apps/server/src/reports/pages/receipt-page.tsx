import type { PlanPerson, PlanView, ReceiptView, ThreadMessage } from "@vigie/contract";
import type { ReactElement } from "react";
import { ReceiptEvidence } from "../../evidence/pages/receipt-evidence.tsx";
import { TalkPanel } from "../../http/public/help-lines.tsx";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { publicPaths } from "../../http/public/public-paths.ts";
import type { PublicSite } from "../../http/public/public-site.ts";
import { ReceiptPlan } from "../../plans/pages/receipt-plan.tsx";
import { CallNowPanel } from "./call-now-panel.tsx";
import { describedBy, FieldProblems, ProblemSummary } from "./form-problems.tsx";
import type { FormProblem } from "./report-form.ts";
import { threadPart, waitingQuestions } from "./thread-rules.ts";
import { Timeline } from "./timeline.tsx";
import { foldTimeline, locationState } from "./timeline-rules.ts";

interface ReceiptPageProps {
  site: PublicSite;
  /** Travels in hidden fields of this page's forms, never in an address. */
  receipt: string;
  view: ReceiptView;
  /** Absent where the page answers a message. */
  plan?: PlanView;
  /** What the message form holds. `id` is made when it is shown: a message posted twice carries the same one. */
  draft: { id: string; text: string };
  /** How many of the newest messages to leave out, to read those before. */
  newer?: number;
  problems?: readonly FormProblem<"message">[];
  justSent?: boolean;
  /** Whom to call, when what was just written may mean that a life is in danger. */
  callNow?: readonly PlanPerson[] | null;
}

/** The opened receipt: where each location stands, messages both ways, and the way out. */
export function ReceiptPage(props: ReceiptPageProps): ReactElement {
  const { site, receipt, view, problems = [], justSent = false, callNow = null, newer = 0 } = props;
  const { t, language } = site;
  const waiting = waitingQuestions(view.messages);
  const thread = threadPart(view.messages, newer);
  return (
    <PageLayout site={site} page="follow" carries="message-form">
      {callNow !== null && (
        <CallNowPanel
          site={site}
          people={callNow}
          received={problems.length === 0 && props.draft.text === ""}
          form="message-form"
        />
      )}
      <ProblemSummary site={site} problems={problems} />
      {justSent && (
        <p className="look" role="status">
          {t("messages.sent")}
        </p>
      )}
      <h1>{t("follow.title")}</h1>
      <p>
        {t("follow.received", { date: site.time(view.receivedAt) })}{" "}
        {t("follow.until", { date: site.day(view.expiresAt) })}
      </p>
      <Locations site={site} view={view} />
      <ReceiptPlan site={site} receipt={receipt} plan={props.plan} />
      <ReceiptEvidence site={site} receipt={receipt} />
      <section aria-labelledby="messages">
        <h2 id="messages">{t("messages.title")}</h2>
        {view.messages.length === 0 ? (
          <p>{t("messages.none")}</p>
        ) : (
          <>
            {thread.earlier > 0 && (
              <EarlierMessages newer={thread.nextNewer}>
                {t("messages.earlier", { count: thread.earlier })}
              </EarlierMessages>
            )}
            <ol className="messages">
              {thread.messages.map((message) => (
                <Message
                  key={`${message.from} ${message.at} ${message.text}`}
                  site={site}
                  message={message}
                  isWaiting={waiting.has(message)}
                />
              ))}
            </ol>
            {newer > 0 && <EarlierMessages newer={0}>{t("messages.newest")}</EarlierMessages>}
          </>
        )}
        <MessageForm {...props} problems={problems} />
      </section>
      <section aria-labelledby="withdraw" className="no-print">
        <h2 id="withdraw">{t("withdraw.ask")}</h2>
        <p>{t("withdraw.ask.about")}</p>
        <form method="post" action={publicPaths.follow[language]}>
          <input type="hidden" name="receipt" value={receipt} />
          <button type="submit" className="quiet" name="do" value="ask_withdraw">
            {t("withdraw.ask")}
          </button>
        </form>
      </section>
      <TalkPanel site={site} />
      <p className="small">{t("follow.keep")}</p>
    </PageLayout>
  );
}

function Locations({ site, view }: { site: PublicSite; view: ReceiptView }): ReactElement {
  const { t } = site;
  return (
    <section aria-labelledby="locations">
      <h2 id="locations">{t("follow.locations", { count: view.locations.length })}</h2>
      {view.locations.map((location, index) => (
        <Location
          // biome-ignore lint/suspicious/noArrayIndexKey: a location has no other name, and the order is fixed
          key={index}
          site={site}
          location={location}
          position={index + 1}
        />
      ))}
      <p className="small">{t("follow.from_here")}</p>
    </section>
  );
}

interface LocationProps {
  site: PublicSite;
  location: ReceiptView["locations"][number];
  /** From 1. */
  position: number;
}

function Location({ site, location, position }: LocationProps): ReactElement {
  const state = locationState(location.timeline);
  return (
    <article className="location" aria-label={site.t("follow.location", { position })}>
      <p className={`state ${state}`}>{site.t(`state.${state}`)}</p>
      <TypedLocation site={site} typed={location.typed} />
      <Timeline site={site} lines={foldTimeline(location.timeline)} />
    </article>
  );
}

// Enough to recognise an address by; a longer one unfolds.
const CHARACTERS_SHOWN = 160;

// Never a link: nobody should go there again.
function TypedLocation({ site, typed }: { site: PublicSite; typed: string }): ReactElement {
  const characters = [...typed];
  if (characters.length <= CHARACTERS_SHOWN) {
    return (
      <h3>
        <bdi>{typed}</bdi>
      </h3>
    );
  }
  return (
    <>
      <h3>
        <bdi>{characters.slice(0, CHARACTERS_SHOWN).join("")}…</bdi>
      </h3>
      <details>
        <summary>{site.t("follow.whole")}</summary>
        <p className="words" dir="auto">
          {typed}
        </p>
      </details>
    </>
  );
}

// A button of the message form: what was typed there comes along.
function EarlierMessages({ newer, children }: { newer: number; children: string }): ReactElement {
  return (
    <p className="no-print">
      <button type="submit" className="quiet" form="message-form" name="newer" value={newer}>
        {children}
      </button>
    </p>
  );
}

interface MessageProps {
  site: PublicSite;
  message: ThreadMessage;
  /** It asks something, and nobody has answered yet. */
  isWaiting: boolean;
}

function Message({ site, message, isWaiting }: MessageProps): ReactElement {
  return (
    <li className={message.from}>
      <p className="small">
        <strong>{message.from === "reporter" ? site.t("messages.you") : site.hotline.name}</strong>{" "}
        <time dateTime={message.at}>{site.time(message.at)}</time>
      </p>
      <p className="words" dir="auto">
        {message.text}
      </p>
      {isWaiting && <p className="small">{site.t("messages.waiting")}</p>}
    </li>
  );
}

function MessageForm({ site, receipt, draft, problems = [] }: ReceiptPageProps): ReactElement {
  const { t, language } = site;
  return (
    <form
      id="message-form"
      method="post"
      action={publicPaths.follow[language]}
      noValidate
      autoComplete="off"
      className="no-print"
    >
      <input type="hidden" name="receipt" value={receipt} />
      <input type="hidden" name="message_id" value={draft.id} />
      <div className="field">
        <label htmlFor="message">{t("messages.label")}</label>
        <p className="hint" id="message-hint">
          {t("messages.hint")}
        </p>
        <FieldProblems site={site} problems={problems} field="message" />
        <textarea
          id="message"
          name="message"
          rows={4}
          dir="auto"
          spellCheck={false}
          defaultValue={draft.text}
          {...describedBy(problems, "message")}
        />
      </div>
      <button type="submit" name="do" value="write">
        {t("messages.submit")}
      </button>
    </form>
  );
}
