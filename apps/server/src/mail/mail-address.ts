import { domainToASCII, domainToUnicode } from "node:url";

export type MailAddressReading =
  | { kind: "ok"; address: string }
  | { kind: "refused"; why: "empty" | "too_long" | "not_one_address" | "local_part" | "domain" };

// RFC 5321, 4.5.3.1, and RFC 3696 erratum 1690: octets.
const longestAddress = 254;
const longestLocalPart = 64;
const longestDomain = 253;

// The dot-atom of RFC 5322 without `%`, `!`, `|`, the backquote, `/` and `$`: old mail servers read routes,
// commands or files in them, and no abuse desk is written with one.
const localPart = /^[A-Za-z0-9#&'*+=?^_{}~-]+(?:\.[A-Za-z0-9#&'*+=?^_{}~-]+)*$/;
const domainCharacters = /^[\p{L}\p{M}\p{N}.-]+$/u;
const domainLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads one plain address as a person typed it. No display name, list, comment, route, quoted or non-ASCII local
 * part, no line break of any kind: what comes out can be put in an envelope and a header as it is.
 * @returns the address with an ASCII domain in lower case (IDN as punycode); the local part keeps its case.
 * @example parseMailAddress("Abuse@Hébergeur.example") // { kind: "ok", address: "Abuse@xn--hbergeur-b1a.example" }
 */
export function parseMailAddress(text: string): MailAddressReading {
  if (text.length > 4 * longestAddress) return { kind: "refused", why: "too_long" };
  // Only the plain space: a line break at the end is refused like one in the middle.
  const typed = text.replace(/^ +| +$/g, "");
  if (typed === "") return { kind: "refused", why: "empty" };
  if (typed.length > longestAddress) return { kind: "refused", why: "too_long" };
  const [local, domain, ...more] = typed.split("@");
  if (local === undefined || domain === undefined || more.length > 0) {
    return { kind: "refused", why: "not_one_address" };
  }
  if (local.length > longestLocalPart) return { kind: "refused", why: "too_long" };
  if (!localPart.test(local)) return { kind: "refused", why: "local_part" };
  const ascii = asciiDomain(domain);
  if (ascii === null) return { kind: "refused", why: "domain" };
  const address = `${local}@${ascii}`;
  if (address.length > longestAddress) return { kind: "refused", why: "too_long" };
  return { kind: "ok", address };
}

function asciiDomain(typed: string): string | null {
  const domain = typed.toLowerCase();
  if (!domainCharacters.test(domain)) return null;
  // Full-width letters, circled digits and the like: they would silently become another name.
  if (domain.normalize("NFKC") !== domain.normalize("NFC")) return null;
  const ascii = domainToASCII(domain);
  if (ascii === "" || ascii.length > longestDomain) return null;
  const labels = ascii.split(".");
  if (labels.length < 2 || !labels.every((label) => domainLabel.test(label) && isSoundPunycode(label)))
    return null;
  // A last label of digits makes an IP address of it.
  return /^\d/.test(labels.at(-1) ?? "") ? null : ascii;
}

/** Some versions of the platform let a label through that only looks like Punycode. */
function isSoundPunycode(label: string): boolean {
  if (!label.startsWith("xn--")) return true;
  const letters = domainToUnicode(label);
  return letters !== label && domainToASCII(letters) === label;
}
