import type { CaseWordsView } from "@vigie/contract";
import { useTexts } from "../texts/texts.ts";
import { SpokenText } from "../ui/spoken-text.tsx";
import { When } from "../ui/when.tsx";

/** Messages both ways, oldest first. */
export function Thread({ messages }: { messages: CaseWordsView["reports"][number]["messages"] }) {
  const texts = useTexts();
  return (
    <ol className="thread" aria-label={texts.words.thread}>
      {[...messages]
        .sort((left, right) => left.at.localeCompare(right.at))
        .map(({ from, at, text }) => (
          <li key={at + from} className="thread-message" data-from={from}>
            <p className="small quiet">
              {from === "reporter" ? texts.words.fromReporter : texts.words.fromHotline}, <When at={at} />
            </p>
            <SpokenText text={text} />
          </li>
        ))}
    </ol>
  );
}
