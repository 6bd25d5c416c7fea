import type { Language } from "@vigie/contract";
import { useTexts } from "../texts/texts.ts";

interface NoticeLetterProps {
  to: { name: string; email: string };
  subject: string;
  body: string;
  language: Language;
}

/** A notice exactly as its recipient reads it: plain text, line by line. */
export function NoticeLetter({ to, subject, body, language }: NoticeLetterProps) {
  const texts = useTexts();
  return (
    <div className="letter">
      <dl className="letter-head">
        <div>
          <dt>{texts.notice.to}</dt>
          <dd>
            {to.name} &lt;{to.email}&gt;
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
