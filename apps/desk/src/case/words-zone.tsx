import { useSession } from "../shell/session-context.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Icon } from "../ui/icon.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useOpenCase } from "./case-context.ts";
import { ReporterWords } from "./reporter-words.tsx";

/** What reporters said: facts about each report always, their words only once unlocked. */
export function WordsZone() {
  const texts = useTexts();
  const { me, askUnlock } = useSession();
  const { view, words, wordsError, mayReadWords } = useOpenCase();
  return (
    <section className="zone zone-words" aria-labelledby="zone-words">
      <h2 className="zone-title" id="zone-words">
        {texts.case.zones.words} <span className="quiet">{texts.list.reports(view.reports.length)}</span>
      </h2>
      {!mayReadWords && <p className="quiet">{texts.words.notAllowed}</p>}
      {mayReadWords && !me.unlocked && (
        <div className="sealed">
          <Icon name="locked" />
          <div>
            <p className="title-3">{texts.words.lockedTitle}</p>
            <p className="quiet">{texts.words.lockedText}</p>
            <ActionButton keyAction="unlock" onPress={askUnlock}>
              {texts.words.action}
            </ActionButton>
          </div>
        </div>
      )}
      {me.unlocked && <Trouble error={wordsError} />}
      <ol className="cards">
        {view.reports.map((report, index) => (
          <ReporterWords
            key={report.id}
            report={report}
            number={index + 1}
            words={words?.reports.find(({ id }) => id === report.id)}
          />
        ))}
      </ol>
    </section>
  );
}
