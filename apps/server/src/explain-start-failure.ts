import { InstallationError } from "./db/installation-error.ts";
import { KeysFolderError } from "./vault/service-keys.ts";

/** A sentence for whoever starts Vigie; a bug keeps its stack. */
export function explainStartFailure(error: unknown): string {
  if (error instanceof InstallationError || error instanceof KeysFolderError)
    return `Vigie: ${error.message}`;
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    return "Vigie: another program listens on this port. Stop it, or choose another with VIGIE_PORT.";
  }
  if (error instanceof Error && error.message.startsWith("Some settings")) return `Vigie: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
