import { type AssessCaseBody, type AssessGroupAnswer, Refusal } from "@vigie/contract";
import type { Requester } from "../http/requester.ts";
import { permittedTopics } from "../team/permitted-topics.ts";
import type { Vigie } from "../vigie.ts";
import { assessCase } from "./assess-case.ts";
import { groupOfCase } from "./group-of-case.ts";

/**
 * Gives one assessment to a case and to cases of its group, each in a transaction of its own: what cannot be assessed is
 * said, and the others are.
 * @param caseIds of the group, besides the case itself.
 * @throws Refusal `case.not_of_group` before anything is written, when one of them is not one thing with the case.
 */
export async function assessGroup(
  vigie: Vigie,
  {
    caseId,
    caseIds,
    assessment,
    requester,
  }: { caseId: string; caseIds: readonly string[]; assessment: AssessCaseBody; requester: Requester },
): Promise<AssessGroupAnswer> {
  const topics = await permittedTopics(vigie.db, requester.memberId);
  const group = await groupOfCase(vigie.db, { caseId, topics });
  const known = new Set([caseId, ...group.cases.map(({ id }) => id)]);
  if (caseIds.some((id) => !known.has(id))) throw new Refusal("case.not_of_group");
  const outcomes: AssessGroupAnswer["outcomes"] = [];
  for (const id of new Set([caseId, ...caseIds])) {
    try {
      // Whoever decides read the case itself; of the others, that they are one thing with it.
      const given = id === caseId ? assessment : { ...assessment, seen: undefined };
      const { outcome } = await assessCase(vigie, { caseId: id, assessment: given, requester });
      outcomes.push({ caseId: id, outcome, problem: null });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      outcomes.push({ caseId: id, outcome: "refused", problem: error.code });
    }
  }
  return { outcomes };
}
