import type { ReactElement } from "react";
import { TalkPanel } from "../../http/public/help-lines.tsx";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { publicPaths } from "../../http/public/public-paths.ts";
import type { PublicSite } from "../../http/public/public-site.ts";

interface ErrorPageProps {
  site: PublicSite;
  kind: "not_found" | "failed";
  /** What happened and what to do, in the person's language. */
  sentence: string;
  /** The request carried a form: what was typed may still be one step back. */
  typed: boolean;
}

/** Something went wrong. The numbers stay within reach, and every language leads home. */
export function ErrorPage({ site, kind, sentence, typed }: ErrorPageProps): ReactElement {
  const { t } = site;
  return (
    <PageLayout site={site}>
      <h1>{kind === "not_found" ? t("error.not_found") : t("error.title")}</h1>
      <p className="lead">{sentence}</p>
      {typed && <p>{t("error.back")}</p>}
      <ul>
        {site.choices.map(({ tag, name, address }) => (
          <li key={tag}>
            <a className="way" href={address(publicPaths.start)} lang={tag} hrefLang={tag}>
              {name}
            </a>
          </li>
        ))}
      </ul>
      <TalkPanel site={site} />
    </PageLayout>
  );
}
