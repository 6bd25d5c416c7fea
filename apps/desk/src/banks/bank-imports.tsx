import type { BankView } from "@vigie/contract";
import { showInvisible } from "../format/address.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Badge, type BadgeTone } from "../ui/badge.tsx";
import { When } from "../ui/when.tsx";
import { type BankImport, importActs } from "./bank-rules.ts";

const tones = {
  applied: "good",
  quarantined: "look",
  rolled_back: "quiet",
} as const satisfies Record<BankImport["status"], BadgeTone>;

const shownImports = 3;

interface BankImportsProps {
  bank: BankView;
  mayChange: boolean;
  isChanging: boolean;
  onAsk: (asked: { act: "accept_import" | "roll_back"; made: BankImport }) => void;
}

/** The lists a bank was filled from, the newest first, with what each rang and what may be done with it. */
export function BankImports({ bank, mayChange, isChanging, onAsk }: BankImportsProps) {
  const texts = useTexts();
  const line = (made: BankImport) => (
    <li key={made.id} className="bank-import">
      <p className="record-line">
        <Badge tone={tones[made.status]}>{texts.banks.statuses[made.status]}</Badge>
        <bdi>{showInvisible(made.source)}</bdi>
        <span className="small quiet">
          <When at={made.at} />
        </span>
      </p>
      <p className="small">{texts.banks.lines(made.lines, made.taken, made.refused)}</p>
      {made.alarms.length > 0 && (
        <ul className={made.status === "quarantined" ? "look-here small" : "small quiet"}>
          {made.alarms.map((alarm) => (
            <li key={alarm}>{texts.banks.alarms[alarm] ?? alarm}</li>
          ))}
        </ul>
      )}
      {mayChange && (
        <div className="form-actions">
          {importActs(bank, made).map((act) => (
            <ActionButton key={act} small isDisabled={isChanging} onPress={() => onAsk({ act, made })}>
              {texts.banks.acts[act]}
            </ActionButton>
          ))}
        </div>
      )}
    </li>
  );
  const later = bank.imports.slice(0, shownImports);
  const earlier = bank.imports.slice(shownImports);
  if (bank.imports.length === 0) return null;
  return (
    <section className="bank-imports" aria-label={texts.banks.importsOf(bank.name)}>
      <h2 className="title-3">{texts.banks.imports}</h2>
      <ul className="cards">{later.map(line)}</ul>
      {earlier.length > 0 && (
        <details className="fold">
          <summary>{texts.banks.earlier(earlier.length)}</summary>
          <ul className="cards">{earlier.map(line)}</ul>
        </details>
      )}
    </section>
  );
}
