import type { PlanPerson } from "@vigie/contract";
import type { ReactElement } from "react";
import type { Authority } from "../../catalogue/authority-schema.ts";
import { phoneNumbers } from "../../http/public/phone-numbers-rules.ts";
import type { HelpPlan } from "../help-plan.ts";
import { Numbers } from "./contact-card.tsx";
import { OutsideLink } from "./guide-parts.tsx";
import type { HelpCase, HelpSite } from "./help-site.ts";

interface HelpPeopleProps extends HelpCase {
  plan: HelpPlan;
  crisis: readonly Authority[];
  country: string;
}

/** Whom to call, life in danger first; and the line for dark thoughts, in a calm voice. */
export function HelpPeople({ plan, crisis, country, ...help }: HelpPeopleProps): ReactElement {
  const { h, situation } = help;
  const isElsewhere = !plan.chosen.people.some(
    ({ authority }) => authority.country === country || authority.kind === "emergency",
  );
  const showsCrisis = situation.dark && crisis.length > 0;
  const everyone = plan.view.people.map((person, index) => ({
    person,
    isEmergency: plan.chosen.people[index]?.authority.kind === "emergency",
  }));
  // The line for dark thoughts stands apart, unless it is the only one there is beside the police.
  const others = everyone.filter(({ person }) => !crisis.some(({ slug }) => slug === person.slug));
  const people = showsCrisis && others.some(({ isEmergency }) => !isEmergency) ? others : everyone;
  return (
    <>
      <section aria-labelledby="people">
        <h2 id="people">{h("help.people")}</h2>
        <p>{h(isElsewhere ? "help.people.elsewhere" : "help.people.about")}</p>
        <ul className="lines people">
          {people.map(({ person, isEmergency }) => (
            <Person key={person.slug} {...help} person={person} isEmergency={isEmergency} />
          ))}
        </ul>
        {isElsewhere && <p>{h("help.people.else_police")}</p>}
      </section>
      {showsCrisis && (
        <section className="look" aria-labelledby="dark">
          <h2 id="dark">{h("dark.title")}</h2>
          <p>{h("dark.text")}</p>
          <ul className="lines">
            {crisis.map((line) => (
              <li key={line.slug}>
                <Numbers {...numbersOf(help)} numbers={phoneNumbers(line.phone, line.phoneBy)} />
                <span>{line.hours?.text[help.site.language] ?? line.name}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function numbersOf({ site, h, now }: HelpSite) {
  return { site, g: h, now };
}

interface PersonProps extends HelpSite {
  person: PlanPerson;
  isEmergency: boolean;
}

function Person({ person, isEmergency, ...help }: PersonProps): ReactElement {
  const { h } = help;
  const { phone, phoneBy, url, takes, open } = person;
  return (
    <li className={person.urgent ? "urgent" : undefined}>
      {phone !== null ? (
        <Numbers {...numbersOf(help)} numbers={phoneNumbers(phone, phoneBy)} />
      ) : (
        url !== null && (
          <span className="place">
            <OutsideLink url={url} />
          </span>
        )
      )}
      <span>
        {isEmergency ? (
          h("help.people.emergency")
        ) : (
          <>
            {nameBeside(person)} {takes}
          </>
        )}
        {open !== "unknown" && (
          <small className="place no-print">{h(open === "open" ? "contact.open" : "contact.closed")}</small>
        )}
      </span>
    </li>
  );
}

// Lines are often named by their number, which stands beside already.
function nameBeside({ name, phone }: PlanPerson): ReactElement | null {
  const named = phone === null ? name : name.replace(/^[\d\s]+/, "").replace(/^\((.*)\)$/, "$1");
  return named === "" ? null : <strong>{named}.</strong>;
}
