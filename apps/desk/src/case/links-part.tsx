import type { LinkView } from "@vigie/contract";
import { useCaseLinks, useCaseNetwork } from "../api/queries.ts";
import { api } from "../api.ts";
import { showInvisible } from "../format/address.ts";
import { useKeys } from "../keys/use-keys.ts";
import { PlaceLink } from "../shell/place-link.tsx";
import { useSession } from "../shell/session-context.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useOpenCase } from "./case-context.ts";
import { LinkRecord } from "./link-record.tsx";
import { linkForKey, openLinks } from "./link-rules.ts";
import { openMatches } from "./match-rules.ts";
import { useCaseAction } from "./use-case-action.ts";

/**
 * Cases that share something with this one, and the network of those a person linked. The keys of matches work here too:
 * it stands before them on the page, and leaves them the keys while one of them waits.
 */
export function LinksPart() {
  const texts = useTexts();
  const { me } = useSession();
  const { view, mayDecide, mayReadWords } = useOpenCase();
  const caseId = view.summary.id;
  const pages = useCaseLinks(caseId, me.unlocked && mayReadWords);
  const links = pages.data?.pages.flatMap((page) => page.links) ?? [];
  const popular = pages.data?.pages[0]?.popular ?? [];
  const waiting = openLinks(links);
  const standing = links.filter((link) => !waiting.includes(link));
  const settle = useCaseAction({
    caseId,
    run: async ({ link, outcome }: { link: LinkView; outcome: "confirm" | "refuse" }) => {
      await api.settleLink(link.id, { outcome, seen: link.status });
      return outcome;
    },
    done: (outcome) => texts.links.settled[outcome],
  });
  useKeys("case", (action) => {
    if ((action !== "same" && action !== "different") || !mayDecide) return false;
    const meant = linkForKey(waiting, {
      focused: focusedLink(),
      matchesWait: openMatches(view.matches).length > 0,
    });
    if (meant === null) return false;
    if (meant.act === "focus")
      document.querySelector<HTMLElement>(`[data-link-id="${meant.link.id}"]`)?.focus();
    else if (!settle.isPending) {
      settle.mutate({ link: meant.link, outcome: action === "same" ? "confirm" : "refuse" });
    }
    return true;
  });
  if (links.length === 0 && popular.length === 0) return <Trouble error={pages.error} />;
  const record = (link: LinkView) => (
    <LinkRecord
      key={link.id}
      link={link}
      isSettling={settle.isPending}
      onSettle={(outcome) => settle.mutate({ link, outcome })}
    />
  );
  return (
    <section className="plan-part">
      <h3 className="title-3">{texts.links.title}</h3>
      <p className="small quiet">{texts.links.intro}</p>
      <Trouble error={settle.error} onReload={() => void pages.refetch()} />
      {waiting.length > 0 && <ul className="answers">{waiting.map(record)}</ul>}
      {standing.length > 0 && <ul className="answers">{standing.map(record)}</ul>}
      {pages.hasNextPage && (
        <ActionButton small isDisabled={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
          {texts.links.more}
        </ActionButton>
      )}
      {popular.length > 0 && (
        <details className="fold">
          <summary>{texts.links.popular(popular.length)}</summary>
          <ul className="small">
            {popular.map(({ type, value, here }) => (
              <li key={`${type} ${here[0]?.at} ${value}`}>
                {texts.label(texts.links.types[type])}{" "}
                <bdi>{value === null ? texts.links.valueLocked : showInvisible(value)}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
      {standing.length > 0 && <NetworkList caseId={caseId} />}
    </section>
  );
}

/** The cases of the network as a list, near ones first. */
function NetworkList({ caseId }: { caseId: string }) {
  const texts = useTexts();
  const { data: network } = useCaseNetwork(caseId);
  const others = network?.nodes.filter(({ id }) => id !== caseId) ?? [];
  if (others.length < 2) return null;
  return (
    <details className="fold">
      <summary>{texts.links.network(others.length, network?.more ?? false)}</summary>
      <ul className="small">
        {others.map(({ id, number, title, distance }) => (
          <li key={id}>
            <PlaceLink to={{ page: "case", caseId: id, panel: null }}>{texts.case.number(number)}</PlaceLink>{" "}
            <span className="quiet">
              <bdi>{title ?? texts.links.sealedTitle}</bdi>
              {distance > 1 && `, ${texts.links.distance(distance)}`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The link that holds the focus, if any. */
function focusedLink(): string | null {
  const link = document.activeElement?.closest<HTMLElement>("[data-link-id]");
  return link?.dataset["linkId"] ?? null;
}
