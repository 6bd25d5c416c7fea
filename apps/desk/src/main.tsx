// First of all, so that it comes before every schema.
import "./zod-without-eval.ts";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { ApiError, codeOf, statusOf } from "./api/problem.ts";
import { queryKeys } from "./api/queries.ts";
import { Desk } from "./desk.tsx";

const client = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSession }),
  mutationCache: new MutationCache({ onError: noticeSession }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < 2 && mayPass(error),
    },
    mutations: { retry: false, networkMode: "always" },
  },
});

/** A busy server or a broken connection is worth a second try; a refusal is an answer. */
function mayPass(error: Error): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.trouble.kind === "network" || statusOf(error) === 503;
}

/** When any request says that the session ended or the words were locked, `me` is read again. */
function noticeSession(error: Error): void {
  const code = codeOf(error);
  if (code !== "session.required" && code !== "session.locked") return;
  const me = client.getQueryState(queryKeys.me);
  if (me?.fetchStatus === "fetching" || statusOf(me?.error) === 401) return;
  if (me?.error === error) return;
  void client.invalidateQueries({ queryKey: queryKeys.me });
}

// React Aria would insert an inline style sheet, which the policy forbids. desk.css holds its one rule,
// and an element of this name tells React Aria that it is already there.
const pressableRule = document.createElement("meta");
pressableRule.id = "react-aria-pressable-style";
document.head.append(pressableRule);

const root = document.getElementById("desk");
if (root === null) throw new Error("VIGIE desk: the page has no element #desk.");
createRoot(root).render(
  <QueryClientProvider client={client}>
    <Desk />
  </QueryClientProvider>,
);
