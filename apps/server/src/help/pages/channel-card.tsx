import type { ReactElement, ReactNode } from "react";
import type { Channel } from "../../catalogue/service-schema.ts";
import { localesOf } from "../../i18n/format-time.ts";
import { Fact, FactLine, OutsideLink } from "./guide-parts.tsx";
import type { GuideSite } from "./guide-site.ts";

interface ChannelCardProps extends GuideSite {
  channel: Channel;
  /** Its place in the order, when there is one. */
  number?: number;
  /** Only what it is and where: it is not for the reader to use. */
  brief: boolean;
}

/** One way to reach a service. */
export function ChannelCard({ channel, number, brief, ...guide }: ChannelCardProps): ReactElement {
  const { site, g } = guide;
  const { language } = site;
  const list = new Intl.ListFormat(localesOf(site.voice), { type: "conjunction" });
  // An account has its own line.
  const supplies = channel.supply.filter(
    (supply) => supply !== "account" || channel.accountRequired !== "yes",
  );
  const asked = list.format(supplies.map((supply) => g(`supply.${supply}`)));
  const conditions = list.format(channel.conditions.map((condition) => g(`condition.${condition}`)));
  return (
    <li className="route">
      <h3>
        {number !== undefined && <span className="count">{number}</span>}
        {channel.label[language]} <small>{g(`kind.${channel.kind}`)}</small>
      </h3>
      <dl className="facts">
        <Fact label={g("channel.where")}>
          <Where {...guide} channel={channel} />
        </Fact>
        {!brief && (
          <>
            <Fact label={g("channel.learns")}>
              <Learns {...guide} channel={channel} />
            </Fact>
            <Fact label={g("channel.when")}>{channel.useWhen?.[language]}</Fact>
            <Fact label={g("channel.avoid")}>{channel.avoidWhen?.[language]}</Fact>
            <Fact label={g("channel.if")}>{sentence(conditions)}</Fact>
            <Fact label={g("channel.asked")}>{sentence(asked)}</Fact>
            <Fact label={g("channel.account")}>{g(accountKeys[channel.accountRequired])}</Fact>
            <Fact label={g("channel.delay")}>{channel.delay?.[language]}</Fact>
          </>
        )}
        <Fact label={g("channel.note")}>{channel.note?.[language]}</Fact>
      </dl>
      <FactLine {...guide} fact={channel} />
    </li>
  );
}

const accountKeys = { yes: "channel.yes", no: "channel.no", unknown: "channel.maybe" } as const;

function Where({ g, channel }: GuideSite & { channel: Channel }): ReactElement {
  const places: ReactNode[] = [];
  if (channel.url !== null) places.push(<OutsideLink url={channel.url} />);
  if (channel.email !== null) {
    places.push(
      <a className="outside" href={`mailto:${channel.email}`} rel="noreferrer">
        <bdi dir="ltr">{channel.email}</bdi>
      </a>,
    );
  }
  if (channel.postal !== null) places.push(<span className="postal">{channel.postal.join("\n")}</span>);
  if (places.length === 0) {
    places.push(g(channel.kind === "flag" ? "channel.where.inside" : "channel.where.unknown"));
  }
  return (
    <>
      {places.map((place, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: written once, never reordered
        <span key={index} className="place">
          {place}
        </span>
      ))}
    </>
  );
}

function Learns({ g, channel }: GuideSite & { channel: Channel }): ReactElement {
  const { uploaderLearns, nameShown, priorWarningHours } = channel;
  if (uploaderLearns === "unknown" && nameShown === "unknown") return <>{g("learns.unknown_both")}</>;
  const learns = g(`learns.${uploaderLearns}`);
  // Who learns nothing learns no name.
  const name = uploaderLearns === "nothing" && nameShown === "unknown" ? null : g(`named.${nameShown}`);
  return (
    <>
      {uploaderLearns === "before_removal" ? <strong>{learns}</strong> : learns}
      {priorWarningHours !== null && ` ${g("learns.hours", { hours: priorWarningHours })}`}
      {name !== null && " "}
      {nameShown === "yes" ? <strong>{name}</strong> : name}
    </>
  );
}

function sentence(words: string): string {
  return words === "" ? "" : `${words.charAt(0).toLocaleUpperCase()}${words.slice(1)}.`;
}
