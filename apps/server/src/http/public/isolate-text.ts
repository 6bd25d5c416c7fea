// Marks that steer the direction of what follows them (Unicode Bidirectional Algorithm, UAX 9, section 2).
const directionMarks = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** A name from outside, made safe to stand inside a sentence: it cannot turn the words around it. */
export function isolateText(text: string): string {
  return `\u2068${text.replace(directionMarks, "")}\u2069`;
}
