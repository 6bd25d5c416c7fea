import type { MatchStatus, MatchView } from "@vigie/contract";
import { useCatalogue } from "../api/queries.ts";
import { showInvisible } from "../format/address.ts";
import { PlaceLink } from "../shell/place-link.tsx";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Badge, type BadgeTone } from "../ui/badge.tsx";
import { When } from "../ui/when.tsx";
import { useOpenCase } from "./case-context.ts";
import { nearnessOf } from "./match-rules.ts";

const tones = {
  proposed: "look",
  look: "look",
  confirmed: "good",
  refused: "quiet",
} as const satisfies Record<MatchStatus, BadgeTone>;

interface MatchRecordProps {
  match: MatchView;
  onSettle: (outcome: "confirm" | "refuse") => void;
  isSettling: boolean;
}

/** One match in words: with what, how near, what stands there, and the decision. Neither picture nor hash. */
export function MatchRecord({ match, onSettle, isSettling }: MatchRecordProps) {
  const texts = useTexts();
  const language = useLanguage();
  const grounds = useCatalogue().data?.grounds;
  const { mayDecide, openPanel } = useOpenCase();
  const { id, at, status, method, distance, quality, turned, origin, proposes, by } = match;
  const open = status === "proposed" || status === "look";
  return (
    <li className="answer" data-match-id={id} data-open={open || undefined} tabIndex={-1}>
      <p className="record-line">
        <Badge tone={tones[status]}>{texts.matches.statuses[status]}</Badge>
        <span className="small quiet">
          {by !== null && `${by}, `}
          <When at={at} />
        </span>
      </p>
      {origin.kind === "case" ? (
        <p>
          {texts.label(texts.matches.inCase[method])}{" "}
          <PlaceLink to={{ page: "case", caseId: origin.caseId, panel: null }}>
            {texts.case.number(origin.number)}
          </PlaceLink>
        </p>
      ) : (
        <>
          <p>
            {texts.label(texts.matches.inBank[method])} <strong>{origin.bank}</strong>
          </p>
          <p className="small quiet">
            {texts.banks.provenances[origin.provenance]}
            {origin.tags.map((tag) => (
              <span key={tag}>
                {" · "}
                <bdi>{showInvisible(tag)}</bdi>
              </span>
            ))}
          </p>
        </>
      )}
      <p className="small">
        {[
          ...(distance === null
            ? [texts.matches.methods[method]]
            : [texts.matches.nearness[nearnessOf(distance)], texts.matches.bits(distance)]),
          ...(turned === null ? [] : [texts.matches.turned[turned] ?? texts.matches.turnedOther]),
          ...(quality === null ? [] : [texts.matches.quality(quality)]),
        ].join(", ")}
        {"."}
      </p>
      {status === "look" && <p className="look-here small">{texts.matches.look}</p>}
      {proposes !== null && (
        <p className="small">
          {texts.label(texts.matches.proposes)}{" "}
          <strong>
            {proposes.grounds
              .map((slug) => grounds?.find((ground) => ground.slug === slug)?.label[language] ?? slug)
              .join(", ")}
          </strong>{" "}
          <span className="quiet">({texts.assess.manifestness[proposes.manifest]})</span>
        </p>
      )}
      {mayDecide && open && (
        <div className="form-actions">
          <ActionButton small keyAction="same" isDisabled={isSettling} onPress={() => onSettle("confirm")}>
            {texts.matches.same}
          </ActionButton>
          <ActionButton
            small
            keyAction="different"
            isDisabled={isSettling}
            onPress={() => onSettle("refuse")}
          >
            {texts.matches.different}
          </ActionButton>
        </div>
      )}
      {mayDecide && status === "confirmed" && proposes !== null && (
        <ActionButton small onPress={() => openPanel("assess", id)}>
          {texts.matches.takeOver}
        </ActionButton>
      )}
    </li>
  );
}
