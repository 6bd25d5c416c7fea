import type { PlanStep, PlanView } from "@vigie/contract";
import type { ReactElement, ReactNode } from "react";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { publicPaths } from "../../http/public/public-paths.ts";
import type { PublicSite } from "../../http/public/public-site.ts";
import type { Pack } from "./pack-rules.ts";
import { planPageText } from "./plan-page-text.ts";
import { type PlanSite, Typed, Ways } from "./plan-parts.tsx";

interface PackPageProps {
  site: PublicSite;
  receipt: string;
  pack: Pack;
  standing: PlanView["situation"]["standing"];
}

/**
 * The complaint to a data protection authority, to be printed and completed by hand, then one sheet for each search
 * engine. Names are written on paper only.
 */
export function PackPage({ site, receipt, pack, standing }: PackPageProps): ReactElement {
  const p = planPageText(site.voice);
  const parts = { site, p };
  return (
    <PageLayout site={site} page="follow" carries="pack-form">
      <h1>{p("pack.heading", { name: pack.authority.recipient.name })}</h1>
      {!pack.open && (
        <p className="look">
          <strong>{p("pack.model")}.</strong> {p("pack.model.text")}
        </p>
      )}
      <p className="no-print">
        {p("pack.how")} {p("pack.kept")}
      </p>
      <Complaint {...parts} pack={pack} standing={standing} />
      {pack.engines.map((engine) => (
        <Sheet key={engine.id} {...parts} engine={engine} places={pack.places} />
      ))}
      <form id="pack-form" className="no-print" method="post" action={publicPaths.follow[site.language]}>
        <input type="hidden" name="receipt" value={receipt} />
        <input type="hidden" name="page" value="pack" />
        <button type="submit" className="quiet" name="do" value="plan">
          {p("pack.back")}
        </button>
      </form>
    </PageLayout>
  );
}

function Complaint({
  pack,
  standing,
  ...parts
}: PlanSite & Pick<PackPageProps, "pack" | "standing">): ReactElement {
  const { site, p } = parts;
  const { authority, erasures, engines, open } = pack;
  // Once one request is a month old, the complaint is about those that were made.
  const requests = [...erasures, ...engines].filter(({ done }) => !open || done !== null);
  return (
    <>
      <Part id="who" title={p("pack.who")}>
        <dl className="facts">
          <Blank label={p("pack.name")} />
          <Blank label={p("pack.reach")} />
          {standing === "representative" && <Blank label={p("pack.for")} />}
        </dl>
      </Part>
      <Part id="requests" title={p("pack.requests")}>
        {requests.length === 0 && <p>{p("pack.requests.none")}</p>}
        {requests.map((request) => (
          <div key={request.id} className="route">
            <h3>{request.recipient.name}</h3>
            <p>{p(request.kind === "erasure" ? "pack.asked_erasure" : "pack.asked_name")}</p>
            <Asked {...parts} request={request} />
          </div>
        ))}
      </Part>
      <Part id="places" title={p("pack.places", { count: pack.places.length })}>
        <Places places={pack.places} />
      </Part>
      <Part id="wish" title={p("pack.wish")}>
        <p>{p(open ? "pack.wish.open" : "pack.wish.model")}</p>
        <dl className="facts">
          <Blank label={p("pack.sign")} />
        </dl>
      </Part>
      <Part id="attach" title={p("pack.attach")}>
        <ul>
          <li>{p("pack.attach.request")}</li>
          <li>{p("pack.attach.answer")}</li>
          {engines.length > 0 && <li>{p("pack.attach.results")}</li>}
          <li>{p("pack.attach.identity")}</li>
        </ul>
      </Part>
      <Part id="send" title={p("pack.send")}>
        <Destination site={site} p={p} step={authority} />
      </Part>
    </>
  );
}

function Sheet({
  engine,
  places,
  ...parts
}: PlanSite & { engine: PlanStep; places: readonly string[] }): ReactElement {
  const { p } = parts;
  const { name } = engine.recipient;
  const id = `sheet-${engine.recipient.service ?? engine.id.replace(/[^a-z0-9]+/gi, "-")}`;
  return (
    <section className="sheet" aria-labelledby={id}>
      <h2 id={id}>{p("pack.engine", { name })}</h2>
      <p className="no-print">{p("pack.engine.use")}</p>
      <dl className="facts">
        <Blank label={p("pack.engine.name")} />
        <Blank label={p("pack.reach")} />
      </dl>
      <h3>{p("pack.engine.text")}</h3>
      <p>{p("pack.engine.words")}</p>
      <dl className="facts">
        <Blank label={p("pack.engine.why")} long />
      </dl>
      <h3>{p("pack.places", { count: places.length })}</h3>
      <Places places={places} />
      <Asked {...parts} request={engine} />
      <h3>{p("pack.engine.to")}</h3>
      <Destination {...parts} step={engine} />
    </section>
  );
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }): ReactElement {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** When it was asked and when the answer is due, as far as they were ticked; the answer is for the pen. */
function Asked({ site, p, request }: PlanSite & { request: PlanStep }): ReactElement {
  const { done, due } = request;
  return (
    <dl className="facts">
      <Blank label={p("pack.asked_on")} value={done && site.day(done.at)} />
      <Blank label={p("pack.answer_due")} value={due.at === null ? null : site.day(due.at)} />
      <div>
        <dt>{p("pack.answer")}</dt>
        <dd>
          <span className="place">
            <Box /> {p("pack.answer.none")}
          </span>
          <span className="place">
            <Box /> {p("pack.answer.refused")} <span className="blank" />
          </span>
        </dd>
      </div>
    </dl>
  );
}

function Box(): ReactElement {
  return <span aria-hidden="true">☐</span>;
}

interface BlankProps {
  label: string;
  value?: string | null;
  /** Room for a few words. */
  long?: boolean;
}

/** What is known, or a line to write on. */
function Blank({ label, value = null, long = false }: BlankProps): ReactElement {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {value ?? (
          <>
            <span className="blank" />
            {long && <span className="blank" />}
          </>
        )}
      </dd>
    </div>
  );
}

function Places({ places }: { places: readonly string[] }): ReactElement {
  return (
    <ol className="counted">
      {places.map((place, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a place may be typed twice, and the order is fixed
        <li key={index}>
          <Typed text={place} most={2_000} />
        </li>
      ))}
    </ol>
  );
}

function Destination({ site, p, step }: PlanSite & { step: PlanStep }): ReactElement {
  const { channel } = step;
  const known = channel.url ?? channel.email ?? channel.postal ?? channel.phone;
  return known === null ? (
    <p>{p("pack.send.unknown")}</p>
  ) : (
    <Ways site={site} p={p} channel={channel} written />
  );
}
