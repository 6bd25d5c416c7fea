import { useTexts } from "../texts/texts.ts";
import { Icon, iconNames } from "../ui/icon.tsx";
import { Mark } from "../ui/mark.tsx";
import { Shown } from "./shown.tsx";

// Grounds with the texts that stand on them: what the test of contrasts measures, seen.
const pairs = [
  ["ground", "ink"],
  ["surface", "ink"],
  ["raised", "ink"],
  ["sunken", "ink-quiet"],
  ["surface", "ink-quiet"],
  ["surface", "blue"],
  ["blue", "blue-ink"],
  ["blue-wash", "blue"],
  ["good-wash", "good"],
  ["amber-wash", "amber-ink"],
  ["red", "red-ink"],
  ["ink", "ground"],
] as const;
const spaces = ["half", "1", "2", "3", "4", "6"] as const;

/** Colours, sizes of text, spaces and pictograms. */
export function FoundationsPart() {
  const texts = useTexts().components;
  return (
    <>
      <Shown title={texts.colours} help={texts.coloursHelp}>
        <ul className="swatches">
          {pairs.map(([ground, text]) => (
            <li
              key={ground + text}
              className="swatch"
              style={{ background: `var(--${ground})`, color: `var(--${text})` }}
            >
              <code>{ground}</code>
              <code>{text}</code>
            </li>
          ))}
        </ul>
      </Shown>
      <Shown title={texts.type}>
        <div className="plain-list">
          <p className="title-1">{texts.titleOne}</p>
          <p className="title-2">{texts.titleTwo}</p>
          <p className="title-3">{texts.titleThree}</p>
          <p>{texts.running}</p>
          <p className="quiet">{texts.quiet}</p>
          <p className="small">{texts.small}</p>
          <code>0123456789 abcdef</code>
        </div>
      </Shown>
      <Shown title={texts.space}>
        <ul className="spaces">
          {spaces.map((name) => (
            <li key={name}>
              <code>{name}</code>
              <span className="space" style={{ inlineSize: `var(--space-${name})` }} />
            </li>
          ))}
        </ul>
      </Shown>
      <Shown title={texts.icons}>
        <ul className="icons-shown">
          <li>
            <Mark />
            <code>mark</code>
          </li>
          {iconNames.map((name) => (
            <li key={name}>
              <Icon name={name} />
              <code>{name}</code>
            </li>
          ))}
        </ul>
      </Shown>
    </>
  );
}
