import type { NoticeView } from "@vigie/contract";
import { useTexts } from "../texts/texts.ts";

interface NoticeLetterProps {
  notice: Pick<NoticeView, "to" | "kind" | "channel" | "subject" | "body" | "language">;
}

/** A notice exactly as its recipient reads it: plain text, line by line. */
export function NoticeLetter({ notice: { to, kind, channel, subject, body, language } }: NoticeLetterProps) {
  const texts = useTexts();
  const address = channel === "email" ? to.email : channel === "post" ? to.postal?.join(", ") : to.url;
  return (
    <div className="letter">
      <dl className="letter-head">
        <div>
          <dt>{texts.notice.to}</dt>
          <dd>
            {to.name}
            {address != null && <> &lt;{address}&gt;</>}
          </dd>
        </div>
        <div>
          <dt>{texts.notice.way}</dt>
          <dd>
            {texts.notice.channels[channel]} · {texts.notice.kinds[kind]}
          </dd>
        </div>
        <div>
          <dt>{texts.notice.subject}</dt>
          <dd lang={language}>{subject}</dd>
        </div>
      </dl>
      <div className="letter-body" lang={language} dir="auto">
        {body}
      </div>
    </div>
  );
}
