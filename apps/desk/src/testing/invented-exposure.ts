import { randomUUID } from "node:crypto";
import {
  type BudgetView,
  type ExposedView,
  longestPreviewSide,
  type MediumView,
  type OverrideView,
  type OwnExposure,
  type RevealAnswer,
  type RevealBody,
  revealSeconds,
  type TeamExposure,
} from "@vigie/contract";

const hourMs = 3_600_000;
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const dayBefore = (days: number) => new Date(Date.now() - days * 24 * hourMs).toISOString().slice(0, 10);

/** What the fake desk knows of looking: drawn shapes, invented budgets. */
export interface InventedExposure {
  budget: BudgetView;
  overrides: OverrideView[];
  views: Map<string, ExposedView>;
  /** The next reveals are refused so, while it is set. */
  refuse: Extract<RevealAnswer, { kind: "refused" }>["why"] | null;
}

export function inventedExposure(): InventedExposure {
  return {
    budget: {
      state: "within",
      day: { usedSeconds: 1_095, ofSeconds: 3_600 },
      block: { beganAt: inMs(-18 * 60_000), endsAt: inMs(22 * 60_000) },
      breakUntil: null,
      hours: { open: true, changesAt: inMs(4 * hourMs) },
      overrideUntil: null,
      overrideRequestedAt: null,
    },
    overrides: [
      {
        overrideId: randomUUID(),
        memberId: randomUUID(),
        name: "Noor",
        reason: "Une menace datée de ce soir ; personne d'autre ne lit la langue.",
        requestedAt: inMs(-4 * 60_000),
      },
    ],
    views: new Map(),
    refuse: null,
  };
}

/** Two pictures and three frames of one video. */
export function inventedView({ budget }: InventedExposure, contentId: string): ExposedView {
  const shape = { width: 1_200, height: 800 };
  const media = Array.from({ length: 5 }, (_, medium): MediumView => {
    const isFrame = medium > 1;
    return {
      medium,
      kind: isFrame ? "frame" : "picture",
      video: isFrame ? 0 : null,
      timeMs: isFrame ? (medium - 2) * 31_000 : null,
      ...shape,
      preview: drawn(
        medium,
        { x: 0, y: 0, width: 1, height: 1 },
        { side: longestPreviewSide, blurred: true },
      ),
    };
  });
  return {
    viewId: randomUUID(),
    contentId,
    severity: "severe",
    largestReveal: 1 / 4,
    expiresAt: inMs(15 * 60_000),
    media,
    problems: ["no_video_here", "not_reached"],
    more: false,
    budget,
  };
}

export function inventedReveal(exposure: InventedExposure, body: RevealBody): RevealAnswer {
  const { budget, refuse } = exposure;
  if (refuse !== null) {
    budget.state = refuse === "on_break" ? "on_break" : "spent";
    return { kind: "refused", why: refuse, until: inMs(14 * 60_000), budget };
  }
  budget.day.usedSeconds += revealSeconds;
  return {
    kind: "shown",
    picture: drawn(body.medium, body, { side: 300, blurred: false, filters: body.filters }),
    width: 300,
    height: 200,
    seconds: revealSeconds,
    until: inMs(revealSeconds * 1_000),
    budget,
  };
}

export function inventedOwnExposure({ budget }: InventedExposure): OwnExposure {
  const days = [0, 1, 2, 4, 5, 6, 9, 11, 12, 15, 18, 19, 24].map(
    (back, index): OwnExposure["days"][number] => {
      const seconds = 300 + ((index * 7_919) % 1_500);
      const severeSeconds = Math.round(seconds / (2 + (index % 3)));
      return {
        day: dayBefore(back),
        reveals: Math.round(seconds / revealSeconds),
        seconds,
        weightedSeconds: seconds + severeSeconds,
        severeSeconds,
        hours: [9, 10, 14 + (index % 3)].map((hour) => ({ hour, seconds: Math.round(seconds / 3) })),
        topics: [
          { topic: "hate", seconds: seconds - severeSeconds },
          { topic: "terrorism", seconds: severeSeconds },
        ],
      };
    },
  );
  return { budget, days, next: null };
}

export function inventedTeamExposure(): TeamExposure {
  const states = ["within", "near", "within", "on_break", "spent", "within"] as const;
  return {
    members: ["Camille", "Noor", "Lou", "Sacha", "Ange", "Dominique"].map((name, index) => ({
      memberId: randomUUID(),
      name,
      state: states[index] ?? "within",
    })),
    weeks: [
      { week: dayBefore(7), minutes: 460, severeMinutes: 190 },
      { week: dayBefore(14), minutes: 520, severeMinutes: 240 },
      { week: dayBefore(21), minutes: 380, severeMinutes: null },
      { week: dayBefore(28), minutes: null, severeMinutes: null },
    ],
  };
}

interface Drawing {
  side: number;
  blurred: boolean;
  filters?: readonly string[];
}

/** A region of an invented picture (hills, a sun, stripes) as a bitmap file, base64. */
function drawn(
  seed: number,
  { x, y, width, height }: Pick<RevealBody, "x" | "y" | "width" | "height">,
  { side, blurred, filters = [] }: Drawing,
): string {
  const [columns, rows] = [side, Math.round((side * 2) / 3)];
  const stride = Math.ceil((columns * 3) / 4) * 4;
  const file = Buffer.alloc(54 + stride * rows);
  file.write("BM");
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(columns, 18);
  file.writeInt32LE(rows, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const at = [x + (width * column) / columns, y + (height * row) / rows] as const;
      const colour = blurred ? hazeAt(...at) : colourAt(seed, ...at);
      const grey = (colour[0] + colour[1] + colour[2]) / 3;
      const shown = blurred || filters.includes("grey") ? [grey, grey, grey] : colour;
      // Bitmaps begin at the bottom, and with blue.
      const place = 54 + (filters.includes("flipped") ? row : rows - 1 - row) * stride + column * 3;
      for (const [channel, value] of shown.entries()) file[place + 2 - channel] = value;
    }
  }
  return file.toString("base64");
}

type Colour = [number, number, number];

function hazeAt(x: number, y: number): Colour {
  const light = 120 + 50 * Math.cos(3 * (x - 0.7)) * Math.cos(3 * (y - 0.3));
  return [light, light, light];
}

function colourAt(seed: number, x: number, y: number): Colour {
  if ((x - 0.7) ** 2 + (y - 0.3) ** 2 < 0.02) return [243, 176, 74];
  if (y > 0.65 + 0.08 * Math.sin(9 * x + seed))
    return Math.floor(x * 40) % 2 ? [29, 95, 76] : [143, 211, 187];
  return [185 - 60 * y, 205 - 40 * y, 246 - 20 * ((seed * 3) % 5)];
}
