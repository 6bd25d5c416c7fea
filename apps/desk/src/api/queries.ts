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
  label: ["label"],
  record: ["record"],
  banks: ["banks"],
  mailbox: ["mailbox"],
  lists: ["cases"],
  toEscalate: ["cases", "to-escalate"],
  list: (filter: CaseFilter) => ["cases", filter],
  case: (caseId: string) => ["case", caseId],
  words: (caseId: string) => ["case", caseId, "words"],
  plan: (caseId: string) => ["case", caseId, "plan"],
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
