import type { Language } from "@vigie/contract";
import type { ReactElement } from "react";
import type { Channel, Service } from "../../catalogue/service-schema.ts";
import { TalkPanel } from "../../http/public/help-lines.tsx";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { type OrderedChannels, orderChannels } from "../channel-order-rules.ts";
import type { Addresses } from "../guide-address-rules.ts";
import type { GuideKey } from "../guide-text.ts";
import { type ServiceGroup, serviceGroup } from "../service-groups.ts";
import { ChannelCard } from "./channel-card.tsx";
import { AskUs, BackToGuides, factDay } from "./guide-parts.tsx";
import type { GuideLink, GuideSite } from "./guide-site.ts";

interface ServiceGuidePageProps extends GuideSite {
  service: Service;
  addresses: Addresses;
  situations: readonly GuideLink[];
}

/** What to do at one service, in which order, and what the other person would learn. */
export function ServiceGuidePage({
  service,
  addresses,
  situations,
  ...guide
}: ServiceGuidePageProps): ReactElement {
  const { site, g } = guide;
  const { language } = site;
  const name = serviceName(guide, service);
  const otherNames = service.roles.includes("fallback") ? [] : service.names.slice(1);
  const channels = orderChannels(service.channels);
  const closed = service.status === "closed";
  return (
    <PageLayout site={site} page={addresses}>
      <BackToGuides {...guide} />
      <h1>{name}</h1>
      {otherNames.length > 0 && <p className="small">{otherNames.join(", ")}</p>}
      {closed ? (
        <section className="look" aria-labelledby="closed">
          <h2 id="closed">{g("service.closed")}</h2>
          <p>{service.statusNote?.[language] ?? g("service.closed.text")}</p>
        </section>
      ) : (
        <p className="lead">
          {g(service.roles.includes("fallback") ? "about.other" : aboutKeys[serviceGroup(service)])}
        </p>
      )}
      {!closed && service.statusNote !== null && <p>{service.statusNote[language]}</p>}
      <Texts id="warnings" title={g("service.warnings")} texts={service.warnings} language={language} look />
      <Routes {...guide} service={service} channels={channels} />
      {!closed && (
        <section aria-labelledby="repeat">
          <h2 id="repeat">{g("service.repeat")}</h2>
          <p>{service.repeatedReports?.text[language] ?? g("service.repeat.unread")}</p>
        </section>
      )}
      {!closed && (
        <section aria-labelledby="stuck">
          <h2 id="stuck">{g("service.stuck")}</h2>
          <p>{g("service.stuck.text")}</p>
        </section>
      )}
      <Texts id="notes" title={g("service.notes")} texts={service.notes} language={language} />
      {channels.reserved.length > 0 && (
        <section aria-labelledby="reserved">
          <h2 id="reserved">{g("service.reserved")}</h2>
          <p>{g("service.reserved.text")}</p>
          <ul className="routes">
            <Cards {...guide} channels={channels.reserved} brief />
          </ul>
        </section>
      )}
      <AskUs {...guide} voice="vous" />
      {situations.length > 0 && (
        <section className="no-print" aria-labelledby="situations">
          <h2 id="situations">{g("service.situations")}</h2>
          <ul className="guides">
            {situations.map(({ href, label }) => (
              <li key={href}>
                <a className="way" href={href}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <TalkPanel site={site} />
      <p className="fact">
        {service.operator !== null && `${g("service.run", { operator: service.operator })} `}
        {service.dateSeen === "unverified"
          ? g("fact.page.unverified")
          : g("fact.page", { date: factDay(site.day, service.dateSeen) })}
      </p>
    </PageLayout>
  );
}

/** What a service is called in the guides. The row for all the others has no name of its own. */
export function serviceName({ g }: Pick<GuideSite, "g">, { names, roles }: Service): string {
  return roles.includes("fallback") ? g("service.other") : (names[0] ?? "");
}

const aboutKeys: Readonly<Record<ServiceGroup, GuideKey>> = {
  social: "about.social",
  video: "about.video",
  chat: "about.chat",
  adult: "about.adult",
  search: "about.search",
  payment: "about.payment",
  host: "about.host",
  app_store: "about.app_store",
};

interface TextsProps {
  id: string;
  title: string;
  texts: Service["notes"];
  language: Language;
  look?: boolean;
}

function Texts({ id, title, texts, language, look = false }: TextsProps): ReactElement | null {
  if (texts.length === 0) return null;
  return (
    <section className={look ? "look" : undefined} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul>
        {texts.map((text) => (
          <li key={text.en}>{text[language]}</li>
        ))}
      </ul>
    </section>
  );
}

const counted = ["quiet", "withDecision", "unknown"] as const satisfies readonly (keyof OrderedChannels)[];

const headings = {
  quiet: "service.first",
  withDecision: "service.decision",
  unknown: "service.unknown",
} as const satisfies Record<(typeof counted)[number], GuideKey>;

interface RoutesProps extends GuideSite {
  service: Service;
  channels: OrderedChannels;
}

function Routes({ service, channels, ...guide }: RoutesProps): ReactElement {
  const { g } = guide;
  const parts = counted.filter((part) => channels[part].length > 0);
  const before = (part: (typeof counted)[number]) =>
    counted.slice(0, counted.indexOf(part)).reduce((sum, each) => sum + channels[each].length, 0);
  return (
    <>
      {parts.length === 0 && channels.lookUp.length === 0 && service.status === "active" && (
        <p>{g("service.none")}</p>
      )}
      {parts.map((part) => (
        <section key={part} aria-labelledby={part}>
          <h2 id={part}>
            {g(part === "unknown" && parts[0] === part ? "service.unknown.first" : headings[part])}
          </h2>
          <ol className="routes" start={before(part) + 1}>
            <Cards {...guide} channels={channels[part]} first={before(part) + 1} />
          </ol>
        </section>
      ))}
      {channels.lookUp.length > 0 && (
        <section aria-labelledby="look-up">
          <h2 id="look-up">{g("service.look_up")}</h2>
          <ul className="routes">
            <Cards {...guide} channels={channels.lookUp} brief />
          </ul>
        </section>
      )}
      {channels.avoid.length > 0 && (
        <section className="avoid" aria-labelledby="avoid">
          <h2 id="avoid">{g("service.avoid")}</h2>
          <p>{g("service.avoid.text")}</p>
          <ul className="routes">
            <Cards {...guide} channels={channels.avoid} />
          </ul>
        </section>
      )}
      {channels.appeal.length > 0 && (
        <section aria-labelledby="appeal">
          <h2 id="appeal">{g("service.appeal")}</h2>
          <ul className="routes">
            <Cards {...guide} channels={channels.appeal} />
          </ul>
        </section>
      )}
    </>
  );
}

interface CardsProps extends GuideSite {
  channels: readonly Channel[];
  /** Number of the first, when they are counted. */
  first?: number;
  brief?: boolean;
}

function Cards({ channels, first, brief = false, ...guide }: CardsProps): ReactElement[] {
  return channels.map((channel, index) => (
    <ChannelCard
      key={channel.id}
      {...guide}
      channel={channel}
      brief={brief}
      {...(first !== undefined && { number: first + index })}
    />
  ));
}
