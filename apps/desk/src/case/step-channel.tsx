import type { PlanStep } from "@vigie/contract";
import { useTexts } from "../texts/texts.ts";
import { AddressText } from "../ui/address-text.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { OfficialLink } from "./official-link.tsx";

/** Where one goes for a step: form, e-mail, telephone, post, each to be copied. */
export function StepChannel({ step }: { step: PlanStep }) {
  const texts = useTexts();
  const { label, url, email, phone, postal } = step.channel;
  return (
    <div className="step-channel" data-step-channel="">
      <p>{label}</p>
      {url !== null && (
        <p className="copy-list">
          <AddressText url={url} readableUrl={null} />
          <CopyButton text={url} label={`${texts.route.copyUrl}, ${step.recipient.name}`} />
          <OfficialLink url={url} name={step.recipient.name} />
        </p>
      )}
      {email !== null && (
        <p className="copy-list">
          <span className="address">{email}</span>
          <CopyButton text={email} label={`${texts.route.copyEmail}, ${step.recipient.name}`} />
        </p>
      )}
      {phone !== null && (
        <p className="copy-list">
          <strong>{phone}</strong>
          <CopyButton text={phone} label={`${texts.route.copyPhone}, ${step.recipient.name}`} />
        </p>
      )}
      {postal !== null && (
        <address className="step-postal">
          {postal.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </address>
      )}
    </div>
  );
}
