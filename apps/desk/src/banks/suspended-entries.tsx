import type { BankView } from "@vigie/contract";
import { showInvisible } from "../format/address.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { When } from "../ui/when.tsx";

interface SuspendedEntriesProps {
  bank: BankView;
  mayChange: boolean;
  isChanging: boolean;
  onRelease: (entryId: string) => void;
}

/** Entries of a bank that suddenly matched everything, the newest first: nothing is compared with them until one is released. */
export function SuspendedEntries({ bank, mayChange, isChanging, onRelease }: SuspendedEntriesProps) {
  const texts = useTexts();
  const { count, newest } = bank.suspendedEntries;
  if (count === 0) return null;
  return (
    <section className="look-here">
      <p>{texts.banks.suspendedEntries(count)}</p>
      <ul className="cards">
        {newest.map(({ id, at, matches, tags }) => (
          <li key={id} className="bank-import">
            <p className="record-line">
              {texts.banks.suspendedEntry(id, matches)}
              {tags.map((tag) => (
                <bdi key={tag} className="small quiet">
                  {showInvisible(tag)}
                </bdi>
              ))}
              <span className="small quiet">
                <When at={at} />
              </span>
            </p>
            {mayChange && (
              <div className="form-actions">
                <ActionButton
                  small
                  aria-label={texts.banks.releaseNamed(id)}
                  isDisabled={isChanging}
                  onPress={() => onRelease(id)}
                >
                  {texts.banks.release}
                </ActionButton>
              </div>
            )}
          </li>
        ))}
      </ul>
      {count > newest.length && <p className="small">{texts.banks.suspendedMore(count - newest.length)}</p>}
    </section>
  );
}
