import { useOwnActivity } from "../api/queries.ts";
import { clockTime, longDay } from "../format/time.ts";
import { PlaceLink } from "../shell/place-link.tsx";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { byDay } from "./by-day-rules.ts";

/** What the person at the desk did, by day. For them alone. */
export function OwnActivity() {
  const texts = useTexts();
  const language = useLanguage();
  const activity = useOwnActivity();
  const pages = activity.data?.pages ?? [];
  const timeZone = pages[0]?.timeZone ?? "UTC";
  const days = byDay(
    pages.flatMap(({ events }) => events),
    timeZone,
  );
  return (
    <section className="side-card" aria-labelledby="activity-title">
      <h2 className="title-2" id="activity-title">
        {texts.me.activity}
      </h2>
      <p className="field-help">{texts.me.activityHelp}</p>
      <Trouble error={activity.error} onRetry={() => void activity.refetch()} />
      {activity.isSuccess && days.length === 0 && <p className="quiet">{texts.me.activityEmpty}</p>}
      {days.map(({ day, events }) => (
        <section key={day} className="own-day">
          <h3 className="title-3">{longDay(day, language)}</h3>
          <ul>
            {events.map(({ seq, at, type, caseId, caseNumber }) => (
              <li key={seq}>
                <time dateTime={at} className="small quiet">
                  {clockTime(at, language, timeZone)}
                </time>{" "}
                {texts.history.events[type]}{" "}
                {caseId !== null && caseNumber !== null && (
                  <PlaceLink to={{ page: "case", caseId, panel: null }}>{caseNumber}</PlaceLink>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {activity.hasNextPage && (
        <ActionButton
          small
          isPending={activity.isFetchingNextPage}
          onPress={() => void activity.fetchNextPage()}
        >
          {texts.me.more}
        </ActionButton>
      )}
    </section>
  );
}
