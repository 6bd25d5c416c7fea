export interface SmtpServer {
  host: string;
  /** 587 for `smtp:`, 465 for `smtps:`, unless the URL says otherwise. */
  port: number;
  /** TLS from the first byte (`smtps:`). */
  secure: boolean;
  starttls: "required" | "when_offered" | "never";
  login: { user: string; pass: string } | undefined;
}

/**
 * Reads `smtp://user:password@host:port` or `smtps://…`.
 * STARTTLS is used when the server offers it, and required as soon as a password would travel; `?starttls=required`
 * or `?starttls=never` decides otherwise. Certificates are always verified.
 * @throws Error with a sentence for the operator, without the password.
 */
export function readSmtpUrl(text: string): SmtpServer {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw unusable("it is not a URL");
  }
  if (url.protocol !== "smtp:" && url.protocol !== "smtps:")
    throw unusable("it must begin with smtp:// or smtps://");
  if (url.hostname === "") throw unusable("it names no host");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const secure = url.protocol === "smtps:";
  const login =
    url.username === ""
      ? undefined
      : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  return {
    host,
    port: url.port === "" ? (secure ? 465 : 587) : Number(url.port),
    secure,
    starttls: starttlsOf(url.searchParams.get("starttls"), login !== undefined && !isLoopback(host)),
    login,
  };
}

function starttlsOf(asked: string | null, carriesPassword: boolean): SmtpServer["starttls"] {
  if (asked === null) return carriesPassword ? "required" : "when_offered";
  if (asked === "required" || asked === "never") return asked;
  throw unusable("starttls can be “required” or “never”");
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}

function unusable(why: string): Error {
  return new Error(
    `VIGIE_SMTP_URL cannot be used: ${why}. Example: smtps://user:password@mail.example.org:465. ` +
      "Without it, notices are written as files in the data folder.",
  );
}
