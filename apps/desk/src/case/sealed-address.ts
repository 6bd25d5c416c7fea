import type { CaseWordsView, ContentView } from "@vigie/contract";

/** The address of a content: its own, or the unsealed one when the words are open; null while sealed. */
export function addressOf(content: ContentView, words: CaseWordsView | undefined): string | null {
  if (content.url !== null) return content.url;
  return words?.addresses.find(({ contentId }) => contentId === content.id)?.url ?? null;
}
