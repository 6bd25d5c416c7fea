import { useMutation, useQueryClient } from "@tanstack/react-query";
import { queryKeys } from "../api/queries.ts";
import { announce } from "../ui/announcement.tsx";

interface CaseAction<Input, Answer> {
  caseId: string;
  run: (input: Input) => Promise<Answer>;
  /** The sentence that says it is done. */
  done?: ((answer: Answer) => string) | string;
  onDone?: (answer: Answer) => void;
}

/** Something done to a case: afterwards the case and the list are read again and a sentence says so. */
export function useCaseAction<Input, Answer>({ caseId, run, done, onDone }: CaseAction<Input, Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: async (answer) => {
      await client.invalidateQueries({ queryKey: queryKeys.case(caseId) });
      void client.invalidateQueries({ queryKey: queryKeys.lists });
      if (done !== undefined) announce(typeof done === "string" ? done : done(answer));
      onDone?.(answer);
    },
  });
}
