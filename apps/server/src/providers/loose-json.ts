/** A JSON object, or an empty one when the value is none. */
export function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** The first elements of a JSON array; none when the value is no array. */
export function listOf(value: unknown, most: number): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, most) : [];
}

/**
 * A text from outside as one line for people: no control or direction characters, no half letters, at most 200
 * characters. Null when nothing is left, or when the value is no text.
 */
export function lineOf(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const line = value
    .slice(0, 400)
    .toWellFormed()
    .replace(/[\p{C}\p{Z}]+/gu, " ")
    .trim()
    .slice(0, 200)
    .toWellFormed();
  return line === "" ? null : line;
}
