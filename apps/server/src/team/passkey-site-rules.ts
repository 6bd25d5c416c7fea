/** Where passkeys of this installation hold: the domain they are bound to, and the origin browsers state. */
export interface PasskeySite {
  rpId: string;
  origin: string;
}

/**
 * The site of an installation's passkeys, from its public address. Browsers bind a passkey to a domain name, never to
 * a number, and want https, except on the machine itself: there `localhost` stands for the loopback addresses.
 * Source: Web Authentication Level 3, section 5.1.3 and 5.1.4.
 * @returns null where browsers make no passkeys.
 */
export function passkeySite(publicUrl: string): PasskeySite | null {
  const { protocol, hostname, port, origin } = new URL(publicUrl);
  if (/^127\.|^\[::1\]$|^localhost$/.test(hostname)) {
    return { rpId: "localhost", origin: `${protocol}//localhost${port === "" ? "" : `:${port}`}` };
  }
  // However a number was written, a URL spells it with four parts, or in brackets.
  const isNumber = /^\d+\.\d+\.\d+\.\d+$|^\[/.test(hostname);
  return protocol === "https:" && !isNumber ? { rpId: hostname, origin } : null;
}
