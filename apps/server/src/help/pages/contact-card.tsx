import { Fragment, type ReactElement } from "react";
import type { Authority } from "../../catalogue/authority-schema.ts";
import { type PhoneNumber, phoneNumbers } from "../../http/public/phone-numbers-rules.ts";
import { isOpen } from "../opening-hours-rules.ts";
import { FactLine, OutsideLink } from "./guide-parts.tsx";
import type { GuideSite } from "./guide-site.ts";

/** Somebody to turn to: what for, how, and when they answer. */
export function ContactCard({ contact, ...guide }: GuideSite & { contact: Authority }): ReactElement {
  const { site, g } = guide;
  const { language } = site;
  const numbers = phoneNumbers(contact.phone, contact.phoneBy);
  return (
    <li className="contact">
      <p className="who">
        <strong>{contact.name}</strong>
        {numbers.length > 0 && <Numbers {...guide} numbers={numbers} />}
      </p>
      <p>{contact.takes[language]}</p>
      {contact.limits !== null && <p>{g("contact.limits", { limits: contact.limits[language] })}</p>}
      <Hours {...guide} hours={contact.hours} />
      {contact.url !== null && (
        <p>
          <OutsideLink url={contact.url} />
        </p>
      )}
      <FactLine {...guide} fact={contact} />
    </li>
  );
}

function Hours({ site, g, now, hours }: GuideSite & { hours: Authority["hours"] }): ReactElement | null {
  if (hours === null) return null;
  const verified = hours.evidence === "official" && hours.dateSeen !== "unverified";
  const text = hours.text[site.language];
  return (
    <p>
      {hours.schedule !== null && (
        <span className="state no-print">
          {g(isOpen(hours.schedule, now) ? "contact.open" : "contact.closed")}
        </span>
      )}{" "}
      {g("contact.hours", { hours: text })}
      {/* Many texts say it themselves, with what exactly is unsure. */}
      {!verified && !/non vérifié|not verified|unverified/i.test(text) && ` ${g("contact.hours.caveat")}`}
    </p>
  );
}

/** Numbers that a touch calls or writes to. */
export function Numbers({ g, numbers }: GuideSite & { numbers: readonly PhoneNumber[] }): ReactElement {
  return (
    <span className="numbers">
      {numbers.map(({ shown, by, href }, index) => (
        <Fragment key={href}>
          {index > 0 && ` ${g("contact.or")} `}
          <a href={href}>
            <bdi dir="ltr">{shown}</bdi>
          </a>
          {by === "sms" && <small> {g("contact.sms")}</small>}
        </Fragment>
      ))}
    </span>
  );
}
