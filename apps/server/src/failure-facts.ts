/** What a log may hold of an error. Its message and details may repeat what a person wrote; its place does not. */
export function failureFacts(error: unknown): { failure: string; code: string | null; frames: string[] } {
  if (!(error instanceof Error)) return { failure: typeof error, code: null, frames: [] };
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? [];
  return { failure: error.name, code, frames };
}
