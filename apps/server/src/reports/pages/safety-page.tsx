import type { ReactElement } from "react";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { publicPaths } from "../../http/public/public-paths.ts";
import type { PublicSite } from "../../http/public/public-site.ts";
import { translatorOf } from "../../i18n/translate.ts";
import en from "./safety.en.json" with { type: "json" };
import fr from "./safety.fr.json" with { type: "json" };

/** The sentences of this page, by language. A key that one language lacks does not compile. */
export const safetySentences = { fr, en } satisfies Record<"fr" | "en", Record<keyof typeof fr, string>>;
const safetyText = translatorOf<keyof typeof fr>("safety", safetySentences);

const before = ["now.private", "now.other", "now.paper"] as const;
const browsers = [
  "history.android",
  "history.iphone",
  "history.samsung",
  "history.firefox",
  "history.computer",
] as const;
const phone = ["phone.lock", "phone.notices", "phone.keyboard", "phone.watch"] as const;
const shared = ["shared.accounts", "shared.photos", "shared.mail", "shared.bill", "shared.network"] as const;

/** What stays in the browser and on a shared telephone after a visit, and what the exit does and does not do. */
export function SafetyPage({ site }: { site: PublicSite }): ReactElement {
  const { t, language, voice } = site;
  const s = safetyText(voice);
  return (
    <PageLayout site={site} page="safety">
      <h1>{s("title")}</h1>
      <p className="lead">{s("lead")}</p>
      <p>{s("pick")}</p>

      <h2>{s("exit")}</h2>
      <p>{s("exit.does")}</p>
      <p>{s("exit.keys")}</p>
      <p>{s("exit.back")}</p>
      <p>{s("exit.return")}</p>
      <p>{s("exit.written")}</p>
      <p className="look">{s("exit.not")}</p>

      <h2>{s("now")}</h2>
      <ol className="steps">
        {before.map((step) => (
          <li key={step}>
            <strong>{s(step)}</strong> {s(`${step}.why`)}
          </li>
        ))}
      </ol>

      <h2>{s("history")}</h2>
      <p>{s("history.keeps")}</p>
      <p>{s("history.clear")}</p>
      <dl>
        {browsers.map((browser) => (
          <div key={browser}>
            <dt>{s(browser)}</dt>
            <dd>{s(`${browser}.how`)}</dd>
          </div>
        ))}
      </dl>
      <p>{s("history.tabs")}</p>
      <p className="small">{s("history.words")}</p>

      <h2>{s("phone")}</h2>
      <dl>
        {phone.map((topic) => (
          <div key={topic}>
            <dt>{s(topic)}</dt>
            <dd>{s(`${topic}.text`)}</dd>
          </div>
        ))}
      </dl>

      <h2>{s("shared")}</h2>
      <dl>
        {shared.map((topic) => (
          <div key={topic}>
            <dt>{s(topic)}</dt>
            <dd>{s(`${topic}.text`)}</dd>
          </div>
        ))}
      </dl>

      <h2>{s("site")}</h2>
      <p>{s("site.text")}</p>
      <p>{s("site.back")}</p>

      <h2>{s("next")}</h2>
      <p>
        <a className="way" href={publicPaths.guides[language]}>
          {t("start.guides")}
        </a>
      </p>
    </PageLayout>
  );
}
