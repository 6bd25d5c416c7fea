import type { CheckView } from "@vigie/contract";
import { Button, Disclosure, DisclosurePanel, Heading } from "react-aria-components";
import { dayAndTime } from "../format/time.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { AddressText } from "../ui/address-text.tsx";
import { Badge } from "../ui/badge.tsx";
import { Icon } from "../ui/icon.tsx";
import { newestFirst } from "./newest-first.ts";

/** What each check saw: verdict, time, status and hash, as seen from here. */
export function CheckList({ checks }: { checks: readonly CheckView[] }) {
  const texts = useTexts();
  const language = useLanguage();
  return (
    <Disclosure className="disclosure">
      <Heading level={3} className="disclosure-title">
        <Button slot="trigger" className="button button-bare button-small">
          <Icon name="down" /> {texts.contents.checks(checks.length)}, {texts.contents.seenFromHere}
        </Button>
      </Heading>
      <DisclosurePanel>
        <ol className="checks">
          {newestFirst(checks, ({ at }) => at).map((check) => (
            <li key={check.id} className="check">
              <span className="check-line">
                <strong>{texts.contents.verdicts[check.verdict]}</strong>
                {check.proof && <Badge tone="good">{texts.contents.proof}</Badge>}
                <time dateTime={check.at} className="quiet">
                  {dayAndTime(check.at, language)}
                </time>
              </span>
              <span className="check-line small quiet">
                {check.httpStatus !== null && <span>{texts.contents.httpStatus(check.httpStatus)}</span>}
                {check.reasons.map((reason) => (
                  <code key={reason}>{reason}</code>
                ))}
              </span>
              {check.finalUrl !== null && (
                <span className="small">
                  {texts.label(texts.contents.finalUrl)}{" "}
                  <AddressText url={check.finalUrl} readableUrl={null} />
                </span>
              )}
              {check.bodySha256 !== null && (
                <span className="small quiet">
                  {texts.label(texts.contents.bodyHash)} <code className="hash">{check.bodySha256}</code>
                </span>
              )}
            </li>
          ))}
        </ol>
      </DisclosurePanel>
    </Disclosure>
  );
}
