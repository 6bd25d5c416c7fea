import type { EvidenceEntry } from "@vigie/contract";
import { useTexts } from "../texts/texts.ts";
import { SpokenText } from "../ui/spoken-text.tsx";

/** Characters of a pasted conversation that are shown before it is unfolded. */
const charactersShown = 1_000;

/** What a reporter keeps under the receipt, in their words and as they typed it. */
export function EvidenceList({ entries }: { entries: readonly EvidenceEntry[] }) {
  const texts = useTexts();
  if (entries.length === 0) return null;
  return (
    <>
      <p className="small quiet">{texts.evidence.title(entries.length)}</p>
      {entries.map((entry) => (
        <div key={entry.id}>
          <p className="small">
            <strong>{texts.evidence.kinds[entry.kind]}</strong>{" "}
            <span className="quiet">{entry.when === null ? texts.evidence.noTime : timeOf(entry.when)}</span>
          </p>
          <EvidenceText text={entry.typed ?? entry.text} />
        </div>
      ))}
    </>
  );
}

function EvidenceText({ text }: { text: string }) {
  const texts = useTexts();
  if (text.length <= charactersShown) return <SpokenText text={text} />;
  return (
    <details>
      <summary>
        {text.slice(0, charactersShown).split("\n", 1)[0]?.slice(0, 80).toWellFormed()}…{" "}
        <span className="quiet">{texts.evidence.characters(text.length)}</span>
      </summary>
      <SpokenText text={text} />
    </details>
  );
}

// As the person said it: no clock of ours is laid over it.
function timeOf({ day, time, timeZone }: NonNullable<EvidenceEntry["when"]>): string {
  return [day, time, timeZone].filter((part) => part !== null).join(" ");
}
