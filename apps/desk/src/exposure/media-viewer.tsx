import type { ExposedView, ViewingFilter } from "@vigie/contract";
import { defineVigieMedia, type Reveal } from "@vigie/viewer";
import { createElement } from "react";
import { useLanguage } from "../texts/texts.ts";

defineVigieMedia();

interface MediaViewerProps {
  view: ExposedView;
  reveal: Reveal;
  filters: readonly ViewingFilter[];
}

/** The element that shows a view covered, in the desk's language. */
export function MediaViewer({ view, reveal, filters }: MediaViewerProps) {
  return createElement("vigie-media", { lang: useLanguage(), view, reveal, filters });
}
