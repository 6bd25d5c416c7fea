import { useTexts } from "../texts/texts.ts";
import { useTitle } from "../ui/use-title.ts";
import { PlaceLink } from "./place-link.tsx";

export function LostPage() {
  const texts = useTexts();
  useTitle(texts.lost.title);
  return (
    <section className="page page-narrow">
      <h1 className="title-1">{texts.lost.title}</h1>
      <p>{texts.lost.text}</p>
      <p>
        <PlaceLink to={{ page: "list" }}>{texts.lost.back}</PlaceLink>
      </p>
    </section>
  );
}
