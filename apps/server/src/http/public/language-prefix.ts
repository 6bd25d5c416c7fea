import { type AddedLanguage, baseOf, type PublicVoice } from "../../i18n/translate.ts";

/**
 * Where a page of the base language stands in a language that the installation added: the same path under its own first
 * part. @example pathIn(arabic, "/en/write") // "/ar/write"
 */
export function pathIn(voice: PublicVoice, path: string): string {
  if (typeof voice === "string") return path;
  const base = `/${baseOf(voice)}`;
  const rest = path.slice(base.length);
  return path.startsWith(base) && /^([/?#]|$)/.test(rest) ? `/${voice.tag.toLowerCase()}${rest}` : path;
}

/**
 * Leads every link and form of a rendered page to the same page under the language's own first part. A link that says
 * which language it leads to (`lang`) is left as it is. Text is never touched.
 * @param html as React writes it: `<`, `>` and `"` stand in markup only, never bare in text or in an attribute's value.
 */
export function keepPrefix(language: AddedLanguage, html: string): string {
  return html.replace(/<[a-z][^>]*>/gi, (tag) =>
    / lang="/i.test(tag)
      ? tag
      : tag.replace(
          / (href|action|formaction)="(\/[^"]*)"/gi,
          (_, name: string, path: string) => ` ${name}="${pathIn(language, path)}"`,
        ),
  );
}
