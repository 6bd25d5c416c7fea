const pdqBytes = 32;

const noDigit = 255;
/** What each character up to "f" is worth as a hexadecimal digit. */
const digitValues = Uint8Array.from({ length: 103 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[0-9a-f]/i.test(character) ? Number.parseInt(character, 16) : noDigit;
});

/** What became of a text that should be a PDQ hash. */
export type ParsedPdq = { hash: Uint8Array } | { problem: "wrong_length" | "wrong_alphabet" };

/** Two lower-case hexadecimal digits a byte. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

/** @returns null when the text is not an even number of hexadecimal digits, of either case and nothing else. */
export function fromHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at += 1) {
    const high = digitValues[text.charCodeAt(2 * at)] ?? noDigit;
    const low = digitValues[text.charCodeAt(2 * at + 1)] ?? noDigit;
    if (high === noDigit || low === noDigit) return null;
    bytes[at] = high * 16 + low;
  }
  return bytes;
}

/** Standard alphabet, with padding. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** @returns null when the text is not what `toBase64` writes. */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return toBase64(bytes) === text ? bytes : null;
}

/** Reads 64 hexadecimal digits, of either case. */
export function parsePdqHex(text: string): ParsedPdq {
  if (text.length !== 2 * pdqBytes) return { problem: "wrong_length" };
  const hash = fromHex(text);
  return hash ? { hash } : { problem: "wrong_alphabet" };
}

/** Reads the 44 characters that `toBase64` makes of a PDQ hash. */
export function parsePdqBase64(text: string): ParsedPdq {
  if (text.length !== 4 * Math.ceil(pdqBytes / 3)) return { problem: "wrong_length" };
  const hash = fromBase64(text);
  return hash?.length === pdqBytes ? { hash } : { problem: "wrong_alphabet" };
}
