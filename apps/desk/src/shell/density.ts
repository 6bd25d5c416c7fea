import { useEffect, useState } from "react";
import { readChoice, writeChoice } from "../ui/stored-choice.ts";

export const densities = ["comfortable", "compact"] as const;
export type Density = (typeof densities)[number];
const storageName = "vigie.desk.density";

/** How close things stand on this browser. tokens.css says what changes: spaces and lines, never text. */
export function useDensity(): [Density, (density: Density) => void] {
  const [density, setDensity] = useState<Density>(() => readChoice(storageName, densities) ?? "comfortable");
  useEffect(() => {
    document.documentElement.dataset["density"] = density;
  }, [density]);
  return [
    density,
    (chosen) => {
      writeChoice(storageName, chosen);
      setDensity(chosen);
    },
  ];
}
