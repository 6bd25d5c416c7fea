import { useQueryClient } from "@tanstack/react-query";
import { liveEvent, routes } from "@vigie/contract";
import { useEffect, useState } from "react";
import { queryKeys } from "./queries.ts";

// A burst of events (fifty reports of one page) becomes one reading.
const gatherMs = 250;

/**
 * Listens to the live stream and reads again what changed.
 * @returns false while the stream is interrupted; the browser tries again by itself.
 */
export function useLive(enabled: boolean): boolean {
  const client = useQueryClient();
  const [connected, setConnected] = useState(true);
  useEffect(() => {
    if (!enabled) return;
    const changedCases = new Set<string>();
    const changedWords = new Set<string>();
    const changedLinks = new Set<string>();
    let changedBanks = false;
    let changedHandovers = false;
    let changedExposure = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const source = new EventSource(routes.live.path);
    const refresh = () => {
      timer = undefined;
      void client.invalidateQueries({ queryKey: queryKeys.lists });
      void client.invalidateQueries({ queryKey: queryKeys.figures });
      void client.invalidateQueries({ queryKey: queryKeys.mailbox });
      if (changedBanks) void client.invalidateQueries({ queryKey: queryKeys.banks });
      changedBanks = false;
      if (changedHandovers) void client.invalidateQueries({ queryKey: queryKeys.handovers });
      changedHandovers = false;
      if (changedExposure) {
        void client.invalidateQueries({ queryKey: queryKeys.budget });
        void client.invalidateQueries({ queryKey: queryKeys.overrides });
      }
      changedExposure = false;
      for (const caseId of changedCases) {
        void client.invalidateQueries({ queryKey: queryKeys.case(caseId), exact: true });
        void client.invalidateQueries({ queryKey: queryKeys.plan(caseId) });
      }
      for (const caseId of changedLinks) {
        void client.invalidateQueries({ queryKey: queryKeys.links(caseId) });
        void client.invalidateQueries({ queryKey: queryKeys.network(caseId) });
      }
      for (const caseId of changedWords) void client.invalidateQueries({ queryKey: queryKeys.words(caseId) });
      changedCases.clear();
      changedWords.clear();
      changedLinks.clear();
    };
    const schedule = () => {
      timer ??= setTimeout(refresh, gatherMs);
    };
    let dropped = false;
    source.onopen = () => {
      setConnected(true);
      // What happened while the stream was down is unknown: read everything shown again.
      if (dropped) void client.invalidateQueries();
      dropped = false;
    };
    source.onerror = () => {
      dropped = true;
      setConnected(false);
      // A closed stream means that the server refused it; `me` tells whether the session ended.
      if (source.readyState === EventSource.CLOSED) void client.invalidateQueries({ queryKey: queryKeys.me });
    };
    source.onmessage = (message: MessageEvent<string>) => {
      const event = readEvent(message.data);
      // A reading changes nothing; reading again because of it would never end.
      if (event === null || event.type === "case.words_read") return;
      if (event.type.startsWith("bank.")) changedBanks = true;
      if (event.type.startsWith("handover.")) changedHandovers = true;
      if (event.type.startsWith("exposure.override")) changedExposure = true;
      if (event.caseId !== null) {
        changedCases.add(event.caseId);
        // Sealed words are opened again only when there are new ones.
        if (event.type.startsWith("link.")) changedLinks.add(event.caseId);
        if (event.type.startsWith("report.")) changedWords.add(event.caseId);
      }
      schedule();
    };
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [client, enabled]);
  return connected;
}

function readEvent(data: string) {
  try {
    const parsed = liveEvent.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
