import type { PlanPerson } from "@vigie/contract";
import type { ReactElement } from "react";
import type { PublicSite } from "../../http/public/public-site.ts";
import { planPageText } from "../../plans/pages/plan-page-text.ts";
import { Numbers } from "../../plans/pages/plan-parts.tsx";

interface CallNowPanelProps {
  site: PublicSite;
  people: readonly PlanPerson[];
  /** Whether what was written is with the team already. */
  received: boolean;
}

/** Whom to call, before anything else on a page that answers words of danger. Nothing is blocked by it. */
export function CallNowPanel({ site, people, received }: CallNowPanelProps): ReactElement {
  const { t } = site;
  return (
    <section className="danger" aria-labelledby="call">
      <h2 id="call">{t("call.title")}</h2>
      <p>{t("call.text")}</p>
      <ul className="lines people">
        {people.map((person) => (
          <Line key={person.slug} site={site} person={person} />
        ))}
      </ul>
      <p className="small">{t(received ? "call.received" : "call.kept")}</p>
    </section>
  );
}

function Line({ site, person }: { site: PublicSite; person: PlanPerson }): ReactElement {
  const { name, phone, phoneBy, takes, url, urgent } = person;
  return (
    <li className={urgent ? "urgent" : undefined}>
      {phone !== null ? (
        <Numbers p={planPageText(site.voice)} phone={phone} phoneBy={phoneBy} />
      ) : (
        url !== null && (
          <a className="way outside" href={url} rel="noreferrer">
            <bdi dir="ltr">{name}</bdi>
          </a>
        )
      )}
      <span>{takes}</span>
    </li>
  );
}
