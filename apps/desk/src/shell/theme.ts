import { useEffect, useState } from "react";
import { readChoice, writeChoice } from "../ui/stored-choice.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];
const storageName = "vigie.desk.theme";

/** The theme of this browser. `system` follows the machine. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => readChoice(storageName, themes) ?? "system");
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  return [
    theme,
    (chosen) => {
      writeChoice(storageName, chosen);
      setTheme(chosen);
    },
  ];
}
