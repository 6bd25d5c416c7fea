import type { Factor } from "@vigie/contract";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { useNow } from "../ui/use-now.ts";
import { whySentence } from "./why-rules.ts";

interface WhyTextProps {
  why: readonly Factor[];
  /** How many reasons are said. */
  most?: number;
  className?: string;
}

/** Why a case stands where it does, as one sentence; nothing when there is no reason. */
export function WhyText({ why, most = 3, className }: WhyTextProps) {
  const texts = useTexts();
  const language = useLanguage();
  const now = useNow();
  const sentence = whySentence(why, { texts, language, now }, most);
  return sentence === "" ? null : (
    <span className={className} title={sentence}>
      {sentence}
    </span>
  );
}
