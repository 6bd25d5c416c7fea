import type { ExposedView } from "@vigie/contract";
import { useMemo } from "react";
import { MediaViewer } from "../exposure/media-viewer.tsx";
import { useTexts } from "../texts/texts.ts";
import { inventedBudgets } from "./invented-figures.ts";
import { Shown } from "./shown.tsx";

/** The viewer of media over drawn shapes: covered, and refusing whoever presses. */
export function ViewerPart() {
  const words = useTexts().components;
  const view = useMemo(inventedView, []);
  return (
    <Shown title={words.viewer} help={words.viewerHelp}>
      <div className="viewer-shown">
        <MediaViewer
          view={view}
          reveal={() => Promise.resolve({ kind: "failed", says: words.viewerHelp })}
          filters={[]}
        />
      </div>
    </Shown>
  );
}

function inventedView(): ExposedView {
  const [budget] = inventedBudgets();
  const shape = { kind: "picture", video: null, timeMs: null } as const;
  return {
    viewId: "00000000-0000-4000-8000-000000000001",
    contentId: "00000000-0000-4000-8000-000000000002",
    severity: "other",
    largestReveal: 0.25,
    expiresAt: budget.hours.changesAt,
    media: [
      { ...shape, medium: 0, width: 960, height: 640, preview: drawnPreview(96, 64) },
      { ...shape, medium: 1, width: 640, height: 960, preview: drawnPreview(64, 96) },
    ],
    problems: [],
    more: false,
    budget,
  };
}

/** Soft grey discs, as base64 of a PNG. */
function drawnPreview(width: number, height: number): string {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const drawing = canvas.getContext("2d");
  if (drawing !== null) {
    const shade = drawing.createRadialGradient(width / 3, height / 3, 4, width / 2, height / 2, width);
    shade.addColorStop(0, "#c8c8c8");
    shade.addColorStop(0.5, "#8a8a8a");
    shade.addColorStop(1, "#5a5a5a");
    drawing.fillStyle = shade;
    drawing.fillRect(0, 0, width, height);
  }
  return canvas.toDataURL("image/png").split(",")[1] ?? "";
}
