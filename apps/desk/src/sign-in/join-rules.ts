/** Characters a password and a passphrase need at least; the server refuses fewer. */
export const secretMinimum = 12;

export interface JoinDraft {
  password: string;
  passphrase: string;
  passphraseAgain: string;
}

export type JoinFault = "too_short" | "same" | "differ";

/** What is wrong with the two secrets, by field. */
export function joinFaults(draft: JoinDraft): Partial<Record<keyof JoinDraft, JoinFault>> {
  const faults: Partial<Record<keyof JoinDraft, JoinFault>> = {};
  if ([...draft.password].length < secretMinimum) faults.password = "too_short";
  if ([...draft.passphrase].length < secretMinimum) faults.passphrase = "too_short";
  else if (draft.passphrase === draft.password) faults.passphrase = "same";
  if (draft.passphraseAgain !== draft.passphrase) faults.passphraseAgain = "differ";
  return faults;
}

/** A code as authenticator applications show it, without the spaces people copy along. */
export function tidyCode(code: string): string {
  return code.replace(/\s/gu, "");
}

/** The token of an invitation, from the part of the address that is never sent to a server. */
export function tokenOf(fragment: string): string | null {
  const token = fragment.replace(/^#/, "");
  return token === "" ? null : token;
}

/** A secret in groups of four, easier to copy by eye. */
export function groupedSecret(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, "$1 ");
}
