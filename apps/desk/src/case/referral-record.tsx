import type { ReferralStatus, ReferralView } from "@vigie/contract";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Badge, type BadgeTone } from "../ui/badge.tsx";
import { SpokenText } from "../ui/spoken-text.tsx";
import { useRelative } from "../ui/use-relative.ts";
import { useOpenCase } from "./case-context.ts";

export const referralTones = {
  prepared: "look",
  filed: "ink",
  acknowledged: "ink",
  acted: "good",
  refused: "quiet",
} as const satisfies Record<ReferralStatus, BadgeTone>;

export function ReferralRecord({ referral }: { referral: ReferralView }) {
  const texts = useTexts();
  const relative = useRelative();
  const { mayDecide, openPanel } = useOpenCase();
  const open = referral.status !== "acted" && referral.status !== "refused";
  return (
    <div className="record">
      <p className="record-line">
        <Badge tone={referralTones[referral.status]}>{texts.referral.statuses[referral.status]}</Badge>
        <span>{referral.authority.name}</span>
      </p>
      <p className="small quiet">
        {[
          referral.reference ?? texts.referral.noReference,
          ...(referral.filedAt === null ? [] : [texts.referral.filedOn(relative(referral.filedAt))]),
          ...(referral.answeredAt === null ? [] : [texts.referral.answeredOn(relative(referral.answeredAt))]),
        ].join(" · ")}
      </p>
      {referral.note !== null && <SpokenText text={referral.note} />}
      {mayDecide && open && (
        <ActionButton small keyAction="refer" onPress={() => openPanel("refer")}>
          {referral.status === "prepared" ? texts.referral.recordFiled : texts.referral.recordAnswer}
        </ActionButton>
      )}
    </div>
  );
}
