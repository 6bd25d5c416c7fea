import { Fragment, type ReactElement } from "react";
import type { MessageKey } from "../../i18n/translate.ts";
import { CallLines } from "./call-lines.tsx";
import { phoneNumbers } from "./phone-numbers-rules.ts";
import type { PublicSite } from "./public-site.ts";

interface HelpLine {
  numbers: readonly string[];
  /** What a touch on the number starts. */
  by: "tel" | "sms";
  says: MessageKey;
  /** Life is at stake: shown first and in red. */
  urgent?: true;
}

// 112 answers in every EU member state (European Electronic Communications Code, Art. 109).
const anywhere: readonly HelpLine[] = [
  { numbers: ["112"], by: "tel", says: "lines.emergency", urgent: true },
];

const byCountry: Readonly<Record<string, readonly HelpLine[]>> = {
  FR: [
    { numbers: ["17", "112"], by: "tel", says: "lines.police", urgent: true },
    { numbers: ["114"], by: "sms", says: "lines.sms", urgent: true },
    { numbers: ["3018"], by: "tel", says: "lines.young" },
    { numbers: ["3114"], by: "tel", says: "lines.suicide" },
  ],
};

const linesOf = (site: PublicSite): readonly HelpLine[] => byCountry[site.hotline.country] ?? anywhere;

/** The emergency number every page names. */
export function emergencyNumber(site: PublicSite): string {
  const own = site.people?.find(({ urgent }) => urgent);
  const numbers = own?.phone
    ? phoneNumbers(own.phone, own.phoneBy).map(({ shown }) => shown)
    : (linesOf(site)[0]?.numbers ?? ["112"]);
  return numbers.join(` ${site.t("lines.or")} `);
}

/** Whether the country has a helpline of its own for young people. */
export function hasYoungLine(site: PublicSite): boolean {
  return linesOf(site).some((line) => line.says === "lines.young");
}

/** "Somebody is in danger": the numbers, before anything else on the page. The only red there is. */
export function DangerPanel({ site }: { site: PublicSite }): ReactElement {
  return (
    <section className="danger" aria-labelledby="danger">
      <h2 id="danger">{site.t("lines.title")}</h2>
      <p>{site.t("lines.now")}</p>
      <Lines site={site} />
    </section>
  );
}

/** The same numbers in a calm voice, at the end of a page: nobody is left without somebody to talk to. */
export function TalkPanel({ site }: { site: PublicSite }): ReactElement {
  return (
    <section className="talk" aria-labelledby="talk">
      <h2 id="talk">{site.t("lines.talk")}</h2>
      {site.people === undefined && <p>{site.t("lines.free")}</p>}
      <Lines site={site} />
    </section>
  );
}

function Lines({ site }: { site: PublicSite }): ReactElement {
  if (site.people) return <CallLines site={site} people={site.people} />;
  const lines = linesOf(site);
  return (
    <>
      <ul className="lines">
        {lines.map((line) => (
          <li key={line.says} className={line.urgent ? "urgent" : undefined}>
            <span className="numbers">
              {line.numbers.map((number, index) => (
                <Fragment key={number}>
                  {index > 0 && ` ${site.t("lines.or")} `}
                  <a href={`${line.by}:${number}`}>{number}</a>
                </Fragment>
              ))}
            </span>
            <span>{site.t(line.says)}</span>
          </li>
        ))}
      </ul>
      {lines !== anywhere && <p className="small">{site.t("lines.abroad")}</p>}
    </>
  );
}
