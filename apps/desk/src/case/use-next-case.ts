import { useMutation, useQueryClient } from "@tanstack/react-query";
import { queryKeys } from "../api/queries.ts";
import { api } from "../api.ts";
import { goTo } from "../router/use-place.ts";
import { useTexts } from "../texts/texts.ts";
import { announce } from "../ui/announcement.tsx";

/** Takes the most pressing case and opens it; says so when nothing waits. */
export function useNextCase() {
  const texts = useTexts();
  const client = useQueryClient();
  return useMutation({
    mutationFn: api.nextCase,
    onSuccess: ({ case: next }) => {
      void client.invalidateQueries({ queryKey: queryKeys.lists });
      if (next === null) {
        announce(texts.queue.home.nothing);
        goTo({ page: "home" });
        return;
      }
      goTo({ page: "case", caseId: next.id, panel: null });
    },
    onError: () => goTo({ page: "home" }),
  });
}
