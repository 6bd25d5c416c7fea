import type { AuthorityView } from "@vigie/contract";
import { useSession } from "../shell/session-context.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { AddressText } from "../ui/address-text.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useOpenCase } from "./case-context.ts";
import { addressOf } from "./sealed-address.ts";

/** The four steps of filing by hand, with what has to be copied. */
export function ReferralAddresses({ authority }: { authority: AuthorityView }) {
  const texts = useTexts();
  const { me, askUnlock } = useSession();
  const { view, words, mayReadWords } = useOpenCase();
  const addresses = view.contents.map((content) => addressOf(content, words));
  const known = addresses.filter((url) => url !== null);
  const sealed = known.length < view.contents.length && !me.unlocked && mayReadWords;
  return (
    <>
      <p className="field-label">{texts.referral.steps}</p>
      <ol className="steps">
        <li>
          {texts.referral.stepUnlock}{" "}
          {sealed && (
            <ActionButton small keyAction="unlock" onPress={askUnlock}>
              <Icon name="locked" /> {texts.referral.unlock}
            </ActionButton>
          )}
        </li>
        <li>
          {texts.referral.stepCopy}
          {known.length === 0 ? (
            <p className="quiet">{texts.referral.sealed}</p>
          ) : (
            <ul className="plain-list copy-list">
              {known.map((url) => (
                <li key={url}>
                  <AddressText url={url} readableUrl={null} />
                  <CopyButton text={url} label={`${texts.contents.copyAddress} ${url}`} />
                </li>
              ))}
            </ul>
          )}
        </li>
        <li>
          {authority.url === null ? (
            texts.referral.noSite
          ) : (
            <>
              {texts.referral.stepSite}
              <p className="copy-list">
                <AddressText url={authority.url} readableUrl={null} />
                <CopyButton
                  text={authority.url}
                  label={`${texts.label(texts.copy)} ${texts.referral.site}`}
                />
              </p>
            </>
          )}
        </li>
        <li>{texts.referral.stepRecord}</li>
      </ol>
    </>
  );
}
