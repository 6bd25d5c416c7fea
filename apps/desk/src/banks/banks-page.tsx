import { mayCall, useBanks } from "../api/queries.ts";
import { useSession } from "../shell/session-context.ts";
import { useTexts } from "../texts/texts.ts";
import { Trouble } from "../ui/trouble.tsx";
import { useTitle } from "../ui/use-title.ts";
import { BankCard } from "./bank-card.tsx";
import { needsLook } from "./bank-rules.ts";

/** The banks of fingerprints: what they are for, how they match, and what waits for a person. */
export function BanksPage() {
  const texts = useTexts();
  useTitle(texts.banks.title);
  const { me } = useSession();
  const read = useBanks();
  const banks = read.data?.banks;
  const mayChange = mayCall(me.member.role, "changeBank");
  return (
    <section className="page page-banks">
      <header className="list-head">
        <h1 className="title-1">{texts.banks.title}</h1>
        {banks !== undefined && banks.length > 0 && (
          <p className="list-counts">{texts.banks.count(banks.length)}</p>
        )}
      </header>
      <p>{texts.banks.intro}</p>
      <Trouble error={read.error} onRetry={() => void read.refetch()} />
      {read.isLoading && (
        <p className="quiet" role="status">
          {texts.loading}
        </p>
      )}
      {banks?.length === 0 && (
        <div className="empty">
          <p className="title-2">{texts.banks.emptyTitle}</p>
          <p>
            {texts.banks.empty} <code>npx vigie bank add</code>
          </p>
        </div>
      )}
      {banks !== undefined && banks.length > 0 && !mayChange && (
        <p className="quiet">{texts.banks.readOnly}</p>
      )}
      <ul className="cards">
        {banks
          ?.toSorted((left, right) => Number(needsLook(right)) - Number(needsLook(left)))
          .map((bank) => (
            <BankCard key={bank.id} bank={bank} mayChange={mayChange} />
          ))}
      </ul>
    </section>
  );
}
