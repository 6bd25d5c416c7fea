/** A claim ends so long after the last thing its holder did on the case. */
export const claimMinutes = 30;

/** A case that somebody left to others is not served to them again for so long. */
export const skipHours = 12;

export function claimEnd(at: Date): Date {
  return new Date(at.getTime() + claimMinutes * 60_000);
}

/** Who has a case at this moment; null when nobody does, or the claim ran out. */
export function holderOf(
  { claimed_by: holder, claimed_until: until }: { claimed_by: string | null; claimed_until: Date | null },
  at: Date,
): string | null {
  return holder && until && until > at ? holder : null;
}
