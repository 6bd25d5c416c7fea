import { addressParts } from "../format/address.ts";
import { useTexts } from "../texts/texts.ts";

/** An address as text: never a link, so that no click can visit it from the analyst's browser. */
export function AddressText({ url, readableUrl }: { url: string | null; readableUrl: string | null }) {
  const texts = useTexts();
  const { readable, punycode } = addressParts(url, readableUrl);
  return (
    <span className="address">
      <bdi dir="ltr">{readable}</bdi>
      {punycode !== null && (
        <span className="address-punycode">
          {texts.contents.punycode} <bdi dir="ltr">{punycode}</bdi>
        </span>
      )}
    </span>
  );
}
