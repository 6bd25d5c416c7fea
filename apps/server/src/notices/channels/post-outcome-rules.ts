import type { PostOutcome } from "../../fetch/fetch-outcome.ts";
import type { ChannelOutcome } from "./channel-port.ts";

/**
 * What an interface's answer means for the notice; null when it took it, and the caller reads the receipt.
 * @param options.repeatable whether the same notice sent twice is one to the recipient. If not, a lost answer and a
 * failure of the server after the last byte are doubt.
 */
export function failureOfPost(
  outcome: PostOutcome,
  { repeatable }: { repeatable: boolean },
): Exclude<ChannelOutcome, { kind: "accepted" }> | null {
  if (outcome.kind === "refused") {
    return { kind: "refused", permanent: true, response: `not sent: ${outcome.reason}` };
  }
  const mayHaveArrived = outcome.released && !repeatable;
  if (outcome.kind === "unreachable") {
    return mayHaveArrived ? { kind: "in_doubt" } : { kind: "unreachable", why: outcome.reason };
  }
  const { status, bodyText } = outcome;
  if (status >= 200 && status < 300) {
    // Who agrees before the end has come has not understood.
    return outcome.released ? null : { kind: "unreachable", why: "protocol" };
  }
  // 503 says that nothing was done; the other failures of a server do not.
  if (status >= 500 && status !== 503 && mayHaveArrived) return { kind: "in_doubt" };
  return { kind: "refused", permanent: !isForNow(status), response: `HTTP ${status}${sentenceIn(bodyText)}` };
}

/** Redirects are not followed: they end the delivery, and a person looks at the address. */
function isForNow(status: number): boolean {
  return status >= 500 || [408, 425, 429].includes(status);
}

const longestSentence = 300;

/** What the server says about it: RFC 9457, else the `message` of AT Protocol. */
function sentenceIn(bodyText: string): string {
  try {
    const { detail, title, message } = Object(JSON.parse(bodyText)) as Record<string, unknown>;
    const said = [detail, title, message].find((part) => typeof part === "string" && part !== "");
    return said === undefined ? "" : `: ${oneLine(String(said))}`;
  } catch {
    return "";
  }
}

function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim()
    .slice(0, longestSentence)
    .toWellFormed();
}
