import type { CaseView, CaseWordsView } from "@vigie/contract";
import { useTexts } from "../texts/texts.ts";
import { Icon } from "../ui/icon.tsx";
import { SpokenText } from "../ui/spoken-text.tsx";
import { When } from "../ui/when.tsx";
import { EvidenceList } from "./evidence-list.tsx";
import { Thread } from "./thread.tsx";

interface ReporterWordsProps {
  report: CaseView["reports"][number];
  number: number;
  /** Undefined while sealed. */
  words: CaseWordsView["reports"][number] | undefined;
}

export function ReporterWords({ report, number, words }: ReporterWordsProps) {
  const texts = useTexts();
  return (
    <li className="card" data-withdrawn={report.withdrawn || undefined}>
      <div className="card-head">
        <strong>{texts.words.report(number)}</strong>
        <span className="quiet">
          <When at={report.at} />, {texts.words.languages[report.language]}
        </span>
      </div>
      <p className="small card-facts">
        <span>{report.concern === null ? texts.noConcern : texts.concerns[report.concern]}</span>
        {report.minor && (
          <span className="fact-flag">
            <Icon name="child" /> {texts.words.minor}
          </span>
        )}
        {report.private && (
          <span className="fact-flag">
            <Icon name="person" /> {texts.words.private}
          </span>
        )}
        {report.withdrawn && <span>{texts.words.withdrawn}</span>}
        {report.hasContact && <span>{texts.words.contact}</span>}
        {!report.hasReceipt && <span>{texts.words.noReceipt}</span>}
      </p>
      {words !== undefined && (
        <>
          {words.text === null ? (
            <p className="quiet">{texts.words.nothing}</p>
          ) : (
            <>
              <p className="small quiet">{texts.words.said}</p>
              <SpokenText text={words.text} />
            </>
          )}
          {words.locations.length > 0 && (
            <>
              <p className="small quiet">{texts.words.typed}</p>
              {words.locations.map(({ typed }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the order of what was typed never changes.
                <SpokenText key={index} text={typed} />
              ))}
            </>
          )}
          <EvidenceList entries={words.evidence} />
          {words.messages.length > 0 && <Thread messages={words.messages} />}
        </>
      )}
    </li>
  );
}
