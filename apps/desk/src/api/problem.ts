import { type Problem, problem as problemSchema } from "@vigie/contract";

/** What went wrong with a request, as the desk shows it. */
export type ApiTrouble =
  | { kind: "refused"; problem: Problem }
  | { kind: "network" }
  | { kind: "unreadable"; status: number };

/** Thrown by every API call that did not succeed. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly trouble: ApiTrouble;

  constructor(trouble: ApiTrouble) {
    super(trouble.kind === "refused" ? `${trouble.problem.code}: ${trouble.problem.detail}` : trouble.kind);
    this.trouble = trouble;
  }
}

/** Reads an answer that is not a success: a problem document, or something the desk does not know. */
export function readTrouble(status: number, body: unknown): ApiTrouble {
  const parsed = problemSchema.safeParse(body);
  return parsed.success ? { kind: "refused", problem: parsed.data } : { kind: "unreadable", status };
}

/** The error registry's code of a refusal, or null. */
export function codeOf(error: unknown): string | null {
  return error instanceof ApiError && error.trouble.kind === "refused" ? error.trouble.problem.code : null;
}

/** HTTP status of a refusal, or null when there was no answer. */
export function statusOf(error: unknown): number | null {
  if (!(error instanceof ApiError)) return null;
  if (error.trouble.kind === "refused") return error.trouble.problem.status;
  return error.trouble.kind === "unreadable" ? error.trouble.status : null;
}

/** True when the page shows something older than what the server holds. */
export function isStale(error: unknown): boolean {
  const code = codeOf(error);
  if (code === "case.claimed_elsewhere" || code === "assessment.not_undoable") return true;
  return code === "request.conflict" || (code?.endsWith(".step_impossible") ?? false);
}
