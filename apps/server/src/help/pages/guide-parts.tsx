import type { ReactElement, ReactNode } from "react";
import { publicPaths } from "../../http/public/public-paths.ts";
import type { GuideGroup, GuideLink, GuideSite } from "./guide-site.ts";

/** The way back to the index, before the heading. */
export function BackToGuides({ site, g }: GuideSite): ReactElement {
  return (
    <p className="no-print">
      <a className="way" href={publicPaths.guides[site.language]}>
        {g("index.back")}
      </a>
    </p>
  );
}

/** A link to another site, its address written out: on paper it can still be typed. */
export function OutsideLink({ url }: { url: string }): ReactElement {
  return (
    <a className="outside" href={url} rel="noreferrer">
      <bdi dir="ltr">{url.replace(/^https?:\/\//, "").replace(/\/$/, "")}</bdi>
    </a>
  );
}

interface FactProps {
  evidence: "official" | "secondary" | "memory";
  /** YYYY-MM-DD, or "unverified". */
  dateSeen: string;
  sourceUrl: string | null;
}

/** How sure a fact is, of which day, and where it was read. */
export function FactLine({ site, g, fact }: GuideSite & { fact: FactProps }): ReactElement {
  const { evidence, dateSeen, sourceUrl } = fact;
  const verified = evidence !== "memory" && dateSeen !== "unverified";
  return (
    <p className="fact">
      {verified ? g(`fact.${evidence}`, { date: factDay(site.day, dateSeen) }) : g("fact.unverified")}
      {sourceUrl !== null && (
        <>
          {" "}
          <a href={sourceUrl} rel="noreferrer">
            {g("fact.source")}
            <bdi dir="ltr"> {hostOf(sourceUrl)}</bdi>
          </a>
        </>
      )}
    </p>
  );
}

// Noon in Greenwich is the same day in every country that has guides.
export function factDay(day: (at: string) => string, date: string): string {
  return day(`${date}T12:00:00Z`);
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^www\./, "");
}

/** Guides by group, as plain links. */
export function GuideGroups({ groups }: { groups: readonly GuideGroup[] }): ReactElement {
  return (
    <>
      {groups.map(({ label, links }) => (
        <section key={label} className="group">
          <h3>{label}</h3>
          <ul className="guides">
            {links.map((link) => (
              <li key={link.href}>
                <a className="way" href={link.href}>
                  {link.label}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** Guides to situations, each with a line that says what it is about. */
export function SituationList({ links }: { links: readonly GuideLink[] }): ReactElement {
  return (
    <ul className="doors list">
      {links.map(({ href, label, about }) => (
        <li key={href}>
          <a className="door" href={href}>
            <strong>{label}</strong>
            {about !== undefined && <span>{about}</span>}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** A question and its answer in a list of facts; nothing when there is no answer. */
export function Fact({ label, children }: { label: string; children: ReactNode }): ReactElement | null {
  if (children === null || children === undefined || children === "") return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The hotline asks in the person's stead. */
export function AskUs({ site, g, voice }: GuideSite & { voice: "vous" | "tu" }): ReactElement {
  return (
    <section className="before no-print" aria-labelledby="ask">
      <h2 id="ask">{g("ask.title")}</h2>
      <p>{g(voice === "tu" ? "ask.tu" : "ask.text")}</p>
      <p>
        <a className="way" href={publicPaths.write[site.language]}>
          {g("ask.link")}
        </a>
      </p>
    </section>
  );
}
