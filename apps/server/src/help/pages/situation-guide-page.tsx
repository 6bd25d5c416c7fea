import type { ReactElement } from "react";
import type { Authority } from "../../catalogue/authority-schema.ts";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { phoneNumbers } from "../../http/public/phone-numbers-rules.ts";
import type { Addresses } from "../guide-address-rules.ts";
import type { CountryContacts } from "../guide-contacts.ts";
import type { GuideKey } from "../guide-text.ts";
import type { Situation } from "../situations.ts";
import { ContactCard, Numbers } from "./contact-card.tsx";
import { AskUs, BackToGuides, GuideGroups } from "./guide-parts.tsx";
import type { GuideGroup, GuideSite } from "./guide-site.ts";

interface SituationGuidePageProps extends GuideSite {
  situation: Situation;
  addresses: Addresses;
  /** The numbers that stand at the top. */
  calls: readonly Authority[];
  countries: readonly CountryContacts[];
  /** The lines for somebody who thinks of dying. */
  crisis: readonly { place: "france" | "europe"; line: Authority }[];
  groups: readonly GuideGroup[];
}

/** What to do when something happens: first, then, what to leave, and whom to call. */
export function SituationGuidePage({
  situation,
  addresses,
  calls,
  countries,
  crisis,
  groups,
  ...guide
}: SituationGuidePageProps): ReactElement {
  const { site, g } = guide;
  const { name, voice, now, later, never } = situation;
  return (
    <PageLayout site={site} page={addresses}>
      <BackToGuides {...guide} />
      <h1>{g(`situation.${name}`)}</h1>
      <p className="lead">{g(`situation.${name}.lead`)}</p>
      {calls.length > 0 && (
        <ul className="lines calls">
          {calls.map((line) => (
            <li key={line.slug}>
              <Numbers {...guide} numbers={phoneNumbers(line.phone, line.phoneBy)} />
              <span>{callLabel(g, line)}</span>
            </li>
          ))}
        </ul>
      )}
      <section aria-labelledby="now">
        <h2 id="now">{g("guide.now")}</h2>
        <ol className="steps counted">
          {now.map((step) => (
            <Step key={step} {...guide} name={`step.${step}`} />
          ))}
        </ol>
      </section>
      {situation.dark && (
        <section className="look" aria-labelledby="dark">
          <h2 id="dark">{g("dark.title")}</h2>
          <p>{g(voice === "tu" ? "dark.text.tu" : "dark.text")}</p>
          <ul className="lines">
            {crisis.map(({ place, line }) => (
              <li key={place}>
                <Numbers {...guide} numbers={phoneNumbers(line.phone, line.phoneBy)} />
                <span>{g(`dark.${place}`)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="later">
        <h2 id="later">{g("guide.then")}</h2>
        <ol className="steps counted" start={now.length + 1}>
          {later.map((step) => (
            <Step key={step} {...guide} name={`step.${step}`} />
          ))}
        </ol>
      </section>
      <section aria-labelledby="never">
        <h2 id="never">{g("guide.never")}</h2>
        <ul className="steps">
          {never.map((step) => (
            <Step key={step} {...guide} name={`never.${step}`} />
          ))}
        </ul>
      </section>
      <AskUs {...guide} voice={voice} />
      <section aria-labelledby="call">
        <h2 id="call">{g("guide.call")}</h2>
        <nav className="jump no-print" aria-label={g("guide.countries")}>
          {countries.map(({ country }) => (
            <a key={country} className="way" href={`#in-${country}`}>
              {g(`country.${country}`)}
            </a>
          ))}
        </nav>
        {countries.map((country) => (
          <Country key={country.country} {...guide} {...country} situation={situation} />
        ))}
      </section>
      {groups.length > 0 && (
        <section className="no-print" aria-labelledby="services">
          <h2 id="services">{g("guide.services")}</h2>
          <p>{g(voice === "tu" ? "guide.services.tu" : "guide.services.about")}</p>
          <GuideGroups groups={groups} />
        </section>
      )}
    </PageLayout>
  );
}

function callLabel(g: GuideSite["g"], { kind, name, phoneBy }: Authority): string {
  if (kind !== "emergency") return name;
  return g(phoneBy === "sms" ? "country.police.sms" : "country.police");
}

type ExplainedKey = Extract<GuideKey, `step.${string}` | `never.${string}`>;

function Step({ g, name }: GuideSite & { name: ExplainedKey }): ReactElement {
  return (
    <li>
      <strong>{g(name)}</strong> {g(`${name}.why` as GuideKey)}
    </li>
  );
}

interface CountryProps extends GuideSite, CountryContacts {
  situation: Situation;
}

function Country({ country, emergency, contacts, situation, ...guide }: CountryProps): ReactElement {
  const { g } = guide;
  const id = `in-${country}`;
  return (
    <section className="country" aria-labelledby={id}>
      <h3 id={id}>{g(`country.${country}`)}</h3>
      {country === "other" && (
        <p>{g(situation.voice === "tu" ? "country.other.text.tu" : "country.other.text")}</p>
      )}
      {country !== "other" && emergency.length > 0 && (
        <p className="station">
          {g("country.police")}{" "}
          <Numbers
            {...guide}
            numbers={emergency.flatMap(({ phone, phoneBy }) => phoneNumbers(phone, phoneBy))}
          />
        </p>
      )}
      {country !== "other" && contacts.length === 0 && <p>{g("country.none")}</p>}
      {contacts.length > 0 && (
        <ul className="contacts">
          {contacts.map((contact) => (
            <ContactCard key={contact.slug} {...guide} contact={contact} />
          ))}
        </ul>
      )}
    </section>
  );
}
