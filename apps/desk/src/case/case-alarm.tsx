import { useTexts } from "../texts/texts.ts";
import { Icon } from "../ui/icon.tsx";
import { useOpenCase } from "./case-context.ts";
import { loudNotices } from "./notice-rules.ts";

/** Says above everything that a notice did not arrive, until something made it good. */
export function CaseAlarm() {
  const texts = useTexts();
  const loud = loudNotices(useOpenCase().view);
  if (loud.length === 0) return null;
  return (
    <div className="trouble" role="alert">
      <Icon name="look" />
      <ul className="trouble-body">
        {loud.map(({ id, status, to, failure }) => (
          <li key={id}>
            <strong>
              {status === "failed" ? texts.notice.alarm.failed(to.name) : texts.notice.alarm.inDoubt(to.name)}
            </strong>{" "}
            {failure}
          </li>
        ))}
      </ul>
    </div>
  );
}
