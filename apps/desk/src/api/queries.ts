import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Language, Role, RouteName } from "@vigie/contract";
import { routes } from "@vigie/contract";
import { api, type CaseFilter } from "../api.ts";

/** Cache keys: everything of one case starts with `case, id`. */
export const queryKeys = {
  me: ["me"],
  catalogue: ["catalogue"],
  figures: ["figures"],
  team: ["team"],
  colleagues: ["colleagues"],
  ownSettings: ["own", "settings"],
  ownActivity: ["own", "activity"],
  passkeys: ["own", "passkeys"],
  /** All of one's own exposure: the ledger and the budgets. */
  exposure: ["own", "exposure"],
  ledger: ["own", "exposure", "ledger"],
  budget: ["own", "exposure", "budget"],
  teamExposure: ["team-exposure"],
  overrides: ["overrides"],
  handovers: ["handovers"],
  label: ["label"],
  record: ["record"],
  banks: ["banks"],
  mailbox: ["mailbox"],
  lists: ["cases"],
  toEscalate: ["cases", "to-escalate"],
  counts: ["cases", "counts"],
  savedFilters: ["saved-filters"],
  week: ["week"],
  list: (filter: CaseFilter) => ["cases", filter],
  case: (caseId: string) => ["case", caseId],
  words: (caseId: string) => ["case", caseId, "words"],
  plan: (caseId: string) => ["case", caseId, "plan"],
  links: (caseId: string) => ["case", caseId, "links"],
  network: (caseId: string) => ["case", caseId, "network"],
  // Links make a group: it is read again with them.
  group: (caseId: string) => ["case", caseId, "links", "group"],
} as const;

export function useMe() {
  return useQuery({ queryKey: queryKeys.me, queryFn: ({ signal }) => api.me(signal), staleTime: 60_000 });
}

export function useCatalogue() {
  return useQuery({
    queryKey: queryKeys.catalogue,
    queryFn: ({ signal }) => api.catalogue(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useFigures() {
  return useQuery({
    queryKey: queryKeys.figures,
    queryFn: ({ signal }) => api.figures(signal),
    // An observer has no live stream.
    refetchInterval: 60_000,
  });
}

export function useTeam() {
  return useQuery({ queryKey: queryKeys.team, queryFn: ({ signal }) => api.team(signal) });
}

export function useColleagues() {
  return useQuery({ queryKey: queryKeys.colleagues, queryFn: ({ signal }) => api.colleagues(signal) });
}

export function useOwnSettings() {
  return useQuery({ queryKey: queryKeys.ownSettings, queryFn: ({ signal }) => api.ownSettings(signal) });
}

export function usePasskeys() {
  return useQuery({ queryKey: queryKeys.passkeys, queryFn: ({ signal }) => api.passkeys(signal) });
}

export function useOwnActivity() {
  return useInfiniteQuery({
    queryKey: queryKeys.ownActivity,
    queryFn: ({ pageParam, signal }) => api.ownActivity(pageParam, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next,
  });
}

/** One's own ledger of looking, newest day first. */
export function useOwnExposure() {
  return useInfiniteQuery({
    queryKey: queryKeys.ledger,
    queryFn: ({ pageParam, signal }) => api.ownExposure(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    // It grows with every look, of which no event tells.
    staleTime: 0,
  });
}

/** One's own budgets now. Each answer to a reveal brings them too. */
export function useBudget() {
  return useQuery({
    queryKey: queryKeys.budget,
    queryFn: async ({ signal }) => (await api.ownExposure(null, signal)).budget,
    // Breaks and stop hours pass by themselves.
    refetchInterval: 60_000,
  });
}

export function useTeamExposure() {
  return useQuery({ queryKey: queryKeys.teamExposure, queryFn: ({ signal }) => api.teamExposure(signal) });
}

/** Requests of colleagues to look on past their budget, oldest first. */
export function useOverrides() {
  return useInfiniteQuery({
    queryKey: queryKeys.overrides,
    queryFn: ({ pageParam, signal }) => api.overrides(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    // A request waits half an hour, then it is gone.
    refetchInterval: 60_000,
  });
}

/** Handover notes, newest first. A colleague may write one at any time: they come back with the focus. */
export function useHandovers() {
  return useInfiniteQuery({
    queryKey: queryKeys.handovers,
    queryFn: ({ pageParam, signal }) => api.handovers(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

export function useCases(filter: CaseFilter) {
  return useInfiniteQuery({
    queryKey: queryKeys.list(filter),
    queryFn: ({ pageParam, signal }) => api.listCases({ ...filter, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

// The list puts what is late or failed first: it is among these as long as there are not more of it.
const countedCases = 100;

/** How many open cases wait for the next contact. `more`: at least as many as were counted. */
export function useToEscalate(enabled: boolean) {
  return useQuery({
    queryKey: queryKeys.toEscalate,
    queryFn: async ({ signal }) => {
      const { cases } = await api.listCases({ q: "", status: "open", after: null }, signal);
      const count = cases.filter(({ nextStep }) => nextStep === "escalate").length;
      return { count, more: count === countedCases };
    },
    enabled,
  });
}

/** Exact figures of what waits. */
export function useCaseCounts() {
  return useQuery({
    queryKey: queryKeys.counts,
    queryFn: async ({ signal }) => {
      const { counts } = await api.listCases({ q: "", status: "open", after: null, limit: 1 }, signal);
      return counts;
    },
  });
}

export function useSavedFilters() {
  return useInfiniteQuery({
    queryKey: queryKeys.savedFilters,
    queryFn: ({ pageParam, signal }) => api.savedFilters(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

/** What became of the cases in which whoever asks had a part. */
export function useWeek() {
  return useQuery({
    queryKey: queryKeys.week,
    queryFn: ({ signal }) => api.week(signal),
    refetchInterval: 300_000,
  });
}

/** Open cases that are one thing with this one. */
export function useCaseGroup(caseId: string, enabled: boolean) {
  return useQuery({
    queryKey: queryKeys.group(caseId),
    queryFn: ({ signal }) => api.caseGroup(caseId, signal),
    enabled,
  });
}

/** Messages that wait for a person, and how the mailbox is. */
export function useMailbox(enabled: boolean) {
  return useQuery({
    queryKey: queryKeys.mailbox,
    queryFn: ({ signal }) => api.quarantine(signal),
    enabled,
  });
}

export function useLabel() {
  return useQuery({ queryKey: queryKeys.label, queryFn: ({ signal }) => api.label(signal) });
}

/** What became of our notices. Read again by itself: many events change it, and it is large. */
export function useRecord() {
  return useQuery({
    queryKey: queryKeys.record,
    queryFn: ({ signal }) => api.notifierRecord(signal),
    refetchInterval: 60_000,
  });
}

export function useBanks() {
  return useQuery({ queryKey: queryKeys.banks, queryFn: ({ signal }) => api.banks(signal) });
}

export function useCase(caseId: string) {
  return useQuery({ queryKey: queryKeys.case(caseId), queryFn: ({ signal }) => api.getCase(caseId, signal) });
}

/** The reporters' words. Dropped from memory as soon as nobody shows them. */
export function useCaseWords(caseId: string, unlocked: boolean) {
  return useQuery({
    queryKey: queryKeys.words(caseId),
    queryFn: ({ signal }) => api.caseWords(caseId, signal),
    enabled: unlocked,
    gcTime: 0,
  });
}

/** What a case shares with others, page by page. @param values open what was shared, too: each reading is an event. */
export function useCaseLinks(caseId: string, values: boolean) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.links(caseId), values],
    queryFn: ({ pageParam, signal }) => api.caseLinks(caseId, { after: pageParam, values }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    gcTime: 0,
  });
}

export function useCaseNetwork(caseId: string) {
  return useQuery({
    queryKey: queryKeys.network(caseId),
    queryFn: ({ signal }) => api.caseNetwork(caseId, signal),
  });
}

/** The plan of a case. Its sentences come from the server, in the desk's language. */
export function useCasePlan(caseId: string, language: Language) {
  return useQuery({
    queryKey: [...queryKeys.plan(caseId), language],
    queryFn: ({ signal }) => api.casePlan(caseId, language, signal),
    // The other language stands until this one arrives; another case's plan never does.
    placeholderData: (previous, query) => (query?.queryKey[1] === caseId ? previous : undefined),
  });
}

/** Whether a role may call a route, by the contract's own table. */
export function mayCall(role: Role, name: RouteName): boolean {
  const { policy } = routes[name];
  return typeof policy === "string" || (policy as readonly Role[]).includes(role);
}
