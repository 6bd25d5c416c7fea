/** A quoted message begins, without marks at its lines. */
const originalLine =
  /^[-_=*\s]{2,}(?:original message|forwarded message|message d'origine|message transfere|urspruengliche nachricht|weitergeleitete nachricht|mensaje original|mensaje reenviado|messaggio originale|messaggio inoltrato|oorspronkelijk bericht|doorgestuurd bericht)|^_{10,}\s*$/;
/** Its headers, as Outlook writes them. */
const headerLine =
  /^(?:from|de|von|da|van)\s?:\s?\S.*(?:@|<)|^(?:sent|envoye|gesendet|enviado|inviato|verzonden|date|datum|fecha|data)\s?:\s?\S/;
/** "On Monday, Ada wrote:" */
const attribution =
  /^(?:on|le|am|el|il giorno|il|op)\s.{5,200}(?:wrote|a ecrit|schrieb|escribio|ha scritto|schreef)(?:\s.{0,80})?\s?:$/;
const mostLines = 2_000;
/** Shorter ones say nothing about whose they are. */
const leastOwn = 20;

/**
 * What somebody wrote themselves in a message: without quoted lines, without the message below, without their
 * signature's separator and what follows, and without whatever repeats our own text.
 * @param own the notice that they answer to.
 */
export function theirOwnWords(text: string, own: string): string {
  const kept: string[] = [];
  const lines = text.split("\n", mostLines);
  for (const [index, line] of lines.entries()) {
    const said = plainWords(line);
    if (said.startsWith(">") || said.startsWith("|>")) continue;
    if (line === "-- " || line === "--" || originalLine.test(said)) break;
    const next = plainWords(lines[index + 1] ?? "");
    if (headerLine.test(said) && headerLine.test(next)) break;
    // Mail programs wrap the line that names whom they quote.
    if (attribution.test(said)) {
      if (quotesFollow(lines, index + 1)) continue;
      break;
    }
    if (attribution.test(`${said} ${next}`) && !attribution.test(next)) {
      if (!quotesFollow(lines, index + 2)) break;
      lines[index + 1] = "";
      continue;
    }
    kept.push(line);
  }
  return withoutOurs(kept.join("\n"), plainWords(own).replace(/\s+/g, " "));
}

function quotesFollow(lines: readonly string[], from: number): boolean {
  const next = lines.slice(from, from + 5).find((line) => line.trim() !== "");
  return next?.trimStart().startsWith(">") ?? false;
}

function withoutOurs(text: string, own: string): string {
  return text
    .split("\n")
    .map((line) => {
      const said = plainWords(line).replace(/\s+/g, " ").trim();
      if (said.length >= leastOwn && own.includes(said)) return "";
      return sentencesOf(line)
        .filter((sentence) => {
          const one = plainWords(sentence).replace(/\s+/g, " ").trim();
          return one.length < leastOwn || !own.includes(one);
        })
        .join(" ");
    })
    .join("\n");
}

/** Sentences of a text, lines of one paragraph joined. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .flatMap((paragraph) =>
      paragraph
        .split("\n")
        .map((line) => line.trim())
        .join(" ")
        .split(/(?<=[.!?;])\s+/),
    )
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}

/** Lower case without accents, as the phrases are written. Length and order of words stay. */
export function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => ({ ä: "ae", ö: "oe", ü: "ue", ß: "ss" })[letter] ?? letter)
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[’‘ʼ`´]/g, "'")
    .replace(/\u00a0/g, " ")
    .trim();
}
