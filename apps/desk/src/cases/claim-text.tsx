import type { ClaimView } from "@vigie/contract";
import { useSession } from "../shell/session-context.ts";
import { useTexts } from "../texts/texts.ts";
import { useNow } from "../ui/use-now.ts";

/** Whose case it is now; a claim that has ended is nobody's. */
export function useHolder(claim: ClaimView | null): { claim: ClaimView; mine: boolean } | null {
  const { me } = useSession();
  const now = useNow();
  if (claim === null || Date.parse(claim.until) <= now) return null;
  return { claim, mine: claim.memberId === me.member.id };
}

export function ClaimText({ claim }: { claim: ClaimView | null }) {
  const texts = useTexts();
  const holder = useHolder(claim);
  const words = texts.queue.claim;
  return (
    <span className="claim-text" data-mine={holder?.mine || undefined}>
      {holder === null ? words.free : holder.mine ? words.mine : words.by(holder.claim.name)}
    </span>
  );
}
