import { useEffect } from "react";
import { useTexts } from "../texts/texts.ts";
import { useTitle } from "../ui/use-title.ts";
import { ChartsPart } from "./charts-part.tsx";
import { ControlsPart } from "./controls-part.tsx";
import { FoundationsPart } from "./foundations-part.tsx";
import { FramesPart } from "./frames-part.tsx";
import { MessagesPart } from "./messages-part.tsx";
import { ViewerPart } from "./viewer-part.tsx";

/** All the desk is made of, in all its states: for whoever builds it, and for the photographs of CI. */
export function ComponentsPage() {
  const texts = useTexts();
  useTitle(texts.components.title);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language brings the troubles anew.
  useEffect(() => {
    // The troubles shown here took the focus, as they do where something went wrong.
    document.getElementById("content")?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [texts]);
  return (
    <section className="page page-components">
      <header className="components-head">
        <h1 className="title-1">{texts.components.title}</h1>
        <p className="quiet">{texts.components.intro}</p>
      </header>
      <FoundationsPart />
      <ControlsPart />
      <MessagesPart />
      <FramesPart />
      <ChartsPart />
      <ViewerPart />
    </section>
  );
}
