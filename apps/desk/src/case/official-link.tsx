import { useTexts } from "../texts/texts.ts";

/**
 * A link to an official page: opened by hand only, and the page does not learn where it was opened from.
 * Never for a reported address.
 */
export function OfficialLink({ url, name }: { url: string; name: string }) {
  const texts = useTexts();
  return (
    <a
      className="official-link"
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      referrerPolicy="no-referrer"
      aria-label={texts.route.visitLabel(name)}
    >
      {texts.route.visit}
    </a>
  );
}
