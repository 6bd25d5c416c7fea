// Bidirectional controls, zero-width characters and other invisible ones can make an address read as another.
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Writes invisible characters out, so that an address reads as what it is. */
export function showInvisible(text: string): string {
  return text.replace(invisible, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}

/**
 * How an address is shown: readable first, and its ASCII host beside when they differ,
 * because letters of other scripts can imitate a known host.
 */
export function addressParts(
  url: string | null,
  readableUrl: string | null,
): { readable: string; punycode: string | null } {
  const readable = showInvisible(readableUrl ?? url ?? "");
  if (url === null) return { readable, punycode: null };
  const host = hostOf(url);
  const foreign = host?.split(".").some((label) => label.startsWith("xn--")) ?? false;
  return { readable, punycode: foreign && host !== null && !readable.includes(host) ? host : null };
}

function hostOf(url: string): string | null {
  try {
    return new URL(url).host;
  } catch {
    return null;
  }
}
