import type { ReactElement } from "react";
import { DangerPanel } from "../../http/public/help-lines.tsx";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { publicPaths } from "../../http/public/public-paths.ts";
import { fingerprintText } from "../../matching/pages/fingerprint-text.ts";
import { helpAddresses } from "../help-address-rules.ts";
import { helpSituations } from "../help-situations.ts";
import { SituationList } from "./guide-parts.tsx";
import { Cannot } from "./help-parts.tsx";
import type { HelpSite } from "./help-site.ts";

/** The first screen: it is not your fault, then what happens in people's own words. */
export function HelpIndexPage(help: HelpSite): ReactElement {
  const { site, h } = help;
  return (
    <PageLayout site={site} page="help">
      <h1>{h("help.title")}</h1>
      <p className="lead">{h("help.lead")}</p>
      <p>{h("help.choose")}</p>
      <SituationList
        links={helpSituations.map(({ name, number }) => ({
          label: h(`help.situation.${name}`),
          about: h(`help.situation.${name}.about`),
          href: helpAddresses(number)[site.language],
        }))}
      />
      <p>
        {h("help.all")}{" "}
        <a className="way" href={publicPaths.guides[site.language]}>
          {h("help.guides")}
        </a>
      </p>
      <p>
        <a className="way" href={publicPaths.fingerprint[site.language]}>
          {fingerprintText(site.voice)("link")}
        </a>
      </p>
      <DangerPanel site={site} />
      <Cannot {...help} />
    </PageLayout>
  );
}
