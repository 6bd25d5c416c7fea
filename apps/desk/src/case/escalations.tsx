import type { EscalationView } from "@vigie/contract";
import { api } from "../api.ts";
import { useKeys } from "../keys/use-keys.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Badge } from "../ui/badge.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { When } from "../ui/when.tsx";
import { useOpenCase } from "./case-context.ts";
import { openEscalations, wayOf } from "./escalation-rules.ts";
import { OfficialLink } from "./official-link.tsx";
import { useCaseAction } from "./use-case-action.ts";

/** The next contacts that are proposed: why now, who, what they would learn, and the decision. */
export function Escalations() {
  const texts = useTexts();
  const { view, mayDecide, openPanel, reload } = useOpenCase();
  const waiting = openEscalations(view.escalations);
  const decide = useCaseAction({
    caseId: view.summary.id,
    run: async (input: { escalation: EscalationView; outcome: "take" | "dismiss" | "release" }) => {
      await api.decideEscalation(input.escalation.id, { outcome: input.outcome });
      return input;
    },
    done: ({ outcome }) => texts.escalation.decided[outcome],
    onDone: ({ escalation, outcome }) => {
      if (outcome === "take" && wayOf(escalation) === "refer") openPanel("refer", escalation.id);
    },
  });
  const take = (escalation: EscalationView) => {
    if (wayOf(escalation) === "notice") openPanel("notice", escalation.id);
    else if (!decide.isPending) decide.mutate({ escalation, outcome: "take" });
  };
  useKeys("case", (action) => {
    const [first] = waiting;
    if (action !== "take" || !mayDecide || first?.status !== "proposed") return false;
    take(first);
    return true;
  });
  if (waiting.length === 0) return null;
  return (
    <>
      <ul className="escalations" aria-label={texts.escalation.title}>
        {waiting.map((escalation, index) => {
          const { id, rung, status, because, to, authority, heldWhy, changed, automatic } = escalation;
          const notice = view.notices.find((candidate) => candidate.id === escalation.noticeId);
          const held = status === "held";
          return (
            <li key={id} className="escalation" data-escalation-id={id}>
              <p>
                {texts.escalation.because[because](notice?.to.name ?? "")} <When at={escalation.proposedAt} />
                {". "}
                {held && <Badge tone="look">{texts.escalation.held}</Badge>}
              </p>
              <p>
                <span className="quiet">{texts.label(texts.escalation.next)}</span>{" "}
                <strong>{texts.escalation.rungs[rung]}</strong>
                {to !== null && `, ${to.name}`}
                {to?.email != null && <span className="address"> {to.email}</span>}
                {authority !== null && to?.url != null && (
                  <>
                    {" "}
                    <OfficialLink url={to.url} name={to.name} />
                  </>
                )}
                {to === null && authority === null && (
                  <span className="quiet"> {texts.escalation.unknownRecipient}</span>
                )}
              </p>
              <p className="small quiet">{texts.escalation.learns[rung]}</p>
              {held && heldWhy !== null && (
                <div className="look-here">
                  <p>{texts.escalation.heldWhy[heldWhy]}</p>
                  {changed?.map(({ host, was, is }) => (
                    <p key={host} className="small">
                      {texts.escalation.changed(
                        host,
                        was ?? texts.escalation.nobody,
                        is ?? texts.escalation.nobody,
                      )}
                    </p>
                  ))}
                </div>
              )}
              {automatic && !held && <p className="small quiet">{texts.escalation.automatic}</p>}
              {mayDecide && (
                <div className="form-actions">
                  {held ? (
                    <ActionButton
                      small
                      isDisabled={decide.isPending}
                      onPress={() => decide.mutate({ escalation, outcome: "release" })}
                    >
                      {texts.escalation.release}
                    </ActionButton>
                  ) : (
                    <ActionButton
                      look={index === 0 ? "main" : "plain"}
                      small={index > 0}
                      {...(index === 0 ? { keyAction: "take" as const } : {})}
                      isDisabled={decide.isPending}
                      onPress={() => take(escalation)}
                    >
                      {texts.escalation.take[rung === "remind" ? "remind" : wayOf(escalation)]}
                    </ActionButton>
                  )}
                  <ActionButton
                    small={index > 0 || held}
                    isDisabled={decide.isPending}
                    onPress={() => decide.mutate({ escalation, outcome: "dismiss" })}
                  >
                    {texts.escalation.dismiss}
                  </ActionButton>
                </div>
              )}
            </li>
          );
        })}
      </ul>
      <Trouble error={decide.error} onReload={reload} />
    </>
  );
}
