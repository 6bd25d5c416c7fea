export interface ImapServer {
  host: string;
  /** 143 for `imap:`, 993 for `imaps:`, unless the URL says otherwise. */
  port: number;
  /** TLS from the first byte (`imaps:`). */
  secure: boolean;
  starttls: "required" | "when_offered" | "never";
  login: { user: string; pass: string };
  mailbox: string;
}

/**
 * Reads `imap://user:password@host:port/mailbox` or `imaps://…`; without a path, `INBOX`. STARTTLS is required unless
 * the server is this machine or `?starttls=never` says otherwise. Certificates are always verified.
 * @throws Error with a sentence for the operator, without the password.
 */
export function readImapUrl(text: string): ImapServer {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw unusable("it is not a URL");
  }
  if (url.protocol !== "imap:" && url.protocol !== "imaps:")
    throw unusable("it must begin with imap:// or imaps://");
  if (url.hostname === "") throw unusable("it names no host");
  if (url.username === "" || url.password === "") throw unusable("it needs a user and a password");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const secure = url.protocol === "imaps:";
  return {
    host,
    port: url.port === "" ? (secure ? 993 : 143) : Number(url.port),
    secure,
    starttls: starttlsOf(url.searchParams.get("starttls"), isLoopback(host)),
    login: { user: decoded(url.username), pass: decoded(url.password) },
    mailbox: decoded(url.pathname.slice(1)) || "INBOX",
  };
}

function starttlsOf(asked: string | null, loopback: boolean): ImapServer["starttls"] {
  if (asked === null) return loopback ? "when_offered" : "required";
  if (asked === "required" || asked === "never") return asked;
  throw unusable("starttls can be “required” or “never”");
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw unusable("a % in user, password or mailbox is not followed by two digits; write %25 for it");
  }
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}

function unusable(why: string): Error {
  return new Error(
    `VIGIE_IMAP_URL cannot be used: ${why}. Example: imaps://user:password@mail.example.org:993/INBOX. ` +
      "Without it, no answers are read from a mailbox.",
  );
}
