import type { Language } from "@vigie/contract";
import type { ReactElement, ReactNode } from "react";
import { emergencyNumber } from "./help-lines.tsx";
import { exitPath, type PublicPage, publicPaths } from "./public-paths.ts";
import type { PublicSite } from "./public-site.ts";

interface PageLayoutProps {
  site: PublicSite;
  /**
   * Where the page stands, by name or by its address in each language; the language switch leads there. Absent on pages
   * that belong to no place, such as errors: it then leads to the start.
   */
  page?: PublicPage | Readonly<Record<Language, string>>;
  /** `id` of a form on the page whose fields the language switch carries along, so that nothing typed is lost. */
  carries?: string;
  children: ReactNode;
}

/** The head of every public page. The title says nothing, because titles stay in the browser's history. */
export function PageHead({ files }: Pick<PublicSite, "files">): ReactElement {
  return (
    <head>
      <meta charSet="utf-8" />
      <title>Vigie</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="format-detection" content="telephone=no" />
      <link rel="stylesheet" href={files.css} />
      <link rel="icon" type="image/svg+xml" href={files.favicon} />
      <script src={files.script} async />
    </head>
  );
}

/**
 * The frame of every public page. The title is the same everywhere and says nothing, because titles stay in the
 * browser's history; the heading of the page tells where one is.
 */
export function PageLayout({ site, page = "start", carries, children }: PageLayoutProps): ReactElement {
  const { t, language, tag, direction, files } = site;
  return (
    <html lang={tag} dir={direction}>
      <PageHead files={files} />
      <body>
        <a className="skip" href="#content">
          {t("skip.label")}
        </a>
        <header>
          <a className="exit" href={exitPath} rel="noreferrer">
            {t("exit.label")}
          </a>
          <a className="brand" href={publicPaths.start[language]}>
            <img src={files.logo} alt="" width="32" height="32" />
            Vigie
          </a>
          <LanguageSwitch
            site={site}
            addresses={typeof page === "string" ? publicPaths[page] : page}
            carries={carries}
          />
        </header>
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        <footer>
          <p>{t("site.footer.danger", { number: emergencyNumber(site) })}</p>
          <nav aria-label={t("site.footer")}>
            <a href={publicPaths.start[language]}>{t("site.home")}</a>
            <a href={publicPaths.help[language]}>{t("site.help")}</a>
            <a href={publicPaths.guides[language]}>{t("site.guides")}</a>
            <a href={publicPaths.how[language]}>{t("site.how")}</a>
            <a href={publicPaths.safety[language]}>{t("site.safety")}</a>
          </nav>
          <p className="small">{t("start.team", { hotline: site.hotline.name })}</p>
        </footer>
      </body>
    </html>
  );
}

interface LanguageSwitchProps {
  site: PublicSite;
  addresses: Readonly<Record<Language, string>>;
  carries: string | undefined;
}

function LanguageSwitch({ site, addresses, carries }: LanguageSwitchProps): ReactElement {
  const others = site.choices.filter(({ tag }) => tag !== site.tag);
  return (
    <nav className="languages" aria-label={site.t("site.language")}>
      {/* The Enter key presses the first button of a form: without this one it would change the language. */}
      {carries !== undefined && <button type="submit" form={carries} hidden />}
      {others.map(({ tag, name, address }) =>
        carries === undefined ? (
          <a key={tag} className="language" href={address(addresses)} lang={tag} hrefLang={tag}>
            {name}
          </a>
        ) : (
          <button
            key={tag}
            type="submit"
            className="language"
            form={carries}
            formAction={address(addresses)}
            name="do"
            value="show"
            lang={tag}
          >
            {name}
          </button>
        ),
      )}
    </nav>
  );
}
