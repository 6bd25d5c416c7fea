import { useTexts } from "../texts/texts.ts";
import { useOpenCase } from "./case-context.ts";
import { ContentCard } from "./content-card.tsx";
import { contentOrder } from "./contents-rules.ts";

interface ContentsZoneProps {
  onCheck: (contentId: string) => void;
  isChecking: boolean;
}

export function ContentsZone({ onCheck, isChecking }: ContentsZoneProps) {
  const texts = useTexts();
  const { view } = useOpenCase();
  return (
    <section className="zone zone-contents" aria-labelledby="zone-contents">
      <h2 className="zone-title" id="zone-contents">
        {texts.case.zones.contents} <span className="quiet">{texts.list.contents(view.contents.length)}</span>
      </h2>
      {view.contents.length === 0 && <p className="quiet">{texts.contents.empty}</p>}
      <ul className="cards">
        {contentOrder(view.contents).map((content) => (
          <ContentCard
            key={content.id}
            content={content}
            onCheck={() => onCheck(content.id)}
            isChecking={isChecking}
          />
        ))}
      </ul>
    </section>
  );
}
