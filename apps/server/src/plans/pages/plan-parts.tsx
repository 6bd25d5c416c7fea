import type { PlanStep } from "@vigie/contract";
import { Fragment, type ReactElement } from "react";
import { phoneNumbers } from "../../help/phone-numbers-rules.ts";
import type { PublicSite } from "../../http/public/public-site.ts";
import type { PlanPageText } from "./plan-page-text.ts";

/** What every part of the plan's pages needs to be written in one language. */
export interface PlanSite {
  site: PublicSite;
  p: PlanPageText;
}

/** Numbers that a touch calls or writes to. */
export function Numbers({
  p,
  phone,
  phoneBy,
}: Pick<PlanSite, "p"> & { phone: string; phoneBy: "call" | "sms" | null }): ReactElement {
  return (
    <span className="numbers">
      {phoneNumbers(phone, phoneBy).map(({ shown, by, href }, index) => (
        <Fragment key={href}>
          {index > 0 && ` ${p("people.or")} `}
          <a href={href}>
            <bdi dir="ltr">{shown}</bdi>
          </a>
          {by === "sms" && <small> {p("people.by_sms")}</small>}
        </Fragment>
      ))}
    </span>
  );
}

interface SiteLinkProps extends Pick<PlanSite, "p"> {
  url: string;
  /** Written out, for paper: there it has to be typed. */
  written?: boolean;
}

/** A link to another site, with the host one will be at. */
export function SiteLink({ p, url, written = false }: SiteLinkProps): ReactElement {
  return (
    <a className="way outside" href={url} rel="noreferrer">
      <span>
        {!written && `${p("step.open")} `}
        <bdi dir="ltr">{written ? url.replace(/^https?:\/\/|\/$/g, "") : hostOf(url)}</bdi>
      </span>
    </a>
  );
}

/** The host of an address, as people say it. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : url;
}

/** How a recipient is reached: page, e-mail, number, letter. Nothing when all of it happens inside a service. */
export function Ways({
  p,
  channel,
  written = false,
}: Pick<PlanSite, "p"> & Pick<PlanStep, "channel"> & { written?: boolean }): ReactElement | null {
  const { url, email, phone, postal } = channel;
  if (url === null && email === null && phone === null && postal === null) return null;
  return (
    <ul className="ways">
      {url !== null && (
        <li>
          <SiteLink p={p} url={url} written={written} />
        </li>
      )}
      {email !== null && (
        <li>
          {p("step.write")}{" "}
          <a className="way outside" href={`mailto:${email}`} rel="noreferrer">
            <bdi dir="ltr">{email}</bdi>
          </a>
        </li>
      )}
      {phone !== null && (
        <li>
          {p("step.call")} <Numbers p={p} phone={phone} phoneBy={null} />
        </li>
      )}
      {postal !== null && (
        <li>
          {p("step.post")}
          <span className="place postal">{postal.join("\n")}</span>
        </li>
      )}
    </ul>
  );
}

/** An address as its reporter typed it. Never a link: nobody should go there again. */
export function Typed({ text, most = 160 }: { text: string; most?: number }): ReactElement {
  const characters = [...text];
  return (
    <bdi className="outside">
      {characters.length > most ? `${characters.slice(0, most).join("")}…` : text}
    </bdi>
  );
}
