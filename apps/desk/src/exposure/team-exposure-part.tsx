import { leastPeopleOfSum } from "@vigie/contract";
import { useTeamExposure } from "../api/queries.ts";
import { shortDay } from "../format/time.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Trouble } from "../ui/trouble.tsx";

/** What managers may know: the state of each budget, and sums of whole weeks over enough people. */
export function TeamExposurePart() {
  const texts = useTexts();
  const language = useLanguage();
  const team = useTeamExposure();
  const minutes = (value: number | null) =>
    value === null ? (
      <span className="quiet">{texts.exposure.withheld}</span>
    ) : (
      texts.exposure.aboutMinutes(value)
    );
  return (
    <section className="exposure-team" aria-labelledby="team-exposure-title">
      <h2 className="title-2" id="team-exposure-title">
        {texts.exposure.team}
      </h2>
      <p className="quiet">{texts.exposure.teamHelp(leastPeopleOfSum)}</p>
      <Trouble error={team.error} onRetry={() => void team.refetch()} />
      {team.data !== undefined && (
        <div className="chart-beside">
          <div className="table-frame">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{texts.team.name}</th>
                  <th scope="col">{texts.exposure.state}</th>
                </tr>
              </thead>
              <tbody>
                {team.data.members.map(({ memberId, name, state }) => (
                  <tr key={memberId}>
                    <th scope="row">{name}</th>
                    <td>
                      <Badge tone={state === "within" ? "quiet" : "ink"}>
                        {texts.exposure.states[state]}
                      </Badge>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {team.data.weeks.length === 0 ? (
            <p className="quiet">{texts.exposure.noWeeks}</p>
          ) : (
            <div className="table-frame">
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">{texts.exposure.week}</th>
                    <th scope="col" className="number">
                      {texts.exposure.minutes}
                    </th>
                    <th scope="col" className="number">
                      {texts.exposure.severeMinutes}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {team.data.weeks.map((week) => (
                    <tr key={week.week}>
                      <th scope="row">{texts.exposure.weekOf(shortDay(week.week, language))}</th>
                      <td className="number">{minutes(week.minutes)}</td>
                      <td className="number">{minutes(week.severeMinutes)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </div>
      )}
    </section>
  );
}
