/**
 * A URL, or null when the text is none. Not `URL.canParse`: once optimised, Node 20's answers wrongly for texts
 * that hold letters such as é.
 */
export function readUrl(text: string, base?: URL): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
