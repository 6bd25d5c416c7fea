const shortestSecret = 12;

/**
 * Whether a password and a passphrase may be used: at least 12 characters each, and not the same. Signing in and
 * unlocking are two acts only when knowing one says nothing about the other.
 */
export function areGoodSecrets({ password, passphrase }: { password: string; passphrase: string }): boolean {
  const forms = [password.normalize("NFC"), passphrase.normalize("NFC")];
  return forms.every((form) => [...form].length >= shortestSecret) && forms[0] !== forms[1];
}
