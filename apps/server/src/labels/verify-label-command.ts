import { jwsIn, LabelFileError, readKeyFile, readLabelFile, readRegisterFile } from "./label-files.ts";
import { areaPattern } from "./label-rules.ts";
import { type LabelChecks, type LabelVerdict, verifyLabel } from "./verify-label-rules.ts";
import { type MailVerdict, verifyMail } from "./verify-mail.ts";

export interface VerifyLabelOptions {
  file: string;
  trust: readonly string[];
  register: string | null;
  revocations: string | null;
  area: string | null;
  json: boolean;
  now: Date;
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
}

type Verdict = LabelVerdict | MailVerdict;

/**
 * `vigie label verify`: whether a label, or a mail that carries one, holds. Reads the files it is given and nothing
 * else: no network, no database.
 * @returns the exit status: 0 it holds, 1 it does not, 2 when a file or an option cannot be used.
 */
export async function runVerifyLabel(options: VerifyLabelOptions): Promise<0 | 1 | 2> {
  const { file, area, json, stdout, stderr } = options;
  try {
    if (area !== null && !areaPattern.test(area))
      throw new LabelFileError("An area is a family of grounds, such as image_based_abuse.");
    const bytes = await readLabelFile(file);
    const checks: LabelChecks = {
      now: options.now,
      trusted: await Promise.all(options.trust.map(readKeyFile)),
      register: options.register === null ? [] : await readRegisterFile(options.register),
      revocations:
        options.revocations === null ? null : jwsIn(await readLabelFile(options.revocations), "revocations"),
      area: area ?? undefined,
    };
    const verdict: Verdict = isMail(bytes)
      ? await verifyMail(bytes, checks)
      : verifyLabel(jwsIn(bytes, "label"), checks);
    stdout.write(json ? `${JSON.stringify(verdict)}\n` : told(verdict));
    return verdict.kind === "ok" ? 0 : 1;
  } catch (error) {
    if (!(error instanceof LabelFileError)) throw error;
    stderr.write(`${error.message}\n`);
    return 2;
  }
}

/** A mail begins with a header line; neither a JWS nor JSON does. */
const isMail = (bytes: Buffer) => /^[!-9;-~]+:[ \t]/.test(bytes.subarray(0, 200).toString("latin1"));

function told(verdict: Verdict): string {
  if (verdict.kind === "refused") return `REFUSED (${verdict.code}). ${sentences[verdict.code]}\n`;
  const { areas, claims, level, entry, revocations } = verdict;
  const date = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);
  return [
    "noticeId" in verdict
      ? "VERIFIED. The holder of this label signed this message, and nothing of it was changed."
      : "VERIFIED. This label is whole and valid today.",
    `  holder     ${claims.name} (${claims.country})`,
    `  key        ${claims.sub}`,
    `  level      ${level}: ${levels[level]}`,
    ...(entry
      ? [
          `  register   ${printable(`${entry.register}, ${entry.entry}, matched on ${entry.matchedOn} by ${entry.matchedBy}`)}`,
        ]
      : []),
    `  issued by  ${claims.iss.name}${claims.iss.url ? ` (${printable(claims.iss.url)})` : ""}`,
    `  areas      ${areas.length === 0 ? "all" : areas.join(", ")}`,
    `  valid      ${date(claims.nbf)} to ${date(claims.exp)}`,
    `  number     ${claims.jti}`,
    ...("noticeId" in verdict
      ? [`  notice     ${printable(verdict.noticeId)}`, `  sent       ${verdict.sentAt.toISOString()}`]
      : []),
    revocations === "fresh"
      ? "Its issuer's list of revocations is fresh and does not name it."
      : "Revocations were not checked: fetch /.well-known/vigie-label-revocations.json of the issuer and give it with --revocations.",
    "",
  ].join("\n");
}

const levels = {
  declared: "signed by its own holder. It shows that two messages come from the same hand, and no more.",
  vouched: "signed by a key that you gave with --trust.",
  registered:
    "your register file matches this key to a trusted flagger of the public register, for these areas.",
} as const;

const sentences = {
  malformed:
    "This is no label of Vigie, or it was damaged or changed. Ask its sender for the file as it is at /.well-known/vigie-label.json.",
  wrong_type: "It is signed, and is no label: another kind of document stands in its place.",
  wrong_algorithm: "It asks to be verified in a way that labels do not use. Do not accept it.",
  bad_signature:
    "The signature does not fit: something was changed since. Do not rely on it; ask the sender.",
  unknown_key:
    "It is signed by a key that you did not say you trust. If you know the issuer, give its key with --trust.",
  key_mismatch: "It names one key and shows another. Do not accept it.",
  expired: "It is out of date. Ask its holder for the present one.",
  not_yet_valid: "It is not valid yet. Compare the clock of this machine, or wait.",
  revoked: "Its issuer took it back. Treat what it came with as unsigned.",
  revocations_stale: "The list of revocations is out of date. Fetch it again from the issuer.",
  revocations_unusable:
    "The list of revocations was not signed by the issuer of this label. Fetch it from the issuer's own address.",
  area_not_covered: "It is valid, and does not cover this area.",
  unsigned: "This message carries no label, or no signature.",
  not_plain_text:
    "Only a plain text message without attachments is signed; this one holds more, or was rewritten.",
} as const satisfies Record<Extract<Verdict, { kind: "refused" }>["code"], string>;

/** Words from a file, without anything that could act on a terminal. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, " ").slice(0, 600);
}
