import { useEffect } from "react";

/** Names the browser tab after the page. Never an address or a reporter's word: tabs are seen over shoulders. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Vigie`;
  }, [title]);
}
