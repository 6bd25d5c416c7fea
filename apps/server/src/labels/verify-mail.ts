import postalMime, { type Email } from "postal-mime";
import { isSignedBy, type JwsFault, readJws, thumbprintOf } from "./jws-rules.ts";
import { secondsOf } from "./label-rules.ts";
import { mailStatement, unspaced } from "./mail-statement-rules.ts";
import { type LabelChecks, type LabelVerdict, skewSeconds, verifyLabel } from "./verify-label-rules.ts";

/** Beside what a label may fail for: no label, or more than the plain text that was signed. */
export type MailVerdict =
  | (Extract<LabelVerdict, { kind: "ok" }> & { noticeId: string; messageId: string; sentAt: Date })
  | {
      kind: "refused";
      code: Extract<LabelVerdict, { kind: "refused" }>["code"] | "unsigned" | "not_plain_text";
    };

const signedHeaders = [
  "message-id",
  "from",
  "to",
  "reply-to",
  "subject",
  "date",
  "vigie-notice",
  "vigie-label",
  "vigie-signature",
] as const;

/**
 * Whether a mail is the one that the holder of its label signed. Reads nothing but the mail.
 * @param raw the message as it arrived (`.eml`).
 */
export async function verifyMail(raw: Uint8Array, checks: LabelChecks): Promise<MailVerdict> {
  const mail = await postalMime
    .parse(raw, { maxHeadersSize: 200_000, maxNestingDepth: 20 })
    .catch(() => null);
  if (!mail) return refused("malformed");
  const valuesOf = (name: string) => mail.headers.filter(({ key }) => key === name).map(({ value }) => value);
  if (valuesOf("vigie-label").length === 0 && valuesOf("vigie-signature").length === 0)
    return refused("unsigned");
  // Which of two headers a reader sees is anybody's guess.
  if (signedHeaders.some((name) => valuesOf(name).length !== 1)) return refused("malformed");
  if (!isPlainText(mail)) return refused("not_plain_text");

  const label = verifyLabel(unspaced(valuesOf("vigie-label")[0] ?? ""), checks);
  if (label.kind === "refused") return label;
  const signature = readJws(unspaced(valuesOf("vigie-signature")[0] ?? ""), "vigie-mail");
  if ("fault" in signature) return refused(signature.fault satisfies JwsFault);
  const holder = label.claims.cnf.jwk;
  if (signature.kid !== thumbprintOf(holder)) return refused("key_mismatch");

  const sentAt = new Date(mail.date ?? "");
  const from = onlyAddress([mail.from]);
  const to = onlyAddress(mail.to);
  const replyTo = onlyAddress(mail.replyTo);
  if (Number.isNaN(sentAt.getTime()) || !from || !to || !replyTo) return refused("malformed");
  const noticeId = valuesOf("vigie-notice")[0]?.trim() ?? "";
  const messageId = mail.messageId ?? "";
  const statement = mailStatement({
    noticeId,
    messageId,
    from,
    to,
    replyTo,
    subject: mail.subject ?? "",
    date: sentAt,
    text: mail.text ?? "",
  });
  if (signature.payload.length > 0 || !isSignedBy(holder, signature, Buffer.from(statement)))
    return refused("bad_signature");

  const sent = secondsOf(sentAt);
  if (sent > secondsOf(checks.now) + skewSeconds || sent < label.claims.nbf - skewSeconds)
    return refused("not_yet_valid");
  return { ...label, noticeId, messageId, sentAt };
}

/** Another part could show a reader what was not signed. */
function isPlainText(mail: Email): boolean {
  const type = mail.headers.find(({ key }) => key === "content-type")?.value ?? "text/plain";
  return /^\s*text\/plain\s*(;|$)/i.test(type) && mail.html === undefined && mail.attachments.length === 0;
}

function onlyAddress(addresses: readonly Email["from"][] | undefined): string | undefined {
  const [first, ...more] = addresses ?? [];
  return more.length === 0 ? first?.address : undefined;
}

const refused = (code: Extract<MailVerdict, { kind: "refused" }>["code"]): MailVerdict => ({
  kind: "refused",
  code,
});
