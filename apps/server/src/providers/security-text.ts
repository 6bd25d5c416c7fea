import { lineOf } from "./loose-json.ts";
import { addressOf, webAddressOf } from "./rdap-answers.ts";

/** One way to reach the security desk of a site. */
export interface SecurityContact {
  email: string | null;
  url: string | null;
  phone: string | null;
}

export type SecurityTextReading =
  | { kind: "read"; contacts: readonly SecurityContact[]; expires: Date }
  /** Its own date says that it counts no more. */
  | { kind: "expired" }
  | { kind: "malformed" };

const maxContacts = 3;

/**
 * Reads a security.txt (RFC 9116): at least one `Contact`, exactly one `Expires`, and not after that date. A signature
 * around it is not checked, only stepped over.
 */
export function readSecurityText(text: string, now: Date): SecurityTextReading {
  const fields = text
    .split(/\r?\n/)
    .slice(0, 1_000)
    .flatMap((line) => {
      const field = /^(contact|expires)[ \t]*:[ \t]*(.+)$/i.exec(line.replace(/^- /, "").trim());
      return field ? [{ name: field[1]?.toLowerCase(), value: field[2]?.trim() ?? "" }] : [];
    });
  const dates = fields.flatMap(({ name, value }) => (name === "expires" ? [value] : []));
  const expires =
    dates.length === 1 && /^\d{4}-\d{2}-\d{2}T/i.test(dates[0] ?? "")
      ? Date.parse(dates[0] ?? "")
      : Number.NaN;
  const contacts = fields.flatMap(({ name, value }) => (name === "contact" ? contactOf(value) : []));
  if (Number.isNaN(expires) || contacts.length === 0) return { kind: "malformed" };
  if (expires <= now.getTime()) return { kind: "expired" };
  return { kind: "read", contacts: contacts.slice(0, maxContacts), expires: new Date(expires) };
}

function contactOf(value: string): SecurityContact[] {
  if (/^mailto:/i.test(value)) {
    const email = addressOf(value);
    return email === null ? [] : [{ email, url: null, phone: null }];
  }
  // RFC 9116, 2.5.3: a web address must be https.
  if (/^https:/i.test(value)) {
    const url = webAddressOf(value);
    return url === null ? [] : [{ email: null, url, phone: null }];
  }
  if (/^tel:\+?[\d().-]{3,30}$/i.test(value)) {
    return [{ email: null, url: null, phone: lineOf(value.slice("tel:".length)) }];
  }
  // Many write a bare address, against the RFC.
  const email = addressOf(value);
  return email === null ? [] : [{ email, url: null, phone: null }];
}
