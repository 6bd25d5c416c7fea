import { dayAndTime } from "../format/time.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { useOpenCase } from "./case-context.ts";
import { newestFirst } from "./newest-first.ts";
import { Panel } from "./panel.tsx";

/** Every event of the case, latest first, as the log holds it. */
export function HistoryPanel() {
  const texts = useTexts();
  const language = useLanguage();
  const { view } = useOpenCase();
  return (
    <Panel title={texts.history.title}>
      {view.history.length === 0 && <p className="quiet">{texts.history.empty}</p>}
      <ol className="history">
        {newestFirst(view.history, ({ at }) => at).map(({ at, type, by, details }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: several events may share a moment, and none ever moves.
          <li key={`${at}${type}${index}`} className="history-entry">
            <time dateTime={at} className="small quiet">
              {dayAndTime(at, language)}
            </time>
            <span>
              <strong>{texts.history.events[type]}</strong>{" "}
              <span className="quiet">{by ?? texts.history.automatic}</span>
            </span>
            {Object.keys(details).length > 0 && (
              <span className="small quiet history-details">
                {Object.entries(details).map(([name, value]) => (
                  <span key={name}>
                    {texts.label(name)} {String(value ?? texts.none)}
                  </span>
                ))}
              </span>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
