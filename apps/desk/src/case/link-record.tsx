import type { LinkEvidence, LinkStatus, LinkView, SignalSeen } from "@vigie/contract";
import { showInvisible } from "../format/address.ts";
import { PlaceLink } from "../shell/place-link.tsx";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Badge, type BadgeTone } from "../ui/badge.tsx";
import { When } from "../ui/when.tsx";
import { useOpenCase } from "./case-context.ts";
import { evidenceBySide, sourcesOf } from "./link-rules.ts";

const tones = {
  suggested: "look",
  confirmed: "good",
  refused: "quiet",
} as const satisfies Record<LinkStatus, BadgeTone>;

interface LinkRecordProps {
  link: LinkView;
  onSettle: (outcome: "confirm" | "refuse") => void;
  isSettling: boolean;
}

/** One link in words: the other case, what both share and where it was seen, and the decision. */
export function LinkRecord({ link, onSettle, isSettling }: LinkRecordProps) {
  const texts = useTexts();
  const { mayDecide } = useOpenCase();
  const { id, status, suggestedAt, settledAt, by, other, evidence } = link;
  const waits = status === "suggested";
  const { strong, weak } = evidenceBySide(evidence);
  return (
    <li className="answer" data-link-id={id} data-open={waits || undefined} tabIndex={-1}>
      <p className="record-line">
        <Badge tone={tones[status]}>{texts.links.statuses[status]}</Badge>
        <span className="small quiet">
          {by !== null && `${by}, `}
          <When at={settledAt ?? suggestedAt} />
        </span>
      </p>
      <p>
        <PlaceLink to={{ page: "case", caseId: other.id, panel: null }}>
          {texts.case.number(other.number)}
        </PlaceLink>{" "}
        <span className="quiet">
          <bdi>{other.title ?? texts.links.sealedTitle}</bdi>
          {`, ${texts.list.reports(other.reports)}, ${texts.caseStatuses[other.status]}`}
        </span>
      </p>
      {evidence.length === 0 && <p className="small quiet">{texts.links.nothingLeft}</p>}
      <EvidenceLines evidence={strong} />
      {weak.length > 0 && (
        <>
          <p className="small quiet">{texts.links.weak}</p>
          <EvidenceLines evidence={weak} />
        </>
      )}
      {mayDecide && (
        <div className="form-actions">
          {status !== "confirmed" && (
            <ActionButton small keyAction="same" isDisabled={isSettling} onPress={() => onSettle("confirm")}>
              {texts.links.confirm}
            </ActionButton>
          )}
          <ActionButton
            small
            {...(waits ? { keyAction: "different" as const } : {})}
            isDisabled={isSettling}
            onPress={() => onSettle("refuse")}
          >
            {waits ? texts.links.refuse : texts.links.undo}
          </ActionButton>
        </div>
      )}
    </li>
  );
}

function EvidenceLines({ evidence }: { evidence: readonly LinkEvidence[] }) {
  const texts = useTexts();
  if (evidence.length === 0) return null;
  const places = (seen: readonly SignalSeen[]) =>
    sourcesOf(seen)
      .map((source) => texts.links.sources[source])
      .join(", ");
  return (
    <ul className="small">
      {evidence.map((one) =>
        one.kind === "match" ? (
          <li key={one.matchId}>{texts.matches.inCase[one.method]}</li>
        ) : (
          <li key={`${one.type} ${one.here[0]?.at} ${one.value}`}>
            <span>{texts.label(texts.links.types[one.type])}</span>{" "}
            {one.value === null ? (
              <span className="quiet">{texts.links.valueLocked}</span>
            ) : (
              <strong>
                <bdi>{showInvisible(one.value)}</bdi>
              </strong>
            )}
            <br />
            <span className="quiet">
              {[
                texts.links.here(places(one.here)),
                texts.links.there(places(one.there)),
                ...(one.cases === null
                  ? [texts.links.manyCases]
                  : one.cases > 2
                    ? [texts.links.cases(one.cases)]
                    : []),
              ].join(" · ")}
            </span>
          </li>
        ),
      )}
    </ul>
  );
}
