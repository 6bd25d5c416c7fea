import { useLabel } from "../api/queries.ts";
import { dayAndTime } from "../format/time.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { AddressText } from "../ui/address-text.tsx";
import { Badge } from "../ui/badge.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useNow } from "../ui/use-now.ts";
import { useTitle } from "../ui/use-title.ts";
import { labelState } from "./label-rules.ts";

/** The hotline's label: what it says, what it is worth, and where others read it. */
export function LabelPage() {
  const texts = useTexts();
  useTitle(texts.labels.title);
  const language = useLanguage();
  const now = useNow();
  const read = useLabel();
  const view = read.data;
  const label = view?.label ?? null;
  const state = labelState(label, now);
  return (
    <section className="page page-narrow">
      <h1 className="title-1">{texts.labels.title}</h1>
      <p>{texts.labels.intro}</p>
      <Trouble error={read.error} onRetry={() => void read.refetch()} />
      {read.isLoading && (
        <p className="quiet" role="status">
          {texts.loading}
        </p>
      )}
      {view !== undefined && label === null && <p className="look-here">{texts.labels.none}</p>}
      {label !== null && (
        <div className="card">
          <p className="record-line">
            <strong className="title-2">{label.name}</strong>
            <Badge tone={state === "valid" ? "good" : "look"}>{texts.labels.states[state]}</Badge>
          </p>
          <dl className="label-facts">
            <div>
              <dt>{texts.labels.level}</dt>
              <dd>
                <strong>{texts.labels.levels[label.level]}</strong> {texts.labels.levelMeans[label.level]}
              </dd>
            </div>
            <div>
              <dt>{texts.labels.areas}</dt>
              <dd>
                {label.areas.length === 0
                  ? texts.labels.allAreas
                  : label.areas.map((area) => texts.families[area] ?? area).join(", ")}
              </dd>
            </div>
            <div>
              <dt>{texts.labels.issuer}</dt>
              <dd>
                <bdi>{label.issuer}</bdi>
              </dd>
            </div>
            <div>
              <dt>{texts.labels.validity}</dt>
              <dd>
                {texts.labels.validFromTo(
                  dayAndTime(label.issuedAt, language),
                  dayAndTime(label.expiresAt, language),
                )}
                {label.revokedAt !== null && (
                  <strong> {texts.labels.revokedOn(dayAndTime(label.revokedAt, language))}</strong>
                )}
              </dd>
            </div>
          </dl>
          <details className="fold">
            <summary>{texts.labels.signed}</summary>
            <p>
              <code className="hash">{label.jws}</code>
            </p>
            <CopyButton text={label.jws} label={`${texts.copy}, ${texts.labels.signed}`} />
          </details>
        </div>
      )}
      {view !== undefined && (
        <section className="card" aria-labelledby="label-address">
          <h2 className="title-3" id="label-address">
            {texts.labels.address}
          </h2>
          {view.address === null ? (
            <p className="quiet">{texts.labels.noAddress}</p>
          ) : (
            <p className="copy-list">
              <AddressText url={view.address} readableUrl={null} />
              <CopyButton text={view.address} label={`${texts.copy}, ${texts.labels.address}`} />
            </p>
          )}
          <h2 className="title-3">{texts.labels.key}</h2>
          <p>
            <code className="hash">{view.publicKey}</code>
          </p>
          <p className="copy-list">
            <CopyButton text={view.publicKey} label={`${texts.copy}, ${texts.labels.key}`} />
          </p>
        </section>
      )}
    </section>
  );
}
