// Line breaks and terminal escapes; marks that reorder the text after them.
const misleading = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** Whether a member may be called this: something to read, and nothing that makes a list lie. */
export function isUsableName(name: string): boolean {
  return nameKeyOf(name) !== "" && !misleading.test(name);
}

/**
 * The form in which names of members are compared: two names that look alike to a person are one name.
 * @returns NFKC, lower case, without invisible marks and without spaces around.
 */
export function nameKeyOf(name: string): string {
  return name
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .trim()
    .toLowerCase();
}
