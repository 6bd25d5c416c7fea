import type { PlanPerson } from "@vigie/contract";
import { Fragment, type ReactElement } from "react";
import { phoneNumbers } from "./phone-numbers-rules.ts";
import type { PublicSite } from "./public-site.ts";

interface PhoneNumbersProps {
  site: PublicSite;
  phone: string;
  phoneBy: "call" | "sms" | null;
}

/** Numbers that a touch calls or writes to. */
export function PhoneNumbers({ site: { t }, phone, phoneBy }: PhoneNumbersProps): ReactElement {
  return (
    <span className="numbers">
      {phoneNumbers(phone, phoneBy).map(({ shown, by, href }, index) => (
        <Fragment key={href}>
          {index > 0 && ` ${t("lines.or")} `}
          <a href={href}>
            <bdi dir="ltr">{shown}</bdi>
          </a>
          {by === "sms" && <small> {t("lines.by_sms")}</small>}
        </Fragment>
      ))}
    </span>
  );
}

/** People to call, each with what they are for. */
export function CallLines({
  site,
  people,
}: {
  site: PublicSite;
  people: readonly PlanPerson[];
}): ReactElement {
  return (
    <ul className="lines people">
      {people.map((person) => (
        <Line key={person.slug} site={site} person={person} />
      ))}
    </ul>
  );
}

function Line({ site, person }: { site: PublicSite; person: PlanPerson }): ReactElement {
  const { name, phone, phoneBy, takes, url, urgent } = person;
  return (
    <li className={urgent ? "urgent" : undefined}>
      {phone !== null ? (
        <PhoneNumbers site={site} phone={phone} phoneBy={phoneBy} />
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
