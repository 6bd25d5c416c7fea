import type { PlanStep } from "@vigie/contract";
import type { ReactElement } from "react";
import { PhoneNumbers } from "../../http/public/call-lines.tsx";
import type { PublicSite } from "../../http/public/public-site.ts";
import type { PlanPageText } from "./plan-page-text.ts";

/** What every part of the plan's pages needs to be written in one language. */
export interface PlanSite {
  site: PublicSite;
  p: PlanPageText;
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
  try {
    return new URL(url).hostname.replace(/^www\./, "");
  } catch {
    return url;
  }
}

/** How a recipient is reached: page, e-mail, number, letter. Nothing when all of it happens inside a service. */
export function Ways({
  site,
  p,
  channel,
  written = false,
}: PlanSite & Pick<PlanStep, "channel"> & { written?: boolean }): ReactElement | null {
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
          {p("step.call")} <PhoneNumbers site={site} phone={phone} phoneBy={null} />
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
