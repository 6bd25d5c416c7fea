import { type ContentView, languages, noticeChannels, noticeKinds } from "@vigie/contract";
import { useTexts } from "../texts/texts.ts";
import { Choice } from "../ui/choice.tsx";
import { Field } from "../ui/field.tsx";
import { Picker } from "../ui/picker.tsx";
import { everyHost, type NoticeGap, neededBy, type RecipientDraft, withChannel } from "./notice-rules.ts";

interface RecipientFieldsProps {
  recipient: RecipientDraft;
  known: ContentView["recipient"];
  /** As a step or an escalation proposed it. */
  proposed: RecipientDraft | undefined;
  /** The service of its locations, by its name in the catalogue. */
  service: string | null;
  /** What named it, while nobody changed it. */
  proposedBy: "plan" | "escalation" | null;
  gaps: readonly NoticeGap[];
  onChange: (recipient: RecipientDraft) => void;
}

/** Where one notice goes, as what it asks, and by which way. */
export function RecipientFields({
  recipient,
  known,
  proposed,
  service,
  proposedBy,
  gaps,
  onChange,
}: RecipientFieldsProps) {
  const texts = useTexts();
  const { kind, channel } = recipient;
  const needed = neededBy(channel);
  const gapSentence = (gap: NoticeGap) => (gaps.includes(gap) ? texts.notice.gaps[gap] : null);
  return (
    <fieldset className="form-part recipient">
      <legend className="field-label">
        {recipient.host === everyHost
          ? texts.notice.recipientForAll
          : texts.notice.recipientFor(recipient.host)}
      </legend>
      <p className="field-help">
        {proposedBy !== null
          ? texts.notice.proposedBy[proposedBy]
          : known === null
            ? texts.contents.noRecipient
            : texts.notice.sources[known.source]}
        {proposedBy === null && known?.confidence != null && ` (${known.confidence})`}
      </p>
      <div className="recipient-row">
        <Field
          label={texts.notice.name}
          maxLength={200}
          error={gapSentence("name")}
          value={recipient.name}
          onChange={(name) => onChange({ ...recipient, name })}
        />
        {needed === "email" && (
          <Field
            label={texts.notice.email}
            inputMode="email"
            autoComplete="off"
            maxLength={254}
            error={gapSentence("email")}
            value={recipient.email}
            onChange={(email) => onChange({ ...recipient, email })}
          />
        )}
        {needed === "url" && (
          <Field
            label={channel === "web_form" ? texts.notice.formUrl : texts.notice.interfaceUrl}
            inputMode="url"
            autoComplete="off"
            maxLength={2000}
            error={gapSentence("url")}
            value={recipient.url}
            onChange={(url) => onChange({ ...recipient, url })}
          />
        )}
        {needed === "postal" && (
          <Field
            label={texts.notice.postal}
            help={texts.notice.postalHelp}
            lines={4}
            maxLength={2000}
            error={gapSentence("postal")}
            value={recipient.postal}
            onChange={(postal) => onChange({ ...recipient, postal })}
          />
        )}
      </div>
      <div className="recipient-row">
        <Picker
          label={texts.notice.kind}
          sections={[
            {
              title: null,
              options: noticeKinds.map((value) => ({ value, label: texts.notice.kinds[value] })),
            },
          ]}
          value={kind}
          onChange={(value) =>
            onChange({ ...recipient, kind: noticeKinds.find((known) => known === value) ?? kind })
          }
        />
        <Picker
          label={texts.notice.way}
          sections={[
            {
              title: null,
              options: noticeChannels.map((value) => ({
                value,
                label:
                  value === "agreement"
                    ? `${texts.notice.channels[value]}, ${texts.notice.localOnly}`
                    : texts.notice.channels[value],
              })),
            },
          ]}
          value={channel}
          onChange={(value) => {
            const next = noticeChannels.find((candidate) => candidate === value) ?? channel;
            onChange(withChannel(recipient, next, { proposed, service }));
          }}
        />
      </div>
      {channel === "agreement" && <p className="look-here">{texts.notice.agreement}</p>}
      {gapSentence("channelId") !== null && <p className="field-error">{gapSentence("channelId")}</p>}
      <Choice
        label={texts.notice.languageLabel}
        options={languages.map((value) => ({ value, label: texts.language[value] }))}
        value={recipient.language}
        onChange={(language) => onChange({ ...recipient, language })}
      />
    </fieldset>
  );
}
