import type { MailAuthentication } from "@vigie/contract";

type Verdict = MailAuthentication["spf"];

// What stands further on in a header is not read.
const longestHeader = 8_000;

/**
 * What the trusted server found out about a message (RFC 8601). Only the topmost header that names it is read: whoever
 * wrote the message may have written others (section 5), and the trusted server removes those that claim its name.
 * @param headers values of `Authentication-Results`, topmost first.
 * @param authority authserv-id of the trusted server; null: nobody is believed.
 * @returns null when nobody is believed; all `none` when the trusted server said nothing.
 */
export function readAuthenticationResults(
  headers: readonly string[],
  authority: string | null,
): MailAuthentication | null {
  if (authority === null) return null;
  const found: MailAuthentication = { spf: "none", dkim: "none", dmarc: "none" };
  const wanted = authority.toLowerCase();
  const trusted = headers
    .map((header) => parts(header))
    .find(([id = ""]) => id.trim().split(/\s/)[0]?.toLowerCase() === wanted);
  for (const part of trusted?.slice(1) ?? []) {
    const [, method, result] =
      /^\s*(spf|dkim|dmarc)\s*(?:\/\s*\d+\s*)?=\s*([a-z]+)/i.exec(part.slice(0, 200)) ?? [];
    if (!method || !result) continue;
    const name = method.toLowerCase() as keyof MailAuthentication;
    found[name] = joined(name, found[name], verdictOf(result.toLowerCase()));
  }
  return found;
}

/** One good signature is enough; of anything else the worse counts. */
function joined(name: keyof MailAuthentication, one: Verdict, other: Verdict): Verdict {
  const order: readonly Verdict[] = name === "dkim" ? ["pass", "fail", "none"] : ["fail", "pass", "none"];
  return order.find((verdict) => verdict === one || verdict === other) ?? "none";
}

function verdictOf(result: string): Verdict {
  if (result === "pass") return "pass";
  return result === "fail" || result === "softfail" || result === "policy" ? "fail" : "none";
}

/** Splits at semicolons; comments, which may nest, are left out, quoted strings are kept whole. One pass. */
function parts(header: string): string[] {
  const found: string[] = [];
  let part = "";
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < header.length && at < longestHeader; at += 1) {
    const character = header[at] ?? "";
    if (character === "\\" && (quoted || depth > 0)) {
      at += 1;
      if (depth === 0) part += header[at] ?? "";
    } else if (quoted) {
      if (character === '"') quoted = false;
      else part += character;
    } else if (character === "(") {
      depth += 1;
    } else if (character === ")") {
      depth = Math.max(0, depth - 1);
    } else if (depth > 0) {
      // Inside a comment.
    } else if (character === '"') {
      quoted = true;
    } else if (character === ";") {
      found.push(part);
      part = "";
    } else {
      part += character;
    }
  }
  found.push(part);
  return found;
}
