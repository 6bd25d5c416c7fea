import { fingerprintsPerReport } from "@vigie/contract";
import type { ReactElement } from "react";
import type { Authority } from "../../catalogue/authority-schema.ts";
import { TalkPanel } from "../../http/public/help-lines.tsx";
import { PageLayout } from "../../http/public/page-layout.tsx";
import { publicPaths } from "../../http/public/public-paths.ts";
import type { PublicSite } from "../../http/public/public-site.ts";
import { type FingerprintText, fingerprintText } from "./fingerprint-text.ts";

interface FingerprintPageProps {
  site: PublicSite;
  /** Where the island stands; null when it was not built. */
  script: string | null;
  formId: string;
  /** Banks to which a fingerprint goes and the file does not. */
  banks: readonly Authority[];
}

const ages = [
  ["no", "age.adult"],
  ["yes", "age.minor"],
  ["unknown", "age.unknown"],
] as const;

/** What the island says of a file, and of the page. Places in braces are filled there. */
const said = [
  "file.waiting",
  "file.ready",
  "file.weak",
  "file.exact",
  "file.large",
  "file.failed",
  "file.remove",
  "files.most",
  "noise",
  "sent.requests",
] as const;

/**
 * Fingerprints made on the person's device. Everything but the last button works without the network; without
 * JavaScript the page says whom to turn to instead.
 */
export function FingerprintPage({ site, script, formId, banks }: FingerprintPageProps): ReactElement {
  const { t, language } = site;
  const f = fingerprintText(site.voice);
  return (
    <PageLayout site={site} page="fingerprint">
      <h1>{f("title")}</h1>
      <p className="lead">{f("lead")}</p>
      <section aria-labelledby="what">
        <h2 id="what">{f("what")}</h2>
        <p>{f("what.text")}</p>
        <p>{f("guard")}</p>
        <h3>{f("can")}</h3>
        <ul>
          <li>{f("can.same")}</li>
          <li>{f("can.edited")}</li>
        </ul>
        <h3>{f("cannot")}</h3>
        <ul>
          <li>{f("cannot.crop")}</li>
          <li>{f("cannot.delete")}</li>
          <li>{f("cannot.private")}</li>
        </ul>
      </section>
      <section id="without" className="look" aria-labelledby="without-title">
        <h2 id="without-title">{f("without")}</h2>
        <p>{f("without.text")}</p>
        <p>{f("without.else")}</p>
        <a className="way" href={publicPaths.write[language]}>
          {f("without.write")}
        </a>
        <h3>{f("minors")}</h3>
        <Banks site={site} banks={banks.filter(({ ages }) => ages === "minors")} />
      </section>
      <form
        id="make"
        method="post"
        action={publicPaths.write[language]}
        autoComplete="off"
        noValidate
        hidden
        data-most={fingerprintsPerReport}
        {...sentencesForIsland(f)}
      >
        <input type="hidden" name="form_id" value={formId} />
        <input type="hidden" name="fingerprints" value="" />
        <fieldset id="age">
          <legend>{f("age")}</legend>
          {ages.map(([value, key]) => (
            <label key={value} className="choice">
              <input type="radio" name="situation.minor" value={value} required />
              <span>{f(key)}</span>
            </label>
          ))}
        </fieldset>
        <div id="minors" hidden>
          <MinorsFirst f={f} site={site} banks={banks.filter(({ ages }) => ages === "minors")} />
        </div>
        <div id="rest" hidden>
          <Files f={f} />
          <Sent f={f} />
          <div className="field">
            <label htmlFor="where">
              {f("where")} <span className="tag">{t("write.optional")}</span>
            </label>
            <p className="hint" id="where-hint">
              {f("where.hint")}
            </p>
            <textarea
              id="where"
              name="where"
              rows={2}
              dir="auto"
              spellCheck={false}
              autoCapitalize="none"
              aria-describedby="where-hint"
            />
          </div>
          <div className="field">
            <label htmlFor="text">
              {t("write.text")} <span className="tag">{t("write.optional")}</span>
            </label>
            <p className="hint" id="text-hint">
              {t("write.text.hint")}
            </p>
            <textarea
              id="text"
              name="text"
              rows={4}
              dir="auto"
              spellCheck={false}
              aria-describedby="text-hint"
            />
          </div>
          <button type="submit" disabled>
            {f("submit")}
          </button>
        </div>
      </form>
      <section aria-labelledby="adults">
        <h2 id="adults">{f("adults")}</h2>
        <p>{f("adults.text")}</p>
        <Banks site={site} banks={banks.filter(({ ages }) => ages === "adults")} />
      </section>
      <TalkPanel site={site} />
      {script !== null && <script type="module" src={script} />}
    </PageLayout>
  );
}

function sentencesForIsland(f: FingerprintText): Record<`data-${string}`, string> {
  const places = { name: "{name}", requests: "{requests}", most: fingerprintsPerReport };
  return Object.fromEntries(said.map((key) => [`data-${key.replace(".", "-")}`, f(key, places)]));
}

function MinorsFirst({
  f,
  site,
  banks,
}: {
  f: FingerprintText;
  site: PublicSite;
  banks: readonly Authority[];
}): ReactElement {
  return (
    <section className="look" aria-labelledby="minors-title">
      <h2 id="minors-title">{f("minors")}</h2>
      <p>{f("minors.text")}</p>
      <Banks site={site} banks={banks} />
      <p>{f("minors.here")}</p>
      <p>{f("minors.other")}</p>
    </section>
  );
}

function Banks({ site, banks }: { site: PublicSite; banks: readonly Authority[] }): ReactElement {
  return (
    <ul>
      {banks.map(({ slug, name, url, takes }) => (
        <li key={slug}>
          {url === null ? (
            name
          ) : (
            <a className="outside" href={url} rel="noreferrer">
              {name}
            </a>
          )}
          <br />
          <span className="small">{takes[site.language]}</span>
        </li>
      ))}
    </ul>
  );
}

function Files({ f }: { f: FingerprintText }): ReactElement {
  return (
    <div className="field">
      <label id="files-label" htmlFor="files">
        {f("files")}
      </label>
      <p className="hint" id="files-hint">
        {f("files.hint", { most: fingerprintsPerReport })}
      </p>
      {/* Without a name: a form sends nothing of it, not even what the files are called. */}
      <input id="files" type="file" multiple accept="image/*,video/*" aria-describedby="files-hint" />
      <progress id="progress" hidden aria-labelledby="files-label" />
      <p id="too-many" role="status" />
      <ul id="list" className="words" aria-live="polite" />
    </div>
  );
}

function Sent({ f }: { f: FingerprintText }): ReactElement {
  return (
    <section className="before" aria-labelledby="sent">
      <h2 id="sent">{f("sent")}</h2>
      <p>
        <strong>{f("sent.only")}</strong>
      </p>
      <p id="requests">{f("sent.requests", { requests: 0 })}</p>
      <p>{f("sent.rule")}</p>
      <p>{f("sent.cut")}</p>
      <details>
        <summary>{f("sent.show")}</summary>
        <ol id="shown" className="words digits" dir="ltr" />
      </details>
    </section>
  );
}
