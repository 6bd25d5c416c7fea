import type { PlanPerson, PlanView } from "@vigie/contract";
import { useTexts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { useOpenCase } from "./case-context.ts";
import { OfficialLink } from "./official-link.tsx";
import { peopleOrder } from "./plan-rules.ts";

// Beside danger to life, two names are read; a longer list is searched.
const shownAtOnce = 2;

/** Whom to call, danger to life first. The rest waits behind a fold. */
export function PlanPeople({ people }: { people: PlanView["people"] }) {
  const texts = useTexts();
  const ordered = peopleOrder(people);
  const urgent = ordered.filter((person) => person.urgent).length;
  const shown = ordered.slice(0, Math.max(urgent, shownAtOnce));
  const folded = ordered.slice(shown.length);
  return (
    <section className="route-part" aria-label={texts.route.people}>
      <h4 className="route-title">{texts.route.people}</h4>
      <ul className="people">
        {shown.map((person) => (
          <Person key={person.slug} person={person} />
        ))}
      </ul>
      {folded.length > 0 && (
        <details className="fold">
          <summary>{texts.route.morePeople(folded.length)}</summary>
          <ul className="people">
            {folded.map((person) => (
              <Person key={person.slug} person={person} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Person({ person }: { person: PlanPerson }) {
  const texts = useTexts();
  const { view } = useOpenCase();
  const { name, phone, phoneBy, url, takes, hours, open, urgent, verified } = person;
  const facts = [
    ...(hours === null ? [] : [hours]),
    // Without a number there are no hours to wait for.
    ...(open === "unknown" && phone === null ? [] : [texts.route.open[open]]),
    ...(verified ? [] : [texts.route.unverified]),
  ];
  return (
    <li className="person">
      <p className="record-line">
        {phone !== null && phone !== name && <strong className="person-phone">{phone}</strong>}
        <strong>{name}</strong>
        {phoneBy !== null && <span className="small quiet">{texts.route.phoneBy[phoneBy]}</span>}
        {urgent && view.summary.urgency === "P0" && <Badge tone="danger">{texts.route.danger}</Badge>}
      </p>
      <p className="small">
        {takes} {facts.length > 0 && <span className="quiet">{facts.join(" · ")}</span>}
      </p>
      {phone === null && url !== null && (
        <p className="copy-list">
          <CopyButton text={url} label={`${texts.route.copyUrl}, ${name}`} />
          <OfficialLink url={url} name={name} />
        </p>
      )}
    </li>
  );
}
