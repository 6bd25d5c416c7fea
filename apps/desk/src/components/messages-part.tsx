import { caseStatuses, type Problem, urgencies } from "@vigie/contract";
import { useMemo } from "react";
import { ApiError } from "../api/problem.ts";
import { StatusBadge } from "../cases/status-badge.tsx";
import { UrgencyBadge } from "../cases/urgency-badge.tsx";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { announce } from "../ui/announcement.tsx";
import { Badge } from "../ui/badge.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { Shown } from "./shown.tsx";

const tones = ["quiet", "ink", "good", "look", "danger"] as const;
const nothing = () => undefined;

/** What the desk says by itself: badges, banners, refusals, emptiness. */
export function MessagesPart() {
  const texts = useTexts();
  const words = texts.components;
  // The same ones at each drawing: a new error takes the focus.
  const errors = useMemo(
    () => ({
      refused: refused("request.invalid", words.refused, [words.refusedPath, words.refusedField]),
      stale: refused("request.conflict", words.stale),
      network: new ApiError({ kind: "network" }),
      unreadable: new ApiError({ kind: "unreadable", status: 502 }),
    }),
    [words],
  );
  return (
    <>
      <Shown title={words.badges}>
        <p className="badges-shown">
          {tones.map((tone) => (
            <Badge key={tone} tone={tone}>
              {words.tones[tone]}
            </Badge>
          ))}
        </p>
        <p className="badges-shown">
          {caseStatuses.map((status) => (
            <StatusBadge key={status} status={status} />
          ))}
        </p>
        <p className="badges-shown">
          {urgencies.map((urgency) => (
            <UrgencyBadge key={urgency} urgency={urgency} />
          ))}
        </p>
      </Shown>
      <Shown title={words.messages}>
        <div className="fields-shown">
          <Trouble error={errors.refused} />
          <Trouble error={errors.stale} onReload={nothing} />
          <Trouble error={errors.network} onRetry={nothing} />
          <Trouble error={errors.unreadable} onRetry={nothing} />
        </div>
        <p className="banner">{texts.offline}</p>
        <p className="banner">{texts.liveLost}</p>
        <p className="look-here">{words.look}</p>
        <div className="empty">
          <p className="title-2">{words.emptyTitle}</p>
          <p>{words.empty}</p>
        </div>
        <p className="quiet">{texts.loading}</p>
        <div className="form-actions">
          <ActionButton onPress={() => announce(words.announced)}>{words.announce}</ActionButton>
        </div>
      </Shown>
    </>
  );
}

function refused(code: Problem["code"], detail: string, error?: [path: string, message: string]): ApiError {
  const [path = "", message = ""] = error ?? [];
  return new ApiError({
    kind: "refused",
    problem: {
      type: "about:blank",
      title: detail,
      status: 409,
      detail,
      code,
      ...(error === undefined ? {} : { errors: [{ path, message }] }),
    },
  });
}
