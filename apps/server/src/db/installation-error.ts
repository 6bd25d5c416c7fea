/** What stands between this machine and a running Vigie; each has a sentence in the place that throws it. */
export type InstallationErrorCode =
  | "postgres.unsupported_platform"
  | "postgres.unsupported_libc"
  | "postgres.package_missing"
  | "postgres.cannot_run"
  | "postgres.no_unprivileged_user"
  | "postgres.no_user_name"
  | "postgres.not_owner"
  | "postgres.cannot_initialise"
  | "postgres.cannot_start"
  | "postgres.leftovers"
  | "database.unreachable"
  | "database.too_old"
  | "database.newer_schema"
  | "folder.held"
  | "settings.ground_unknown"
  | "demo.not_empty"
  | "demo.external_database"
  | "demo.installation";

/**
 * The machine, not the code, is in the way. The message is a plain sentence for the person who installs:
 * what, where, and the next step. It is meant to be shown without a stack.
 */
export class InstallationError extends Error {
  readonly code: InstallationErrorCode;

  constructor(code: InstallationErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "InstallationError";
    this.code = code;
  }
}

/** The `code` of a Node or PostgreSQL error, or undefined. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
