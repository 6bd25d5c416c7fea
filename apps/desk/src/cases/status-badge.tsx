import type { CaseStatus } from "@vigie/contract";
import { useTexts } from "../texts/texts.ts";
import { Badge, type BadgeTone } from "../ui/badge.tsx";

const tones = {
  received: "ink",
  assessed: "ink",
  notified: "quiet",
  referred: "quiet",
  removed: "good",
  returned: "look",
  closed: "quiet",
} as const satisfies Record<CaseStatus, BadgeTone>;

export function StatusBadge({ status }: { status: CaseStatus }) {
  const texts = useTexts();
  return <Badge tone={tones[status]}>{texts.caseStatuses[status]}</Badge>;
}
