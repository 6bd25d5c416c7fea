import type { ContentView, HostingFinding, HostingView } from "@vigie/contract";
import { useState } from "react";
import { Button, Disclosure, DisclosurePanel, Heading } from "react-aria-components";
import { showInvisible } from "../format/address.ts";
import { fullDay } from "../format/time.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Icon } from "../ui/icon.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useRelative } from "../ui/use-relative.ts";
import { useOpenCase } from "./case-context.ts";
import { HostingForm } from "./hosting-form.tsx";
import { findingsOrder, whoHosts } from "./hosting-rules.ts";
import { OfficialLink } from "./official-link.tsx";

/** Who hosts a content: the answer in one line, its sources on demand, and the way to correct it. */
export function HostingLines({ content }: { content: ContentView }) {
  const texts = useTexts();
  const { mayDecide, reload, plan } = useOpenCase();
  const [isCorrecting, setCorrecting] = useState(false);
  const entry = plan.data?.hosting.find(({ contentId }) => contentId === content.id);
  if (entry === undefined || content.kind !== "url") return null;
  const { hosting, allowed } = entry;
  const trouble = plan.lookUpTrouble?.contentId === content.id ? plan.lookUpTrouble.error : null;
  const reasonId = `no-look-up-${content.id}`;
  return (
    <div className="hosting">
      {hosting !== null && <HostingFound hosting={hosting} />}
      {mayDecide && (
        <div className="hosting-actions">
          <ActionButton
            look="bare"
            small
            isDisabled={!allowed}
            isPending={plan.lookingUp.includes(content.id)}
            onPress={() => plan.lookUp([content.id])}
            {...(allowed ? {} : { "aria-describedby": reasonId })}
          >
            {hosting === null || hosting.lookedUpAt === null
              ? texts.hosting.lookUp
              : texts.hosting.lookUpAgain}
          </ActionButton>
          {allowed && content.host !== null && (
            <ActionButton
              look="bare"
              small
              aria-expanded={isCorrecting}
              onPress={() => setCorrecting(!isCorrecting)}
            >
              {texts.hosting.correct}
            </ActionButton>
          )}
        </div>
      )}
      {mayDecide && !allowed && (
        <p className="small quiet" id={reasonId}>
          {texts.hosting.forbidden}
        </p>
      )}
      <Trouble error={trouble} onReload={reload} />
      {isCorrecting && (
        <HostingForm
          contentId={content.id}
          findings={hosting?.findings ?? []}
          onClose={() => setCorrecting(false)}
        />
      )}
    </div>
  );
}

function HostingFound({ hosting }: { hosting: HostingView }) {
  const texts = useTexts();
  const relative = useRelative();
  const names = whoHosts(hosting);
  return (
    <Disclosure className="disclosure">
      <Heading level={3} className="disclosure-title">
        <Button slot="trigger" className="button button-bare button-small hosting-trigger">
          <Icon name="down" />
          <span>
            {names.length === 0 && texts.hosting.nothing}
            {names.map(({ role, name }, index) => (
              <span key={role}>
                {index > 0 && `, ${texts.hosting.behind} `}
                {texts.label(texts.hosting.roles[role])} <bdi>{showInvisible(name)}</bdi>
              </span>
            ))}
          </span>
        </Button>
      </Heading>
      <DisclosurePanel>
        <dl className="findings">
          {findingsOrder(hosting.findings).map((finding) => (
            <Finding
              key={[finding.role, finding.source, finding.name, finding.email].join()}
              finding={finding}
            />
          ))}
        </dl>
        {hosting.problems.length > 0 && (
          <ul className="step-lines small">
            {hosting.problems.map(({ source, code }) => (
              <li key={source + code}>
                {texts.label(texts.hosting.sources[source])}{" "}
                {texts.hosting.problems[code] ?? texts.hosting.problemOther}
              </li>
            ))}
          </ul>
        )}
        {hosting.lookedUpAt !== null && (
          <p className="small quiet">{texts.hosting.lookedUp(relative(hosting.lookedUpAt))}</p>
        )}
      </DisclosurePanel>
    </Disclosure>
  );
}

function Finding({ finding }: { finding: HostingFinding }) {
  const texts = useTexts();
  const language = useLanguage();
  const { role, name, email, url, detail, source, at } = finding;
  return (
    <div>
      <dt>{texts.hosting.roles[role]}</dt>
      <dd>
        <bdi>{showInvisible(name)}</bdi>{" "}
        <span className="small quiet">
          {[
            ...(detail === null ? [] : [showInvisible(detail)]),
            texts.hosting.sources[source],
            fullDay(at, language),
          ].join(", ")}
        </span>
        {email !== null && (
          <p className="copy-list">
            <span className="address">{showInvisible(email)}</span>
            <CopyButton text={email} label={`${texts.route.copyEmail}, ${name}`} />
          </p>
        )}
        {url !== null && (
          <p className="copy-list">
            <span className="address">{showInvisible(url)}</span>
            <CopyButton text={url} label={`${texts.route.copyUrl}, ${name}`} />
            <OfficialLink url={url} name={name} />
          </p>
        )}
      </dd>
    </div>
  );
}
