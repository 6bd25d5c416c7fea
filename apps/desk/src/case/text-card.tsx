import { useCaseLinks, useCatalogue } from "../api/queries.ts";
import { showInvisible } from "../format/address.ts";
import { useSession } from "../shell/session-context.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { When } from "../ui/when.tsx";
import { useOpenCase } from "./case-context.ts";
import { openLinks } from "./link-rules.ts";
import { newestFirst } from "./newest-first.ts";
import { caseInWords, guessGrounds, verdictMatch } from "./text-card-rules.ts";

/** The case in a few neutral words and five facts, before anything else: most decisions need no more. */
export function TextCard() {
  const texts = useTexts();
  const language = useLanguage();
  const { me } = useSession();
  const { view, mayDecide, mayReadWords, openPanel } = useOpenCase();
  const catalogue = useCatalogue().data;
  const pages = useCaseLinks(view.summary.id, me.unlocked && mayReadWords);
  const links = pages.data?.pages.flatMap((page) => page.links) ?? [];
  const words = texts.queue.card;
  const { summary, matches } = view;
  const [guess] = guessGrounds(view, catalogue);
  const [standing] = newestFirst(view.assessments, ({ at }) => at);
  const known = verdictMatch(matches);
  const met = matches.filter(({ status }) => status !== "refused").length;
  const labelOf = (slug: string) =>
    catalogue?.grounds.find((ground) => ground.slug === slug)?.label[language] ?? slug;
  return (
    <section className="text-card" aria-label={words.title}>
      <p className="text-card-words">
        <bdi>{showInvisible(caseInWords(view, texts))}</bdi>
      </p>
      <dl className="text-card-facts">
        <div>
          <dt>{words.host}</dt>
          <dd>
            {summary.hosts.length === 0 ? (
              <span className="quiet">{texts.list.sealedAddress}</span>
            ) : (
              <bdi>{showInvisible(summary.hosts.slice(0, 3).join(", "))}</bdi>
            )}
            {summary.hosts.length > 3 && ` ${texts.list.moreHosts(summary.hosts.length - 3)}`}
          </dd>
        </div>
        <div>
          <dt>{words.guess}</dt>
          <dd>
            {guess === undefined ? (
              <span className="quiet">{words.noGuess}</span>
            ) : (
              <>
                {guess.ground.label[language]} <span className="quiet">({words.guessFrom[guess.from]})</span>
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>{words.duplicates}</dt>
          <dd>{words.duplicatesText(summary.reports, met)}</dd>
        </div>
        <div>
          <dt>{words.verdicts}</dt>
          <dd>
            {standing !== undefined ? (
              <>
                {texts.assess.manifestness[standing.manifest]}
                {standing.grounds.length > 0 && `, ${standing.grounds.map(labelOf).join(", ")}`}
                <span className="quiet">
                  {", "}
                  {standing.by}, <When at={standing.at} />
                </span>
              </>
            ) : known?.proposes != null ? (
              <>
                {known.proposes.grounds.map(labelOf).join(", ")}{" "}
                {known.origin.kind === "case" && (
                  <span className="quiet">{words.verdictThere(known.origin.number)}</span>
                )}
              </>
            ) : (
              <span className="quiet">{words.noVerdict}</span>
            )}
          </dd>
        </div>
        <div>
          <dt>{words.links}</dt>
          <dd>
            {words.linksText(
              openLinks(links).length,
              links.filter(({ status }) => status === "confirmed").length,
            )}
          </dd>
        </div>
      </dl>
      {mayDecide && summary.nextStep === "assess" && view.proposed === null && (
        <div className="text-card-decide">
          {known !== null && known.status === "proposed" && (
            <ActionButton look="main" keyAction="confirm" onPress={() => openPanel("assess", known.id)}>
              {words.confirmVerdict}
            </ActionButton>
          )}
          <ActionButton
            look={known?.status === "proposed" ? "plain" : "main"}
            keyAction="assess"
            onPress={() => openPanel("assess")}
          >
            {words.decide}
          </ActionButton>
          <p className="small quiet">{words.decideHelp}</p>
        </div>
      )}
    </section>
  );
}
